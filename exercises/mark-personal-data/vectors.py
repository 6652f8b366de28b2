"""The spans that a learner's `span_f1` is called on: published examples, random ones for the learner, and special
cases."""

from __future__ import annotations

from typing import Any

import numpy as np

from labelwright.checks import Work
from labelwright.data import seed
from labelwright.rng import Rng

SLUG = "mark-personal-data"
WAYS = ("strict", "exact", "partial", "type")
Rows = list[list[Any]]

SEMEVAL_GOLD: Rows = [
    [0, 7, "brand"],
    [30, 38, "drug"],
    [60, 71, "drug"],
    [80, 89, "drug"],
    [95, 107, "drug"],
    [120, 134, "group"],
]
SEMEVAL_MARKED: Rows = [
    [15, 22, "brand"],
    [27, 38, "drug"],
    [60, 71, "brand"],
    [80, 89, "drug"],
    [95, 107, "drug"],
    [115, 134, "drug"],
]
"""Six gold and six marked spans with the six situations of SemEval-2013 task 9: missed, spurious, wider, other label,
right (twice), wider with another label. The places are invented."""
FIVE_GOLD: Rows = [
    [0, 8, "PER"],
    [18, 26, "PER"],
    [35, 41, "LOC"],
    [50, 66, "ORG"],
    [70, 82, "DATE"],
]
FIVE_MARKED: Rows = [
    [0, 8, "PER"],
    [18, 33, "PER"],
    [35, 41, "LOC"],
    [54, 66, "ORG"],
    [70, 78, "DATE"],
]
"""Five spans with all labels right and three with other edges."""


def drawn(rng: np.random.Generator) -> tuple[Rows, Rows]:
    """Random spans in stretches of 20 characters of which each holds at most one on either side."""
    gold: Rows = []
    marked: Rows = []
    for stretch in range(int(rng.integers(8, 13))):
        start = 20 * stretch + int(rng.integers(3, 6))
        end = start + int(rng.integers(4, 9))
        label, other = (str(one) for one in rng.permutation(["name", "phone", "address"])[:2])
        what = rng.choice(
            ["same", "wider", "label", "both", "missed", "extra"], p=[0.3, 0.2, 0.15, 0.1, 0.15, 0.1]
        )
        if what != "extra":
            gold.append([start, end, label])
        if what != "missed":
            wide = what in ("wider", "both")
            named = other if what in ("label", "both") else label
            marked.append([start - 2 * wide, end + int(rng.integers(1, 4)) * wide, named])
    return gold, marked


def small(rng: np.random.Generator) -> list[tuple[Rows, Rows, str]]:
    """Short inputs, one for each situation: the first wrong one is shown, and a learner can follow it line by line."""
    a, b, other, more = _places(rng)
    shorter, later, label = [a[0] + 1, a[1] - 1, a[2]], [a[0] + 2, a[1] + 2, a[2]], [*a[:2], other]
    around = [a[0] - 1, a[1] + 1, a[2]]
    return [
        ([a], [[a[1], a[1] + 3, a[2]]], "they touch"),
        ([[a[1], a[1] + 3, a[2]]], [a], "they touch"),
        ([a], [], "nothing is marked"),
        ([], [a], "nothing was to mark"),
        ([a], [a, b], "one mark too many"),
        ([a, b], [b], "one is missed"),
        ([a, b], [[*b[:2], other]], "one is missed, one has another label"),
        ([a], [shorter, b], "other edges, and one mark too many"),
        ([a, b], [around], "other edges, and one is missed"),
        ([a], [later, more], "other edges, and one mark too many"),
        ([later, b], [[*a[:2], other]], "other edges and another label, and one is missed"),
        ([a], [label, b, more], "another label, and two marks too many"),
    ]


def _places(rng: np.random.Generator) -> tuple[list[Any], list[Any], str, list[Any]]:
    """Three spans far from each other, of which the first two have labels that differ, and a third label."""
    first, second, third = (str(one) for one in rng.permutation(["name", "phone", "address"]))
    starts = (int(rng.integers(2, 9)), int(rng.integers(20, 29)), int(rng.integers(40, 49)))
    a, b, c = (
        [start, start + int(rng.integers(5, 9)), label]
        for start, label in zip(starts, (first, second, first), strict=True)
    )
    return a, b, third, c


def span_inputs(work: Work) -> list[tuple[Rows, Rows, str]]:
    """Return every way on small, published and random spans."""
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    pairs = [(gold, marked) for gold, marked, _ in small(rng)]
    pairs += [(SEMEVAL_GOLD, SEMEVAL_MARKED), (FIVE_GOLD, FIVE_MARKED), *(drawn(rng) for _ in range(4))]
    return [(gold, marked, way) for gold, marked in pairs for way in WAYS]


NOTES = [
    note
    for note in (
        *(note for _, _, note in small(np.random.default_rng(0))),
        "the six situations",
        "three of five with other edges",
        *["random spans"] * 4,
    )
    for _ in WAYS
]
"""What is special about the input at the same place of `span_inputs`; it is the same for every learner."""
UNDEFINED: list[tuple[Rows, Rows, str]] = [([], [], way) for way in WAYS]
