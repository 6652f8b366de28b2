"""Several people's labels for the same items, combined into one answer with its uncertainty."""
