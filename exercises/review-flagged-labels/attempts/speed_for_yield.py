# expect: the-yield-is-by-the-minute failed "whatever was decided"
yield_per_minute = len(done) / minutes
