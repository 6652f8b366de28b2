# expect: every-record-is-there-once failed "You removed rows because their `bird` appears again"
# expect: cells-are-repaired failed "valid rows: `"
cleaned = cleaned.drop_duplicates("bird")
log = make_log(raw, cleaned)
