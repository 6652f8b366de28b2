"""Read the course: its folder, modules, exercises and their order; no other package knows these paths."""
