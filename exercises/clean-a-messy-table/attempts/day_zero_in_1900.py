# expect: cells-are-repaired failed "Look at `egg_date`"
# expect: the-next-sheet-is-cleaned-too failed "Look at `egg_date`"
# expect: dates-are-right failed "dates are wrong by a few days"
all_forms = clean_date


def clean_date(cell):
    if re.fullmatch(r"\d{5}", tidy(cell)):
        return (datetime.date(1900, 1, 1) + datetime.timedelta(days=int(tidy(cell)))).isoformat()
    return all_forms(cell)


cleaned = clean(raw)
log = make_log(raw, cleaned)
