# expect: dates-are-right failed "dates are missing now, but they can be read"
# expect: cells-are-repaired failed "does this without a warning"
# expect: the-next-sheet-is-cleaned-too failed "does this without a warning"
def clean_date(cell):
    return tidy(cell) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", tidy(cell)) else None


cleaned = clean(raw)
log = make_log(raw, cleaned)
