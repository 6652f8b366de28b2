"""The tables that a learner's `read_design` is called on, and wrong ways to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from labelwright.checks import Case, KnownWay, Work
from labelwright.data import seed
from labelwright.rng import Rng

SLUG = "pick-the-statistic"
Rows = Sequence[Sequence[Any]]


def design_of(
    ratings: Rows, *, gaps: bool = False, least: int = 2, empty: bool = False, of_items: bool = False
) -> dict[str, float]:
    """Return the four facts of a table, or with one thing wrong.

    `gaps` takes a missing rating for a label, `least` is how many ratings make an item pairable, `empty` counts items
    without any rating, `of_items` divides the most frequent label by the number of items.
    """
    rows = [[label for label in row if gaps or label is not None] for row in ratings]
    sizes = [len(row) for row in rows if row or empty]
    labels = Counter(label for row in rows for label in row)
    return {
        "pairable": sum(size >= least for size in sizes),
        "fewest": min(sizes),
        "most": max(sizes),
        "top_share": max(labels.values()) / (len(rows) if of_items else labels.total()),
    }


def cases(work: Work) -> list[Case]:
    """Return small tables, then random ones for the learner."""
    inputs: list[tuple[list[list[Any]], str]] = [
        ([["a", "b"], ["a", "a"]], "complete"),
        ([["a", None], [None, "b"], [None, None]], "one rating per item, and an item without any"),
        ([[0, 0, 0], [0, None, 0], [1, 0, None]], "labels that are numbers, 0 among them"),
    ]
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    for raters in (3, 4, 5):
        picked = rng.choice(["spam", "ham", "unsure"], size=(9, raters), p=[0.6, 0.3, 0.1])
        gone = rng.random((9, raters)) < 0.4
        gone[0], gone[1] = True, False
        rows = [
            [None if hole else str(label) for label, hole in zip(*pair, strict=True)]
            for pair in zip(picked, gone, strict=True)
        ]
        inputs.append((rows, f"{raters} raters, random"))
    return [Case((rows,), design_of(rows), note) for rows, note in inputs]


KNOWN = (
    KnownWay(
        lambda ratings: design_of(ratings, gaps=True),
        "You counted a missing rating as a rating.",
        "First drop every None, and nothing else. 0 is a label.",
    ),
    KnownWay(
        lambda ratings: design_of(ratings, least=1),
        "You counted items with a single rating as pairable.",
        "Count only items with two ratings or more.",
    ),
    KnownWay(
        lambda ratings: design_of(ratings, empty=True),
        "You counted items without any rating in `fewest`.",
        "Leave out these items.",
    ),
    KnownWay(
        lambda ratings: design_of(ratings, of_items=True),
        "You divided the most frequent label by the number of items.",
        "Divide by the number of all ratings.",
    ),
    KnownWay(
        lambda ratings: design_of([[label or None for label in row] for row in ratings]),
        "You dropped the label 0 together with the gaps, because `if label` is false for 0 too.",
        "Use `label is not None`.",
    ),
)
