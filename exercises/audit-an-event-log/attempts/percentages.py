# expect: intervals-are-wilsons failed "These are percentages"
flag_intervals = {name: (100 * low, 100 * high) for name, (low, high) in flag_intervals.items()}
