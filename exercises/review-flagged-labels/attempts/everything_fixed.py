# expect: decisions-are-right failed "the first option was taken each time"
work = write_decisions(dict.fromkeys(right, "fix"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
