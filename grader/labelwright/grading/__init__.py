"""Grade submissions: read what came in, run it in the sandbox, ask the checks, report every outcome in words."""
