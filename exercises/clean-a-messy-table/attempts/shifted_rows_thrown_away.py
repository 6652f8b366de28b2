# expect: every-record-is-there-once failed "though every value is still in them"
# expect: cells-are-repaired failed "valid rows are lost"
shifted = raw.loc[(raw["island"] == "") & (raw["record"] != ""), "record"]
cleaned = cleaned[~cleaned["record"].isin(shifted)]
log = make_log(raw, cleaned)
