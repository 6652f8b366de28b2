# expect: leaks-are-found failed "Whole texts were compared"
# expect: what-is-kept-is-clean not_run "waits for another check"
leaked = [name for name, text in test_texts.items() if text in set(train_texts)]
