"""From an answer file or a variable to annotations, and how much of the work is there."""
