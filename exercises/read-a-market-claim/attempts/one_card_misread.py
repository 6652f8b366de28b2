# expect: the-statistic-is-named passed "You read an average as the least that people get, or as the pay"
# expect: the-people-are-named failed "Every card has the answer"
misread = {"average": "range"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})
population = write_answers("population", dict.fromkeys(people, "all trainers"))
