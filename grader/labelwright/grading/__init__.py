"""Grade submissions: read the files, run them in the sandbox, ask the checks, and report every outcome as a message."""
