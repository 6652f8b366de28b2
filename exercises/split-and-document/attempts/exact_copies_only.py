# expect: groups-are-right failed "You grouped only exact copies"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = messages.groupby("text").ngroup().tolist()
