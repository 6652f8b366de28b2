# expect: what-is-kept-is-clean failed "You compared upper and lower case as different, so you do not"
def runs(text, n=13):
    """Runs of n words as they are written."""
    words = re.findall(r"\w+", text)
    return {tuple(words[start : start + n]) for start in range(len(words) - n + 1)}


seen = set().union(*(runs(text) for text in train_texts))
leaked = [name for name, text in test_texts.items() if runs(text) & seen]
