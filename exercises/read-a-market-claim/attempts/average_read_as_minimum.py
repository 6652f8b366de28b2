# expect: the-statistic-is-named failed "An average was read as the least that people get"
misread = {"average": "range", "ceiling": "range", "converted": "average"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})
