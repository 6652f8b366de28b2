# expect: the-statistic-is-named failed "not in the task's list"
statistic = write_answers("statistic", {card: "minimum" for card in kinds})
