# expect: weak-raters-are-kept-out failed "The test is short, so luck decides:"
# expect: budget-is-kept failed "The largest part is the labels"
gold_items, needed = 20, 16
accept_weak, reject_good = passes(20, 16, 0.7), 1 - passes(20, 16, 0.9)
good = brief["good_share"] * (1 - reject_good)
weak = (1 - brief["good_share"]) * accept_weak
hired_accuracy = (0.9 * good + 0.7 * weak) / (good + weak)
vote_independent, vote_expected = most_right(3, hired_accuracy), vote_of(3)
review_share = next(
    r for r in np.arange(0, 1.001, 0.01) if accepted(raters_per_item, r) >= brief["target"] * brief["items"]
)
expected_accepted = accepted(raters_per_item, review_share)
expected_cost = price(raters_per_item, review_share)
cost_per_accepted = expected_cost / expected_accepted
