"""The brief of one learner: prices, shares, a target and a budget that a sensible plan meets and a careless one does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from itertools import count

import pandas as pd

from labelwright.data import seed
from labelwright.quality import gold_pass_probability, majority_accuracy
from labelwright.rng import Rng

SLUG = "plan-a-labelling-project"
GOOD, WEAK = 0.9, 0.7
MOST_WEAK, MOST_LOST = 0.10, 0.05
"""How often the test may accept a weak rater, and reject a good one."""
SPARE = 1.12
"""The budget is the cheapest plan's cost times this."""
VOTERS = (1, 3, 5, 7, 9)
MEANINGS = {
    "items": "items to label, two labels to choose from",
    "applicants": "people who apply and take the test",
    "good_share": "share of the applicants who are right on .90 of the items; the others are right on .70",
    "seconds": "seconds for one label, also in the test",
    "pay": "pay per hour for labelling, and for the time in the test",
    "gold_price": "price for making one gold item",
    "review_seconds": "seconds a reviewer needs for one item",
    "review_pay": "pay per hour for reviewing",
    "reviewer": "share of the reviewed items that are right after the review",
    "shared": "share of the items on which all raters are wrong together (from a pilot)",
    "target": "share of the labels that must be right",
    "budget": "the budget: the most that the project may spend",
}


@dataclass(frozen=True)
class Brief:
    """One brief; money in one currency, shares from 0 to 1. `MEANINGS` explains the fields."""

    items: int
    applicants: int
    good_share: float
    seconds: float
    pay: float
    gold_price: float
    review_seconds: float
    review_pay: float
    reviewer: float
    shared: float
    target: float = 0.0
    budget: float = 0.0

    def hired(self, gold_items: int, needed: int) -> float:
        """Return the mean accuracy of those who pass the test."""
        good = self.good_share * gold_pass_probability(gold_items, needed, GOOD)
        weak = (1 - self.good_share) * gold_pass_probability(gold_items, needed, WEAK)
        return (good * GOOD + weak * WEAK) / (good + weak)

    def vote(self, voters: int, accuracy: float) -> float:
        """Return how often the vote is right where all err together on `shared` of the items."""
        return (1 - self.shared) * majority_accuracy(voters, min(1.0, accuracy / (1 - self.shared)))

    def share_right(self, gold_items: int, needed: int, voters: int, review: float) -> float:
        """Return the share of final labels that are right."""
        return (1 - review) * self.vote(voters, self.hired(gold_items, needed)) + review * self.reviewer

    def costs(self, gold_items: int, voters: int, review: float) -> dict[str, float]:
        """Return the plan's costs by part: gold, test, labels, review."""
        return {
            "gold": gold_items * self.gold_price,
            "test": self.applicants * gold_items * self.seconds / 3600 * self.pay,
            "labels": self.items * voters * self.seconds / 3600 * self.pay,
            "review": self.items * review * self.review_seconds / 3600 * self.review_pay,
        }


def make(learner: str, form: int) -> pd.DataFrame:
    """Return the brief as a table: name, value and meaning, one row per number."""
    one = brief(learner, form)
    rows = [(part.name, float(getattr(one, part.name)), MEANINGS[part.name]) for part in fields(one)]
    return pd.DataFrame(rows, columns=["name", "value", "meaning"])


@cache
def brief(learner: str, form: int) -> Brief:
    """Return the learner's brief: the first draw whose cheapest plan needs several raters and some review."""
    return next(one for number in count() if (one := _brief(seed(learner, f"{SLUG} {number}", form))))


def plans(one: Brief, gold_items: int, needed: int) -> Iterator[tuple[float, int, float]]:
    """The cheapest review share for each odd number of raters that reaches the target: (cost, raters, review)."""
    for voters in VOTERS:
        vote = one.vote(voters, one.hired(gold_items, needed))
        review = max(0.0, (one.target - vote) / (one.reviewer - vote)) if vote < one.reviewer else 0.0
        if review <= 1:
            yield sum(one.costs(gold_items, voters, review).values()), voters, review


def smallest_test() -> tuple[int, int]:
    """Return the shortest gold test that keeps both limits: (items, right answers needed)."""
    return next(
        (items, needed)
        for items in count(5)
        for needed in range(items + 1)
        if gold_pass_probability(items, needed, WEAK) <= MOST_WEAK
        and 1 - gold_pass_probability(items, needed, GOOD) <= MOST_LOST
    )


def _brief(start: int) -> Brief | None:
    def step(name: str, low: float, high: float, width: float) -> float:
        return round(low + width * int(Rng(start).share_for(name) * ((high - low) / width + 1)), 4)

    one = Brief(
        items=int(step("items", 2000, 8000, 500)),
        applicants=int(step("applicants", 20, 60, 5)),
        good_share=step("good", 0.3, 0.7, 0.1),
        seconds=step("seconds", 12, 30, 2),
        pay=step("pay", 12, 18, 1),
        gold_price=step("gold", 1.5, 4.0, 0.5),
        review_seconds=step("review seconds", 60, 120, 10),
        review_pay=step("review pay", 24, 36, 2),
        reviewer=step("reviewer", 0.97, 0.99, 0.01),
        shared=step("shared", 0.03, 0.06, 0.01),
    )
    one = Brief(**{**vars(one), "target": step("target", 0.94, 0.96, 0.01)})
    test = smallest_test()
    cost, voters, review = min(plans(one, *test))
    if voters == 1 or not 0.1 <= review <= 0.7:
        return None
    return Brief(**{**vars(one), "budget": float(round(SPARE * cost, -1))})
