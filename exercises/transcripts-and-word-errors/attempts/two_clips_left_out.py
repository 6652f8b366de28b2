# expect: all-six-are-finished failed "You did not label 2 of 6 items"
# expect: verbatim-is-as-said not_run "waits for another check"
# expect: clean-keeps-the-speaker-s-words not_run "waits for another check"
# expect: nothing-is-guessed not_run "waits for another check"
# expect: machine-is-measured-over-all-words not_attempted "First finish your six transcripts"
verbatim = write("verbatim", dict(list(right["verbatim"].items())[:1]))
