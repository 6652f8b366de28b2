# expect: causes-are-shown failed "are not in that sentence"
causes = {one: (cause, quote.split()[0][:-1]) for one, (cause, quote) in causes.items()}
