# expect: every-kind-is-marked-and-named failed "You marked one address in several parts"
def in_parts(text):
    found = []
    for start, end, label in mark(text):
        parts = (
            re.finditer(r"[^, ][^,]*", text[start:end])
            if label == "address"
            else [re.match(".*", text[start:end])]
        )
        found += [[start + part.start(), start + part.end(), label] for part in parts]
    return found


work = write_marks(in_parts)
