# expect: dates-are-right failed "five digits are a spreadsheet's days"
all_forms = clean_date


def clean_date(cell):
    return tidy(cell) if re.fullmatch(r"\d{5}", tidy(cell)) else all_forms(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)
