"""Wrong answers to "Plan a labelling project". Each cell runs after the solution; its first lines are what the learner reads."""

# %% more-than-the-cut-off
# This is the probability of *more than* `needed`. Raters with exactly `needed` right answers are missing.
# Try: Include `needed` itself in the sum.
accept_weak = passes(gold_items, needed + 1, 0.7)

# %% exactly-the-cut-off
# This is the probability of exactly `needed` right answers.
# Try: Add the probabilities from `needed` up to `gold_items`.
accept_weak = comb(gold_items, needed) * 0.7**needed * 0.3 ** (gold_items - needed)

# %% failing-for-passing
# This is the probability that the rater fails.
# Try: Passing means `needed` or more right answers.
accept_weak = 1 - accept_weak

# %% percentage
# This is a percentage.
# Try: Do not multiply by 100.
accept_weak = 100 * accept_weak

# %% normal-curve
# This is a normal curve without correction. Near `needed` it is not exact enough.
# Try: Add the exact binomial probabilities.
from statistics import NormalDist

accept_weak = 1 - NormalDist(0.7 * gold_items, (gold_items * 0.7 * 0.3) ** 0.5).cdf(needed)

# %% not-more-than-the-cut-off
# Raters with exactly `needed` right answers pass; here they were counted as failing.
# Try: Subtract the probability of `needed` or more from 1.
reject_good = 1 - passes(gold_items, needed + 1, 0.9)

# %% all-but-the-cut-off
# This is 1 minus the probability of exactly `needed` right answers.
# Try: A rater fails with fewer than `needed` right answers. Add those probabilities.
reject_good = 1 - comb(gold_items, needed) * 0.9**needed * 0.1 ** (gold_items - needed)

# %% pass-and-fail-exchanged
# This is the probability that the rater passes.
# Try: Use 1 minus the probability of passing.
reject_good = 1 - reject_good

# %% percentage-of-good
# This is a percentage.
# Try: Do not multiply by 100.
reject_good = 100 * reject_good

# %% normal-curve-for-good
# This is a normal curve without correction. Near `needed` it is not exact enough.
# Try: Add the exact binomial probabilities.
from statistics import NormalDist

reject_good = NormalDist(0.9 * gold_items, (gold_items * 0.9 * 0.1) ** 0.5).cdf(needed)

# %% test-not-applied
# This is the mean of all applicants. You did not use the test.
hired_accuracy = 0.9 * brief["good_share"] + 0.7 * (1 - brief["good_share"])

# %% groups-of-one-size
# The two groups of applicants do not have the same size.
# Try: Multiply each group's share of the applicants by its probability of passing.
hired_accuracy = (0.9 * (1 - reject_good) + 0.7 * accept_weak) / (1 - reject_good + accept_weak)

# %% all-hired-are-good
# The test is not perfect: some weak raters are hired too.
hired_accuracy = 0.9

# %% not-normalised
# The two products do not add up to 1 yet.
# Try: Divide by their sum.
hired_accuracy = 0.9 * good + 0.7 * weak

# %% share-of-good
# This is the share of good raters among the hired.
# Try: Multiply each group's share by its accuracy, and add the two.
hired_accuracy = good / (good + weak)

# %% all-three-right
# This is the probability that all three are right, but two are enough.
vote_independent = hired_accuracy**3

# %% one-is-enough
# This is the probability that one or more are right, but a single right rater is outvoted.
vote_independent = 1 - (1 - hired_accuracy) ** 3

# %% exactly-two
# This is the probability that exactly two are right. Three right votes are a majority too.
vote_independent = 3 * hired_accuracy**2 * (1 - hired_accuracy)

# %% one-rater
# This is the accuracy of one rater, not of the vote.
vote_independent = hired_accuracy

# %% independence-assumed
# You treated the raters as independent. On the shared items they are not.
vote_expected = most_right(3, hired_accuracy)

# %% shared-errors-twice
# The shared errors count twice, because the mean accuracy already includes them.
# Try: First divide the accuracy by 1 - shared.
vote_expected = (1 - brief["shared"]) * most_right(3, hired_accuracy)

# %% shared-errors-subtracted
# You subtracted the shared errors from a vote that already includes some of them.
vote_expected = most_right(3, hired_accuracy) - brief["shared"]

# %% other-items-only
# This is only for the other items, without the shared ones.
# Try: Multiply by 1 - shared, because the vote is wrong on the shared items.
vote_expected = vote_expected / (1 - brief["shared"])

# %% accepted-as-a-share
# This is a share.
# Try: Multiply by the number of items.
expected_accepted = expected_accepted / brief["items"]

# %% accepted-with-independent-raters
# You treated the raters as independent.
expected_accepted = brief["items"] * (
    (1 - review_share) * most_right(raters_per_item, hired_accuracy) + review_share * brief["reviewer"]
)

# %% reviewer-never-errs
# You treated the reviewer as always right.
expected_accepted = brief["items"] * ((1 - review_share) * vote_of(raters_per_item) + review_share)

# %% accepted-without-review
# The items that were reviewed are counted as if they were not.
expected_accepted = accepted(raters_per_item, 0)

