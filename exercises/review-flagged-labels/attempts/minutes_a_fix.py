# expect: the-yield-is-by-the-minute failed "the fraction is turned round"
yield_per_minute = minutes / (done["value"] == "fix").sum()
