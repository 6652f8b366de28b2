# expect: marks-are-strictly-right failed "Every span has the label `name`"
# expect: every-kind-is-marked-and-named failed "Every span has the label `name`"
work = write_marks(lambda text: [[start, end, "name"] for start, end, _ in mark(text)])
