"""What each measure needs from a design, and which property of a design a wrong choice misses."""

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

    The scale is `names`, `order`, `even order`, `measure`, `places`, `ranking`, `sets` or `free text`. `accepted`
    holds the measures that can be defended, `decides` the parts of the design that decide the choice.
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
    """Return all designs by id."""
    rows = map(json.loads, DESIGNS.read_text(encoding="utf-8").splitlines())
    return {
        row["id"]: Design(**{**row, "accepted": tuple(row["accepted"]), "decides": tuple(row["decides"])})
        for row in rows
    }


Rule = tuple[Callable[[Design], bool], str]
ORDERED = ("order", "even order", "measure")

NO_ITEMS: Rule = (
    lambda d: d.scale == "places",
    "the answers are places that each person has to find, so the two people do not label the same list of items",
)
SETS: Rule = (lambda d: d.scale == "sets", "an answer is a set of labels, and two sets can be partly equal")
RANKINGS: Rule = (
    lambda d: d.scale == "ranking",
    "an answer is an order of several things, not a label for each thing",
)
NOT_RULED: Rule = (
    lambda d: d.skew,
    "one label is much more common, and this measure gets too low because its chance term follows the label shares",
)
ORDER_LOST: Rule = (
    lambda d: d.scale in ORDERED,
    "the answers have an order, but this measure counts a small difference as much as the largest one",
)
NO_CHANCE: Rule = (
    lambda d: d.scale == "free text",
    "agreement by chance is impossible, so a coefficient has nothing to subtract",
)
NAMES: Rule = (lambda d: d.scale == "names", "the labels are names without an order or a distance")
NOT_TWO: Rule = (
    lambda d: d.raters != "two",
    "the raters are not the same two people for all items, but this measure needs their habits",
)
HABITS: Rule = (
    lambda d: d.own_habits,
    "each person has their own habit, but this measure puts all labels together",
)
UNEVEN: Rule = (lambda d: d.raters == "uneven", "the number of ratings differs from item to item")
COSTS: Rule = (
    lambda d: d.costs,
    "the cost of each confusion is known, but this measure does not use it",
)

RULES: dict[str, tuple[Rule, ...]] = {
    "raw agreement": (
        NO_ITEMS,
        SETS,
        RANKINGS,
        (
            lambda d: d.skew,
            "one label is much more common, so nearly all agreement could be chance, and this measure does not "
            "subtract it",
        ),
        (
            lambda d: d.scale != "free text",
            "people sometimes agree by chance, and this measure does not subtract it",
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
            "the answers are measured values with distances, not a short list of labels",
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
            "the answers are measured values with known distances, but ranks ignore the distances",
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
            "the labels are words in an order, and nobody says that the steps between them are equal",
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
            "the design does not say that one label is much more common, and the house rule allows this measure "
            "only in that case",
        ),
    ),
    "rank correlation": (
        NO_ITEMS,
        (
            lambda d: d.scale in ORDERED,
            "the answers are ratings, and a correlation does not notice that one person is always one step higher",
        ),
        (lambda d: d.scale != "ranking", "the answers are not an order of items"),
    ),
    "pairwise F1": (
        (
            lambda d: d.scale != "places",
            "everybody gets the same items, and nobody has to find places",
        ),
    ),
    "self-agreement": ((lambda d: True, "different people rated, and nobody rated the same items twice"),),
    "accuracy on gold": ((lambda d: True, "no right answer is known to compare with"),),
    "cannot be computed": (
        (lambda d: True, "the items have two ratings or more, so agreement can be computed"),
    ),
}
SPECIAL = {
    "gold": (
        "accuracy on gold",
        "the right answers are known, and people who agree can be wrong together",
    ),
    "one twice": (
        "self-agreement",
        "the same person rated twice, so this is not agreement between two people",
    ),
    "single": ("cannot be computed", "no item has two ratings, so there is nothing to compare"),
}
"""Who rated, if that alone decides the choice: the measure, and what any other choice misses."""


def missed(measure: str, design: Design) -> str:
    """Return which property of the design a measure misses; empty if it fits."""
    if design.raters in SPECIAL:
        fits, said = SPECIAL[design.raters]
        return "" if measure == fits else said
    return next((said for broken, said in RULES[measure] if broken(design)), "")
