"""Score boxes and points on images against gold."""
