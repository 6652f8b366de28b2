# expect: a-second-run-changes-nothing failed "KeyError"
once = clean


def clean(raw):
    return once(raw[raw["extra"].notna()])
