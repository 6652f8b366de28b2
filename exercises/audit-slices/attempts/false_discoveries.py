# expect: false-alarms-are-right failed "This is the share of the *marked* messages that are harmless"
# expect: gaps-are-to-the-rest not_run "waits for another check"
# expect: ends-are-right not_run "waits for another check"
audit["rate"] = [harmless[inside & messages["marked"]].mean() for inside in slices.values()]
