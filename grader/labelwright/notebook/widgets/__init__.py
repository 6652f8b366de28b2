"""Show labelling tasks in a notebook or on a separate page, and save the work.

README: `labelwright.label` calls `show`. `backend` answers the page's questions. They come through `widget` (anywidget,
in a notebook) or through `local_server` (a web server on this computer). The page's own files are in
`labelwright.widgets`.
"""
