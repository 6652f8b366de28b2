# expect: the-statistic-is-named failed "3 have no answer"
statistic = write_answers("statistic", {card: kinds[card] for card in list(kinds)[:5]})
