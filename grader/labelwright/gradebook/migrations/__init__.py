"""Create and upgrade the gradebook's tables: one module for each version of them."""
