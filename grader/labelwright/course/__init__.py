"""Read the course: its folder, modules, exercises and their order. No other package knows these paths."""
