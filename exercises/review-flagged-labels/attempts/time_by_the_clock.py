# expect: minutes-are-added-up failed "pauses included"
stamps = pd.to_datetime(done["at"])
minutes = (stamps.max() - stamps.min()).total_seconds() / 60
