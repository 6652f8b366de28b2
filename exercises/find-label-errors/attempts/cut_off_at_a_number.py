# expect: suspects-follow-from-the-model failed "A ranking does not say where to stop"
# expect: suspects-are-worth-the-time not_run "waits for another check"
suspects = rows["id"].iloc[np.argsort(own, kind="stable")[:200]].tolist()
