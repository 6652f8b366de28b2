# expect: every-record-is-there-once failed "A missing sex does not make the other eleven cells wrong"
# expect: cells-are-repaired failed "valid rows: `"
cleaned = cleaned.dropna()
log = make_log(raw, cleaned)
