"""Show reports to people: in a terminal, as Markdown, as an HTML page, and as a card in a notebook."""
