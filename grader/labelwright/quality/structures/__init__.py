"""Agreement on what annotators draw themselves: spans in a text and boxes on an image."""
