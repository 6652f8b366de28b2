# expect: good-raters-are-let-in failed "About half of the good raters get less than that"
gold_items, needed = 40, 36
accept_weak, reject_good = passes(40, 36, 0.7), 1 - passes(40, 36, 0.9)
good = brief["good_share"] * (1 - reject_good)
weak = (1 - brief["good_share"]) * accept_weak
hired_accuracy = (0.9 * good + 0.7 * weak) / (good + weak)
vote_independent, vote_expected = most_right(3, hired_accuracy), vote_of(3)
expected_accepted = accepted(raters_per_item, review_share)
expected_cost = price(raters_per_item, review_share)
cost_per_accepted = expected_cost / expected_accepted
