# expect: the-statistic-is-named failed "You read figures from two studies or two groups as one range"
misread = {"joined": "range", "ceiling": "range", "converted": "rate on offer"}
statistic = write_answers("statistic", {card: misread.get(kind, kind) for card, kind in kinds.items()})
