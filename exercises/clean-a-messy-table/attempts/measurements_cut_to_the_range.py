# expect: measurements-fit-the-codebook failed "They were cut to fit"
# expect: cells-are-repaired failed "A table with invented values earns no points here"
# expect: the-next-sheet-is-cleaned-too failed "They were cut to fit"
source = clean


def clean(raw):
    table = source(raw)
    sheet = raw.drop_duplicates("record").set_index("record")
    for name, other, low, high in (
        ("bill_length_mm", "bill_depth_mm", 30, 60),
        ("bill_depth_mm", "bill_length_mm", 13, 22),
    ):
        written = pd.to_numeric(table["record"].map(sheet[name]), errors="coerce")
        swapped = written.notna() & (written > 0) & (written == table[other])
        table[f"new_{name}"] = table[name].mask(swapped, written).clip(low, high)
    for name in ("bill_length_mm", "bill_depth_mm"):
        table[name] = table.pop(f"new_{name}")
    return table


cleaned = clean(raw)
log = make_log(raw, cleaned)
