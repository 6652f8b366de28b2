"""The instructor's desk: the gradebook as web pages on this computer, or as static files.

To add a page: a module with a function from `View` and a key to plain data, a template, and a line in `routes.PAGES`.
To add an action: a function from `View` and the form's fields to where the browser goes next, and a line in `routes.ACTIONS`.
"""
