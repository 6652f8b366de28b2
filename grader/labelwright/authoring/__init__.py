"""For those who write exercises: make a folder, build what is derived from it, lint it, and prove it."""
