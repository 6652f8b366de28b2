# %% [markdown]
# # Plan a labelling project
#
# A client has many items, a budget, and a target: a share of labels that must be right. You write the plan. Another
# learner has other numbers in the brief. The project, the raters and the prices are **simulated**: they are not market
# rates.
#
# The plan has four parts:
#
# 1. **Gold test.** Everybody who applies labels `gold_items` items whose right label is known. People who get at least
#    `needed` of them right are hired. The time in the test is paid.
# 2. **Overlap.** Each item is labelled by `raters_per_item` people, an odd number, and the majority counts.
# 3. **Review.** A random share `review_share` of the items goes to a reviewer, who decides.
# 4. **Price.** The cost of all this, and the cost of one *accepted* label. The client accepts labels that are right.

# %%
from math import comb

import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("plan-a-labelling-project")
table = ex.sample()
brief = table.set_index("name")["value"]
table

# %% [markdown]
# ## 1. The gold test
#
# Good raters are right on .90 of the items, weak ones on .70. You do not know who is good and who is weak. Each gold
# answer is right or wrong independently, so the number of right answers is *binomial*: exactly k of n are right with
# the probability
#
# `comb(n, k) * p**k * (1 - p)**(n - k)`
#
# Choose `gold_items` and `needed` so that
#
# - a weak rater passes with a probability of at most .10, and
# - a good rater fails with a probability of at most .05.
#
# Put those two probabilities, for your choice, in `accept_weak` and `reject_good`.

# %%
gold_items = ...
needed = ...
accept_weak = ...
reject_good = ...


# solution
def passes(items, cut, p):
    return sum(comb(items, k) * p**k * (1 - p) ** (items - k) for k in range(cut, items + 1))


gold_items, needed = min(
    (items, cut)
    for items in range(10, 60)
    for cut in range(items // 2, items + 1)
    if passes(items, cut, 0.7) <= 0.10 and 1 - passes(items, cut, 0.9) <= 0.05
)
accept_weak = passes(gold_items, needed, 0.7)
reject_good = 1 - passes(gold_items, needed, 0.9)

# %%
ex.check("test")

# %% [markdown]
# ## 2. What is the vote worth?
#
# **Who is hired?** Of the applicants, `brief["good_share"]` are good. Multiply each group's share by its probability
# of passing. Divide each product by the sum of both: these are the shares of the groups among the hired people.
# `hired_accuracy` is the mean accuracy of the hired people.
#
# **Three raters with independent errors.** If each is right with probability a, the vote of three is right if two or
# three of them are right: a³ + 3a²(1 − a). Put it in `vote_independent`, with `hired_accuracy` for a.
#
# **Three real raters.** In a pilot, all raters were wrong *together* on the share `brief["shared"]` of the items,
# because of a trap in the text or a gap in the guideline. On these items the vote is always wrong. On the other items
# the raters are better than their mean, because the mean includes these items: a' = `hired_accuracy` / (1 − `shared`).
# So the vote is right on (1 − `shared`) times the result of three independent raters with accuracy a'. Put that in
# `vote_expected`.

# %%
hired_accuracy = ...
vote_independent = ...
vote_expected = ...


# solution
def most_right(raters, a):
    return passes(raters, raters // 2 + 1, a)


def vote_of(raters):
    return (1 - brief["shared"]) * most_right(raters, hired_accuracy / (1 - brief["shared"]))


good = brief["good_share"] * (1 - reject_good)
weak = (1 - brief["good_share"]) * accept_weak
hired_accuracy = (0.9 * good + 0.7 * weak) / (good + weak)
vote_independent = most_right(3, hired_accuracy)
vote_expected = vote_of(3)

# %%
ex.check("vote")

# %% [markdown]
# ## 3. The plan and its price
#
# The grader checks two things here: whether the plan fits the brief (it must), and whether you can compute in advance
# what it gives.
#
# Choose `raters_per_item` (1, 3, 5, 7 or 9) and `review_share` (0 to 1) so that the target is reached within the
# budget. A reviewed item is right with probability `brief["reviewer"]`. Any other item is right as often as the vote
# of its raters, including the shared errors.
#
# Then give these numbers, each within 1 %:
#
# - `expected_accepted`: how many of the `items` will have a right label;
# - `expected_cost`: the cost of making the gold items, of the test for all applicants, of all labels, and of the
#   review.
#
# Try some plans in a table before you choose. More than one plan is right.

# %%
raters_per_item = ...
review_share = ...
expected_accepted = ...
expected_cost = ...


# solution
def accepted(raters, review):
    return brief["items"] * ((1 - review) * vote_of(raters) + review * brief["reviewer"])


def price(raters, review):
    hour_of_labels = brief["seconds"] / 3600 * brief["pay"]
    gold = gold_items * (brief["gold_price"] + brief["applicants"] * hour_of_labels)
    checked = brief["items"] * review * brief["review_seconds"] / 3600 * brief["review_pay"]
    return gold + brief["items"] * raters * hour_of_labels + checked


tried = [
    (price(raters, review), raters, review)
    for raters in (1, 3, 5, 7, 9)
    for review in np.arange(0, 1.001, 0.01)
    if accepted(raters, review) >= brief["target"] * brief["items"]
]
_, raters_per_item, review_share = min(tried)
expected_accepted = accepted(raters_per_item, review_share)
expected_cost = price(raters_per_item, review_share)

# %%
ex.check("plan")

# %%
ex.check("price")

# %% [markdown]
# ## 4. Defend it
#
# - `cost_per_accepted`: the cost of one accepted label, with all costs included.
# - `if_errors_double`: the client asks: "What if raters are wrong together on twice as many items as in the pilot?"
#   Which of these helps to reach the target again?
#     - `"more raters per item"`
#     - `"a stricter gold test"`
#     - `"review a larger share"`
#     - `"fix the guideline and pilot again"`
# - `after_a_dispute`: a reviewer has decided a disputed item. What must you do next?
#     - `"nothing, the label is right now"`
#     - `"tell the raters their mistake"`
#     - `"put the item into the gold test"`
#     - `"write the rule and relabel the items it affects"`

# %%
cost_per_accepted = ...
if_errors_double = ...
after_a_dispute = ...
# solution
cost_per_accepted = expected_cost / expected_accepted
if_errors_double = "review a larger share"
after_a_dispute = "write the rule and relabel the items it affects"

# %%
ex.check("defend")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
