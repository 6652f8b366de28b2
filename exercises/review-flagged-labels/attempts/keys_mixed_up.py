# expect: decisions-are-right failed "You mixed up the keys"
work = write_decisions({one: "fix" if done == "keep" else "keep" for one, done in right.items()})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
