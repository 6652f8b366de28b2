# expect: groups-are-right failed "This is the result of a threshold of 0.9"
# expect: random-split-rewards-memory not_run "waits for another check"
# expect: group-split-does-not not_run "waits for another check"
group = list(range(len(cut)))
for value, a, b in alike:
    if value >= 0.9 and group[a] != group[b]:
        old, new = group[b], group[a]
        group = [new if number == old else number for number in group]
