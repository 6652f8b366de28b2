# expect: minutes-are-added-up failed "This is the clock time from the first to the last decision,"
stamps = pd.to_datetime(done["at"])
minutes = (stamps.max() - stamps.min()).total_seconds() / 60
