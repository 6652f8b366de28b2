# expect: decisions-are-right failed "You mixed up the keys"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
# expect: right-labels-stay failed "of the possible labels stay"
work = write_decisions({one: "fix" if done == "keep" else "keep" for one, done in right.items()})
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
