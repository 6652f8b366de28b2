# expect: a-second-run-changes-nothing failed "become 1000 times as large: a unit is converted again"
source = clean


def clean(raw):
    table = source(raw)
    if "extra" not in raw.columns:
        table["mass_g"] = table["mass_g"] * 1000
    return table
