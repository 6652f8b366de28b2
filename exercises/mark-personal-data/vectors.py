"""The spans that a learner's `span_f1` is called on: published examples, random ones for the learner, and special
cases."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from labelwright.checks import Case, KnownWay, Span, Work
from labelwright.data import seed
from labelwright.quality import span_scores
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


def score(gold: Rows, marked: Rows, way: str) -> float:
    """Return the reference F1."""

    def spans(rows: Rows) -> list[Span]:
        return [Span(start=start, end=end, label=label) for start, end, label in rows]

    return float(getattr(span_scores([spans(gold)], [spans(marked)]), way).f1)


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


def cases(work: Work) -> list[Case]:
    """Return every way on small, published and random spans."""
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    inputs = [
        *small(rng),
        (SEMEVAL_GOLD, SEMEVAL_MARKED, "the six situations"),
        (FIVE_GOLD, FIVE_MARKED, "three of five with other edges"),
    ]
    inputs += [(*drawn(rng), "random spans") for _ in range(4)]
    return [
        Case((gold, marked, way), score(gold, marked, way), note)
        for gold, marked, note in inputs
        for way in WAYS
    ]


UNDEFINED = [Case(([], [], way), math.nan, "no span on either side") for way in WAYS]


def earned(gold: Rows, marked: Rows, way: str, touching: bool = False) -> float:
    """Return what the gold spans earn together."""
    total = 0.0
    for start, end, label in gold:
        for a, b, other in marked:
            same = (start, end) == (a, b)
            meets = (start <= b and a <= end) if touching else (start < b and a < end)
            total += {
                "strict": float(same and label == other),
                "exact": float(same),
                "partial": 1.0 if same else 0.5 * meets,
                "type": float(meets and label == other),
            }[way]
    return total


def _over(value: float, number: float) -> float:
    return value / number if number else 0.0


def _f1(value: float, gold: Rows, marked: Rows) -> float:
    return _over(2 * value, len(gold) + len(marked))


def touching(gold: Rows, marked: Rows, way: str) -> float:
    """Treat spans that only touch as an overlap."""
    return _f1(earned(gold, marked, way, touching=True), gold, marked)


def whole_halves(gold: Rows, marked: Rows, way: str) -> float:
    """Other edges count in full, for `partial`."""
    extra = earned(gold, marked, "exact") if way == "partial" else 0.0
    value = earned(gold, marked, way)
    return _f1(2 * value - extra if way == "partial" else value, gold, marked)


def union(gold: Rows, marked: Rows, way: str) -> float:
    """Shared spans over all spans."""
    value = earned(gold, marked, way)
    return _over(value, len(gold) + len(marked) - value)


KNOWN = (
    KnownWay(
        lambda gold, marked, way: _over(earned(gold, marked, way), len(marked)),
        "This is precision. Missed spans cost nothing here.",
        "Divide 2 C by the number of gold and marked spans together.",
    ),
    KnownWay(
        lambda gold, marked, way: _over(earned(gold, marked, way), len(gold)),
        "This is recall. Unnecessary marks cost nothing here.",
        "Divide 2 C by the number of gold and marked spans together.",
    ),
    KnownWay(
        lambda gold, marked, way: (
            (_over(earned(gold, marked, way), len(marked)) + _over(earned(gold, marked, way), len(gold))) / 2
        ),
        "This is the arithmetic mean of precision and recall. F1 is their harmonic mean.",
        "Use the formula with 2 C.",
    ),
    KnownWay(
        union, "This is C divided by the union (IoU of sets). F1 counts C twice.", "Use the formula with 2 C."
    ),
    KnownWay(
        touching,
        "You treat spans that only touch as an overlap, because you count the end as part of the span.",
        "Two spans overlap if each starts before the other ends. Use < and not <=.",
    ),
    KnownWay(whole_halves, "In `partial`, an overlap with other edges earns 1.", "Give it one half."),
    KnownWay(
        lambda gold, marked, way: score(gold, marked, "strict"),
        "All four ways return strict F1: `way` has no effect.",
        "Use `way` to decide what earns a point.",
    ),
    KnownWay(
        lambda gold, marked, way: score(gold, marked, "exact" if way == "strict" else way),
        "Your strict F1 ignores the label.",
        "Compare the labels too.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(
            sum(a < d and c < b for a, b, _ in gold for c, d, _ in marked)
            if way == "type"
            else earned(gold, marked, way),
            gold,
            marked,
        ),
        "For `type`, every overlap earns a point, even with another label.",
        "For `type`, count an overlap only if the labels are equal.",
    ),
    KnownWay(
        lambda gold, marked, way: 100 * _f1(earned(gold, marked, way), gold, marked),
        "This is F1 in percent.",
        "Return a number from 0 to 1.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(earned(gold, marked, way) / 2, gold, marked),
        "This is half of F1: C was not taken twice.",
        "Divide 2 C, and not C, by the number of gold and marked spans together.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(
            earned(gold, marked, way) + (0.5 * earned(gold, marked, "exact") if way == "partial" else 0),
            gold,
            marked,
        ),
        "In `partial`, a span with the same edges earns 1 and the half for an overlap as well.",
        "Give it 1 if the edges are the same. Only otherwise give one half for an overlap.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(
            earned(gold, marked, way) - (0.5 * earned(gold, marked, "exact") if way == "partial" else 0),
            gold,
            marked,
        ),
        "In `partial`, every overlap earns one half, even with the same edges.",
        "Give 1 if the edges are the same.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(
            (earned(gold, marked, "type") + earned(gold, marked, "strict")) / 2
            if way == "partial"
            else earned(gold, marked, way),
            gold,
            marked,
        ),
        "In `partial`, you compare the labels. In this way they do not matter.",
        "Look only at the edges for `partial`.",
    ),
    KnownWay(
        lambda gold, marked, way: score(gold, marked, "strict" if way == "exact" else way),
        "Your exact F1 compares the labels. In this way they do not matter.",
        "Look only at the edges for `exact`.",
    ),
    KnownWay(
        lambda gold, marked, way: _f1(
            (earned(gold, marked, "type") + earned(gold, marked, "strict")) / 2
            if way == "type"
            else earned(gold, marked, way),
            gold,
            marked,
        ),
        "In `type`, an overlap with other edges earns one half. It earns 1.",
        "For `type`, look at the overlap and the label, and not at the edges.",
    ),
)
