# expect: every-change-is-logged failed "you used its last row in `raw`"
before = raw.drop_duplicates("record", keep="last").set_index("record")
log = pd.DataFrame(
    [
        (record, column, before.at[record, column], row[column])
        for record, row in cleaned.set_index("record").iterrows()
        for column in row.index
        if not same(before.at[record, column], row[column])
    ],
    columns=["record", "column", "before", "after"],
)
