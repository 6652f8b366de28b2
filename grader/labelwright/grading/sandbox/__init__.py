"""Run a learner's cells in a child process that has no answer key, and ask it for plain data.

Nothing here imports checks, the gradebook or credentials, because the child can read everything in this package.
"""
