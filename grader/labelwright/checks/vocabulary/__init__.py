"""The words that checks of labelling work are written in, one module a kind of thing judged."""
