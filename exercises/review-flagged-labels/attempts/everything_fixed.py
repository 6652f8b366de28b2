# expect: decisions-are-right failed "you took the first option each time"
work = write_decisions(dict.fromkeys(right, "fix"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
