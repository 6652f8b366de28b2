# expect: every-change-is-logged failed "For example, the text 39.1 and the number 39.1 mean the same"
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
