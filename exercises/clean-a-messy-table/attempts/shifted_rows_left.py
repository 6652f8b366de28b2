# expect: a-second-run-changes-nothing failed "They were not moved back"
# expect: cells-are-repaired failed "their `island` is empty, and each later cell is one column too far"
# expect: measurements-fit-the-codebook failed "They were not moved back"
# expect: dates-are-right failed "They were not moved back"
# expect: the-next-sheet-is-cleaned-too failed "They were not moved back"
full_number = clean_number


def clean_number(cell):
    try:
        return full_number(cell)
    except ValueError:
        return None


def shift_back(table):
    return table.drop(columns="extra", errors="ignore")


cleaned = clean(raw)
log = make_log(raw, cleaned)
