# expect: every-record-is-there-once failed "because their `bird` comes again"
# expect: cells-are-repaired failed "valid rows are lost"
cleaned = cleaned.drop_duplicates("bird")
log = make_log(raw, cleaned)
