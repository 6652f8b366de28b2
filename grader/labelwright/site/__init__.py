"""The generated pages of the course site: exercises, datasets, skills, worked examples, market, placement and figures.

README: `pages` lists what is derived from what; the other modules each write one kind of page; `generator` runs the
site builder.
"""
