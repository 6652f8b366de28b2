"""Find records that are there twice, score the links found, and see whether test text leaked into training."""
