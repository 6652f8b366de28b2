# expect: every-change-is-logged failed "you logged both rows"
rows = []
for at in range(len(raw)):
    line = raw.loc[at]
    if line["record"] in ("", "record"):
        continue
    row = cleaned[cleaned["record"] == line["record"]].iloc[0]
    for column in cleaned.columns.drop("record"):
        if not same(line[column], row[column]):
            rows.append((line["record"], column, line[column], row[column]))
first = raw.drop_duplicates("record").set_index("record")
again = raw[raw["record"].duplicated() & (raw["record"] != "record")]
for _, line in again.iterrows():
    for column in ("mass_g", "sex", "egg_date"):
        rows.append((line["record"], column, line[column], "typed twice"))
        rows.append((line["record"], column, line[column] + " ", "typed twice"))
log = pd.DataFrame(rows, columns=["record", "column", "before", "after"])
