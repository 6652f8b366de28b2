# expect: leaks-are-found failed "You split at spaces, so a comma or a dash next to a word hides"
# expect: what-is-kept-is-clean not_run "waits for another check"
def runs(text, n=13):
    """Runs of n words that are separated by spaces."""
    words = text.lower().split()
    return {tuple(words[start : start + n]) for start in range(len(words) - n + 1)}


seen = set().union(*(runs(text) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text) & seen]
