"""The loaders that cards name, one module per file format or family of datasets; imported when a card names it.

README: `loader = "ratings.load_lexicon"` in a card means the function `load_lexicon` of the module `ratings` here. A
loader takes the data's files, in the card's order and already verified, and returns a pandas DataFrame. Those of `own_tables`,
for an author's own files, also take the card's columns.
"""
