"""Provide the labelling widgets' browser files to the notebook and to pages.

README: `static/` contains JavaScript modules and styles; `bundle` joins the modules of one kind into one script.
"""