# %% the-target
# This is the target, not what the plan gives.
expected_accepted = brief["items"] * brief["target"]

# %% labels-for-items
# You counted all labels, but each item has only one final label.
expected_accepted = raters_per_item * expected_accepted

# %% review-forgotten
# The review is missing.
expected_cost = price(raters_per_item, 0)

# %% gold-forgotten
# The cost of making the gold items is missing.
expected_cost -= gold_items * brief["gold_price"]

# %% unpaid-test
# You did not pay for the time in the test, but it is work.
expected_cost -= gold_items * brief["applicants"] * brief["seconds"] / 3600 * brief["pay"]

# %% whole-test-forgotten
# The cost of the whole gold test is missing.
expected_cost -= gold_items * (
    brief["gold_price"] + brief["applicants"] * brief["seconds"] / 3600 * brief["pay"]
)

# %% only-the-labels
# This is only the cost of the labels.
expected_cost = brief["items"] * raters_per_item * brief["seconds"] / 3600 * brief["pay"]

# %% labels-counted-once
# You paid for one label per item, but your plan has several.
expected_cost -= (raters_per_item - 1) * brief["items"] * brief["seconds"] / 3600 * brief["pay"]

# %% one-applicant
# You paid only one applicant for the test.
expected_cost -= gold_items * (brief["applicants"] - 1) * brief["seconds"] / 3600 * brief["pay"]

# %% reviewer-paid-like-a-rater
# You paid the reviewer like a rater.
hours = brief["items"] * review_share * brief["review_seconds"] / 3600
expected_cost -= hours * (brief["review_pay"] - brief["pay"])

# %% minutes-for-hours
# You divided the seconds by 60. That gives minutes, not hours.
expected_cost += 59 * (expected_cost - gold_items * brief["gold_price"])

# %% labels-over-items
# This is only the cost of the raters' labels per item.
cost_per_accepted = raters_per_item * brief["seconds"] / 3600 * brief["pay"]

# %% labels-over-accepted
# The review and the test are missing.
labels = brief["items"] * raters_per_item * brief["seconds"] / 3600 * brief["pay"]
cost_per_accepted = labels / expected_accepted

# %% price-without-review
# The review is missing.
cost_per_accepted = price(raters_per_item, 0) / expected_accepted

# %% divided-by-all-items
# This is the cost per item, whether its label is accepted or not.
# Try: Divide by the number of accepted labels.
cost_per_accepted = expected_cost / brief["items"]

# %% divided-by-all-labels
# This is the cost of one rater's label.
cost_per_accepted = expected_cost / (brief["items"] * raters_per_item)

# %% upside-down
# You divided the wrong way: this is labels per unit of money.
cost_per_accepted = 1 / cost_per_accepted

# %% outvote-shared-errors
# The vote stays as low with any number of raters, because all of them give the same wrong label on the shared items.
if_errors_double = "more raters per item"

# %% stricter-test
# The test finds people who are often wrong alone. On these items the good raters are wrong too.
if_errors_double = "a stricter gold test"

# %% nothing-to-do
# Now one label is right. Similar items, labelled earlier or later, are still wrong.
after_a_dispute = "nothing, the label is right now"

# %% raters-are-told
# Only these raters know it then. Raters who join tomorrow do not know it, and old labels stay wrong.
after_a_dispute = "tell the raters their mistake"

# %% dispute-goes-to-gold
# A gold item tests whether raters know a rule. But this rule is not written anywhere yet.
after_a_dispute = "put the item into the gold test"

# %% sixteen-of-twenty
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

# %% cut-off-at-the-mean
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

# %% even-number-of-raters
# expect: plan-is-possible failed "can tie"
# expect: target-is-reached not_run "waits for another check"
# expect: budget-is-kept not_run "waits for another check"
# expect: accepted-labels-are-foreseen not_run "waits for another check"
# expect: cost-is-foreseen not_run "waits for another check"
# expect: price-of-an-accepted-label not_run "waits for another check"
raters_per_item = 4

# %% everything-reviewed
# expect: budget-is-kept failed "The largest part is the review"
raters_per_item, review_share = 3, 1.0
expected_accepted = accepted(3, 1.0)
expected_cost = price(3, 1.0)
cost_per_accepted = expected_cost / expected_accepted

# %% more-raters-no-review
# expect: target-is-reached failed "raters"
raters_per_item, review_share = 3, 0.0
expected_accepted = accepted(3, 0.0)
expected_cost = price(3, 0.0)
cost_per_accepted = expected_cost / expected_accepted

# %% wrong-early-number-carried-forward
# expect: hired-accuracy-is-right failed "You did not use the test"
# expect: independent-vote-is-right not_run "waits for another check"
# expect: expected-vote-is-right not_run "waits for another check"
hired_accuracy = 0.9 * brief["good_share"] + 0.7 * (1 - brief["good_share"])
vote_independent, vote_expected = most_right(3, hired_accuracy), vote_of(3)
expected_accepted = accepted(raters_per_item, review_share)
cost_per_accepted = expected_cost / expected_accepted
