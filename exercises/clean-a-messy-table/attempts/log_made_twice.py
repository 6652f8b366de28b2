# expect: every-change-is-logged failed "The same entries are in the log again"
log = pd.concat([log, log], ignore_index=True)
