# expect: cells-are-repaired failed "More than one row has the same `record`"
# expect: every-record-is-there-once failed "You compared whole rows"
# expect: every-change-is-logged failed "`cleaned` still has more than one row for some records"
twice = raw.loc[raw["record"].duplicated() & (raw["record"] != "") & (raw["record"] != "record"), "record"]
cleaned = pd.concat([cleaned, cleaned[cleaned["record"].isin(twice)]], ignore_index=True)
log = pd.concat([log, log[log["record"].isin(twice)]], ignore_index=True)
