# expect: every-record-is-there-once failed "You compared whole rows"
# expect: cells-are-repaired failed "More than one row has the same `record`"
cleaned = pd.concat([cleaned, cleaned.head(3)], ignore_index=True)
