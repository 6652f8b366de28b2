# expect: every-record-is-there-once failed "Whole rows were compared"
# expect: cells-are-repaired failed "More than one row has the same `record`"
cleaned = pd.concat([cleaned, cleaned.head(3)], ignore_index=True)
