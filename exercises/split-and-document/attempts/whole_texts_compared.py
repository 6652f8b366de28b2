# expect: leaks-are-found failed "You compared whole texts"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = [name for name, text in test_texts.items() if text in set(train_texts)]
