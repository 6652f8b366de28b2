# expect: the-statistic-is-named failed "You read an average as the least that people get, or as the pay"
misread = {"average": "range", "ceiling": "range", "converted": "average"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})
