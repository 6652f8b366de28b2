# expect: every-record-is-there-once failed "All their values are still there"
# expect: cells-are-repaired failed "valid rows: `"
shifted = raw.loc[(raw["island"] == "") & (raw["record"] != ""), "record"]
cleaned = cleaned[~cleaned["record"].isin(shifted)]
log = make_log(raw, cleaned)
