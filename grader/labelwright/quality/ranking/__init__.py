"""Rank responses or models from comparisons of two, and test whether the comparisons were fair."""
