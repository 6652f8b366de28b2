# expect: every-change-is-logged failed "Changes are missing in"
log = log.head(20)
