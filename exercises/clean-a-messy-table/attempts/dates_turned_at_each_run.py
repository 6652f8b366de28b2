# expect: a-second-run-changes-nothing failed "changes its own result when it runs a second time"
# expect: the-next-sheet-is-cleaned-too failed "Day and month are swapped"
once = clean


def turned(day):
    year, month, number = day.split("-")
    return f"{year}-{number}-{month}" if int(number) <= 12 or int(month) > 12 else day


def clean(raw):
    table = once(raw)
    table["egg_date"] = table["egg_date"].map(turned)
    return table
