# expect: leaks-are-found failed "Every test text is named"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = list(test_texts.index)
