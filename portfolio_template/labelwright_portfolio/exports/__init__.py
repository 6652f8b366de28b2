"""A built portfolio in other shapes: a PDF, a JSON Resume, a card for link previews, addresses for LinkedIn.

README: each module makes one of them from the works and the words that the front page embeds.
"""
