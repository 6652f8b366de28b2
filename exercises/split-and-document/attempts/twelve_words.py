# expect: leaks-are-found failed "You used runs of 12 words"
# expect: what-is-kept-is-clean not_run "waits for another check"
seen = set().union(*(runs(text, 12) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text, 12) & seen]
