# expect: dates-are-right failed "A function that guesses the date format reads"
day_first = clean_date


def clean_date(cell):
    for form in ("%m/%d/%Y", "%m.%d.%Y"):
        try:
            return datetime.datetime.strptime(tidy(cell), form).date().isoformat()
        except ValueError:
            continue
    return day_first(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)
