"""What each measure asks of a design, and which property of a design a wrong choice misses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DESIGNS = Path(__file__).with_name("designs.jsonl")


@dataclass(frozen=True)
class Design:
    """A study: who rated (`two`, `several`, `changing`, `uneven`, `one twice`, `gold`, `single`), on which scale.

    The scale is `names`, `order`, `even order`, `measure`, `places`, `ranking`, `sets` or `free text`. `accepted` holds
    the measures that can be defended, `decides` the parts of the design that settle the choice.
    """

    id: str
    family: str
    text: str
    raters: str
    scale: str
    accepted: tuple[str, ...]
    decides: tuple[str, ...]
    why: str
    skew: bool = False
    own_habits: bool = False
    costs: bool = False


@cache
def designs() -> dict[str, Design]:
    """All designs by id."""
    rows = map(json.loads, DESIGNS.read_text(encoding="utf-8").splitlines())
    return {
        row["id"]: Design(**{**row, "accepted": tuple(row["accepted"]), "decides": tuple(row["decides"])})
        for row in rows
    }


Rule = tuple[Callable[[Design], bool], str]
ORDERED = ("order", "even order", "measure")

NO_ITEMS: Rule = (
    lambda d: d.scale == "places",
    "the answers are places that each person has to find; there is no list of items that both have labelled",
)
SETS: Rule = (lambda d: d.scale == "sets", "an answer is a set of labels, and sets can be equal in part")
RANKINGS: Rule = (
    lambda d: d.scale == "ranking",
    "an answer is an order of several things, not a label for each",
)
NOT_RULED: Rule = (
    lambda d: d.skew,
    "one label rules, and a chance term that follows the labels' use pulls this figure down",
)
ORDER_LOST: Rule = (
    lambda d: d.scale in ORDERED,
    "the answers have an order, and this measure counts a near miss as much as the widest one",
)
NO_CHANCE: Rule = (
    lambda d: d.scale == "free text",
    "chance agreement is ruled out, so there is nothing that a coefficient would have to take off",
)
NAMES: Rule = (lambda d: d.scale == "names", "the labels are names without an order or a distance")
NOT_TWO: Rule = (
    lambda d: d.raters != "two",
    "there are not the same two people throughout, whose habits this measure needs",
)
HABITS: Rule = (
    lambda d: d.own_habits,
    "each person's own habit is to be kept apart, and this measure puts all labels into one bag",
)
UNEVEN: Rule = (lambda d: d.raters == "uneven", "the number of ratings differs from item to item")
COSTS: Rule = (
    lambda d: d.costs,
    "the cost of each confusion is written down, and this measure does not use it",
)

RULES: dict[str, tuple[Rule, ...]] = {
    "raw agreement": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        (
            lambda d: d.skew,
            "one label rules, so nearly all agreement would come about by chance as well, and nothing is taken off",
        ),
        (
            lambda d: d.scale != "free text",
            "people agree by chance now and then, and nothing is taken off for it",
        ),
    ),
    "Cohen's kappa": (NO_ITEMS, SETS, RANKINGS, NO_CHANCE, ORDER_LOST, NOT_RULED, NOT_TWO),
    "weighted kappa": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        NO_CHANCE,
        NAMES,
        NOT_TWO,
        (
            lambda d: d.scale == "measure",
            "the answers are measured values with distances of their own, not a short list of labels",
        ),
    ),
    "Fleiss' kappa": (NO_ITEMS, SETS, RANKINGS, NO_CHANCE, ORDER_LOST, NOT_RULED, UNEVEN, HABITS),
    "alpha, nominal": (NO_ITEMS, SETS, RANKINGS, NO_CHANCE, ORDER_LOST, NOT_RULED, HABITS),
    "alpha, ordinal": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        NO_CHANCE,
        NAMES,
        COSTS,
        (
            lambda d: d.scale == "measure",
            "the answers are measured values: their distances are known, and ranks throw them away",
        ),
    ),
    "alpha, interval": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        NO_CHANCE,
        NAMES,
        COSTS,
        (
            lambda d: d.scale == "order",
            "the labels are words in an order; nobody says that the steps between them are even",
        ),
    ),
    "alpha, set distance": (
        NO_ITEMS,
        RANKINGS,
        (lambda d: d.scale != "sets", "each answer is a single one, not a set of labels"),
    ),
    "Gwet's AC1": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        NO_CHANCE,
        ORDER_LOST,
        (
            lambda d: not d.skew,
            "no label is said to rule, and the house rule keeps this measure for that case",
        ),
    ),
    "rank correlation": (
        NO_ITEMS,
        (
            lambda d: d.scale in ORDERED,
            "the answers are ratings: a correlation does not see that one person is always a step higher",
        ),
        (lambda d: d.scale != "ranking", "no order of items is given"),
    ),
    "pairwise F1": (
        (
            lambda d: d.scale != "places",
            "the items are given to everybody; nobody has to find where they are",
        ),
    ),
    "self-agreement": ((lambda d: True, "different people rated; nobody rated the same items twice"),),
    "accuracy on gold": ((lambda d: True, "no right answer is on file that people could be held against"),),
    "cannot be computed": (
        (lambda d: True, "the items have two ratings or more, so agreement can be computed"),
    ),
}
SPECIAL = {
    "gold": (
        "accuracy on gold",
        "the right answers are known, and people who agree can be wrong together",
    ),
    "one twice": ("self-agreement", "one and the same person rated twice, so no two people can agree"),
    "single": ("cannot be computed", "no item has two ratings, so there is nothing to compare"),
}
"""Who rated, where that alone settles the choice: the measure, and what any other choice misses."""


def missed(measure: str, design: Design) -> str:
    """Which property of the design a measure misses; empty where it fits."""
    if design.raters in SPECIAL:
        fits, said = SPECIAL[design.raters]
        return "" if measure == fits else said
    return next((said for broken, said in RULES[measure] if broken(design)), "")
