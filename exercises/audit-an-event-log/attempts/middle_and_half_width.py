# expect: intervals-are-wilsons failed "the middle and half the width of the interval"
flag_intervals = {name: ((low + high) / 2, (high - low) / 2) for name, (low, high) in flag_intervals.items()}
