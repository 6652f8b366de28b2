# expect: dates-are-right failed "A function that guesses the form reads 9/11 as 11 September and"
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
