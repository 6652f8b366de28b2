# expect: every-change-is-logged failed "Cells are logged that say the same before and after"
before = raw.drop_duplicates("record").set_index("record")
log = pd.DataFrame(
    [
        (record, column, before.at[record, column], row[column])
        for record, row in cleaned.set_index("record").iterrows()
        for column in row.index
        if before.at[record, column] != row[column]
    ],
    columns=["record", "column", "before", "after"],
)
