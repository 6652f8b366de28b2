"""Write the generated pages of the course site: exercises, datasets, skills, worked examples, market, placement, figures.

README: `pages` lists which page comes from which source; each of the other modules writes one kind of page; `generator`
runs MkDocs.
"""
