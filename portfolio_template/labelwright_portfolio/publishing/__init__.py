"""Where a built portfolio goes: a branch of a git repository, one zip file for any other host, or a preview."""
