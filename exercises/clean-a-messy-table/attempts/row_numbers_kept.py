# expect: cells-are-repaired failed "`reset_index()` put the old row numbers there"
# expect: every-change-is-logged failed "`reset_index()` put the old row numbers there"
# expect: the-columns-are-the-codebooks failed "`reset_index()` put the old row numbers there"
# expect: a-second-run-changes-nothing failed "`reset_index()` adds the column"
# expect: the-next-sheet-is-cleaned-too failed "Write `reset_index(drop=True)`"
source = clean


def clean(raw):
    return source(raw).reset_index()


cleaned = clean(raw)
