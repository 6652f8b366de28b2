# expect: dates-are-right failed "Five digits are the day number of a spreadsheet"
all_forms = clean_date


def clean_date(cell):
    return tidy(cell) if re.fullmatch(r"\d{5}", tidy(cell)) else all_forms(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)
