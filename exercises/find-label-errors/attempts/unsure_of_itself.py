# expect: suspects-follow-from-the-model failed "An uncertain label is not enough"
# expect: suspects-are-worth-the-time not_run "waits for another check"
suspects = rows.loc[own < thresholds[label], "id"].tolist()
