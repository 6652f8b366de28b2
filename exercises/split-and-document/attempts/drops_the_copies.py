# expect: every-message-has-one-part failed "You dropped near-duplicates"
# expect: no-group-is-cut-apart not_run "waits for another check"
# expect: classes-keep-their-shares not_run "waits for another check"
split = split[~pd.Series(group).duplicated().to_numpy()]
