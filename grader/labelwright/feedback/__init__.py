"""Reports drawn for people: a terminal, Markdown, an HTML page, and a card in a notebook."""
