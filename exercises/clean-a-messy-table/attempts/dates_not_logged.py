# expect: every-change-is-logged failed "Changes are missing in `egg_date`"
log = log[log["column"] != "egg_date"]
