# expect: decisions-are-right failed "One label for everything carries no information"
work = write_decisions(dict.fromkeys(right, "keep"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
