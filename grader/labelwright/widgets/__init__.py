"""The labelling widgets' browser files, used by the notebook and by the generated pages.

README: `static/` holds JavaScript modules and styles; `bundle` joins the modules of one kind into one script.
"""
