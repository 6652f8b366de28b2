# expect: decisions-are-right failed "you took the first option each time"
# expect: right-labels-stay failed "of the possible labels stay"
work = write_decisions(dict.fromkeys(right, "fix"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
