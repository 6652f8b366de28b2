# expect: a-second-run-changes-nothing failed "changes its own result"
# expect: nothing-is-invented failed "A sentinel (-99 or -999) is still there"
# expect: measurements-fit-the-codebook failed "A sentinel (-99 or -999) is still in `"
# expect: the-next-sheet-is-cleaned-too failed "still have a code for 'not measured'"
# expect: cells-are-repaired failed "still have a code for 'not measured'"
def clean_number(cell):
    cell = tidy(cell).lower()
    return None if cell in MISSING else float(re.sub(r"[a-z ]", "", cell).replace(",", "."))


def in_unit(column, limit, factor):
    return column.map(lambda x: round(x * factor, 3) if x == x and 0 < x < limit else x)


cleaned = clean(raw)
log = make_log(raw, cleaned)
