"""Labelling in a notebook or on a page of one's own: the journal, the exchange with the page, and the page's modules.

README: `show` is what `labelwright.label` calls; `exchange` answers the page's questions, whether they come through
`widget` (anywidget, in a notebook) or `loopback` (a web server on this machine); `static/` holds the page's modules.
"""
