# expect: decisions-are-right failed "But the model also doubts images that are only hard"
# expect: right-labels-stay failed "of the possible labels stay"
spared = [one for one, decision in right.items() if decision == "keep"][:3]
work = write_decisions({one: "keep" if one in spared else "fix" for one in right})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
