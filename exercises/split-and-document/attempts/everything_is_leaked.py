# expect: leaks-are-found failed "You named every test text"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = list(test_texts.index)
