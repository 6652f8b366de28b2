"""Run a learner's cells in a child process that holds no key, and ask it for plain data.

Nothing here imports checks, the gradebook or credentials: whatever this room holds, the child can read.
"""
