# expect: a-second-run-changes-nothing passed
once = clean


def clean(raw):
    table = once(raw)
    table["species"] = table["species"].astype("category")
    return table.sort_values("species").sample(frac=1, random_state=1)
