# expect: decisions-are-right failed "The same label for everything gives no information"
work = write_decisions(dict.fromkeys(right, "keep"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
