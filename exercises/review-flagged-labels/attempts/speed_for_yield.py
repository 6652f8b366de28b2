# expect: the-yield-is-by-the-minute failed "all decisions per minute"
yield_per_minute = len(done) / minutes
