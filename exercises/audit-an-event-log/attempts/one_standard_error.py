# expect: intervals-are-wilsons failed "You used one standard error instead of a 95 % interval"
flag_intervals = {name: wilson(row["sum"], row["size"], 1) for name, row in flags.iterrows()}
