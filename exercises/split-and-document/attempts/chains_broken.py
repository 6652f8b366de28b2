# expect: groups-are-right failed "Some chains are broken:"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.8:
        group[b] = a
