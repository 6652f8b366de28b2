"""Credentials from a gradebook: which work is fit, a module as one work, the log of what was issued, and the whole run."""
