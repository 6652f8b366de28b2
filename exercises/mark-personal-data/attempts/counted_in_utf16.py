# expect: offsets-reproduce-the-text failed "count UTF-16 units"
def in_units(text):
    return [
        [len(text[:place].encode("utf-16-le")) // 2 for place in (start, end)] + [label]
        for start, end, label in mark(text)
    ]


work = write_marks(
    in_units, texts=lambda text, a, b: text.encode("utf-16-le")[2 * a : 2 * b].decode("utf-16-le")
)
