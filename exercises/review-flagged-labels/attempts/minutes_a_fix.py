# expect: the-yield-is-by-the-minute failed "you divided the wrong way"
yield_per_minute = minutes / (done["value"] == "fix").sum()
