"""A built portfolio in other forms: a PDF, a JSON Resume, a card for link previews, addresses for LinkedIn.

README: each module makes its form from the works and the page data that the front page embeds; `browser` makes the PDF
and the card.
"""
