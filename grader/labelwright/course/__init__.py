"""What there is to learn: the course root, its modules and exercises, and their order; nothing else knows paths."""
