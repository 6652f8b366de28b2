# expect: the-statistic-is-named failed "Every card has the answer 'range'"
statistic = write_answers("statistic", dict.fromkeys(kinds, "range"))
