# expect: every-change-is-logged failed "You compared rows by their place"
rows = []
for at in range(len(cleaned)):
    for column in cleaned.columns.drop("record"):
        before, after = raw[column].iloc[at], cleaned[column].iloc[at]
        if not same(before, after):
            rows.append((cleaned["record"].iloc[at], column, before, after))
log = pd.DataFrame(rows, columns=["record", "column", "before", "after"])
