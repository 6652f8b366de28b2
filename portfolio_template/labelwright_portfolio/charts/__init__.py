"""The charts of a page as inline SVG: dots with intervals, bars with the required line, bars under a ceiling, attempts.

README: each module draws one kind and takes plain numbers; names and values stand beside the drawing as text, so the
drawings are hidden from screen readers. Colours come from the page's CSS variables; the same numbers, the same bytes.
"""
