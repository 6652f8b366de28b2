"""Represent labelling work as data: items, annotations, tasks, the journal of a labelling session, and file formats."""
