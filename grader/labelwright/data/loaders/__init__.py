"""The loaders that cards name: one module a dataset or family of datasets, imported only when a card asks for it.

README: `loader = "ratings.load_lexicon"` in a card means the function `load_lexicon` of the module `ratings` here. A
loader takes the data's files, in the card's order and already verified, and returns a pandas DataFrame.
"""
