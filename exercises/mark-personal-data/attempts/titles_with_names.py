# expect: the-exempt-is-left-alone failed "You marked titles together with the name, or as a name"
title = re.compile(r"(Mr|Mrs|Ms|Mx|Dr|Prof\.|Lady|Sister) $")


def with_titles(text):
    found = []
    for start, end, label in mark(text):
        before = title.search(text[:start]) if label == "name" else None
        found.append([before.start() if before else start, end, label])
    return found


work = write_marks(with_titles)
