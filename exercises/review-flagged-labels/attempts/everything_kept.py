# expect: decisions-are-right failed "The same label for everything gives no information"
# expect: wrong-labels-are-found failed "of the wrong labels are fixed"
work = write_decisions(dict.fromkeys(right, "keep"))
minutes, confirmed, confirmed_interval, yield_per_minute = figures()
