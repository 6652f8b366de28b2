# expect: causes-are-shown failed "A long quotation does not show which words decide"
texts = reviews.set_index("id")["text"]
long = [one for one in causes if len(texts[one].split()) > 8]
causes = {one: (cause, texts[one] if one in long else quote) for one, (cause, quote) in causes.items()}
