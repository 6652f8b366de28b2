# expect: intervals-are-wilsons failed "One standard error was taken for 95 %"
flag_intervals = {name: wilson(row["sum"], row["size"], 1) for name, row in flags.iterrows()}
