# expect: clean-keeps-the-speaker-s-words failed "Some words have the wrong spelling:"
swaps = {"there": "their", "their": "there", "they're": "there", "to": "too", "too": "to", "two": "to"}
swaps |= {"your": "you're", "it's": "its", "its": "it's", "here": "hear", "know": "no", "right": "write"}
swaps |= {"week": "weak", "whether": "weather", "piece": "peace"}
clean = write(
    "clean",
    {one: " ".join(swaps.get(word, word) for word in text.split()) for one, text in right["clean"].items()},
)
automatic_wer = measure()
