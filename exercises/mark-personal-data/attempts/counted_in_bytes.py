# expect: marks-are-in-the-right-places failed "Your offsets count UTF-8 bytes"
# expect: nothing-personal-stays-readable failed "stay readable"
# expect: marks-are-strictly-right failed "Your offsets count UTF-8 bytes"
# expect: offsets-reproduce-the-text failed "count bytes of UTF-8"
def in_bytes(text):
    return [[len(text[:a].encode()), len(text[:b].encode()), label] for a, b, label in mark(text)]


work = write_marks(in_bytes, texts=lambda text, a, b: text.encode()[a:b].decode())
