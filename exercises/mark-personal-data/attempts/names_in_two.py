# expect: marks-are-strictly-right failed "You marked the parts of one name as several spans"
# expect: marks-are-in-the-right-places failed "You marked the parts of one name as several spans"
# expect: every-kind-is-marked-and-named failed "(rule 1)"
def in_words(text):
    found = []
    for start, end, label in mark(text):
        words = re.finditer(r"\S+", text[start:end]) if label == "name" else []
        found += [[start + word.start(), start + word.end(), label] for word in words]
        found += [] if label == "name" else [[start, end, label]]
    return found


work = write_marks(in_words)
