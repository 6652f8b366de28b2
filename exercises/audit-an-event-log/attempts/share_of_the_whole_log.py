# expect: intervals-are-wilsons failed "You divided the flags by the number of events in the whole log"
flag_intervals = {name: wilson(row["sum"], len(sound)) for name, row in flags.iterrows()}
