# expect: the-joint-is-counted failed "Lines and columns are exchanged"
# expect: the-noise-is-estimated not_run "waits for another check"
counts = counts.T
