"""Where a built portfolio goes: a branch of a git repository, or one zip file for any other host."""
