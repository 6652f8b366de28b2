# expect: groups-are-right failed "Only letter-for-letter copies are together"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = messages.groupby("text").ngroup().tolist()
