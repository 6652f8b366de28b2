"""Issue credentials from a gradebook: which work is eligible, a module as one work, the log of issued ones, and the run."""
