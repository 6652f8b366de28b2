# expect: intervals-are-wilsons failed "divided by the whole log"
flag_intervals = {name: wilson(row["sum"], len(sound)) for name, row in flags.iterrows()}
