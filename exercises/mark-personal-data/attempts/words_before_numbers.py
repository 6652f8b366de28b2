# expect: every-kind-is-marked-and-named failed "Your marks take in the words before a number"
before = re.compile(r"(IBAN|[Cc]ustomer number|account|Account|goes to) $")


def with_words(text):
    found = []
    for start, end, label in mark(text):
        word = before.search(text[:start]) if label == "account" else None
        found.append([word.start() if word else start, end, label])
    return found


work = write_marks(with_words)
