# expect: measurements-fit-the-codebook failed "you removed a decimal comma"
# expect: cells-are-repaired failed "you removed a decimal comma"
# expect: the-next-sheet-is-cleaned-too failed "you removed a decimal comma"
def clean_number(cell):
    cell = tidy(cell).lower()
    if cell in MISSING:
        return None
    number = float(re.sub(r"[a-z ,]", "", cell))
    return None if number in (-99, -999) else number


def clean(raw):
    table = shift_back(raw)
    table = table[~table["record"].map(tidy).isin(["", "record"])].drop_duplicates("record")
    table["species"] = table["species"].map(by_first_letter(SPECIES))
    table["island"] = table["island"].map(by_first_letter(ISLANDS))
    table["bird"] = table["bird"].map(lambda cell: tidy(cell).upper())
    table["clutch"] = table["clutch"].map(clean_clutch)
    table["egg_date"] = table["egg_date"].map(clean_date)
    table["sex"] = table["sex"].map(clean_sex)
    for name in ("bill_length_mm", "bill_depth_mm", "flipper_mm", "mass_g"):
        table[name] = pd.to_numeric(table[name].map(clean_number))
    table["flipper_mm"] = in_unit(table["flipper_mm"], 50, 10)
    table["mass_g"] = in_unit(table["mass_g"], 100, 1000)
    length, depth = table["bill_length_mm"].copy(), table["bill_depth_mm"].copy()
    swapped = (length < 26) | depth.between(30, 60)
    table["bill_length_mm"], table["bill_depth_mm"] = length.mask(swapped, depth), depth.mask(swapped, length)
    return table.reset_index(drop=True)


cleaned = clean(raw)
log = make_log(raw, cleaned)
