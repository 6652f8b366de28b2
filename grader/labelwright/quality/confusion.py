"""Which labels are confused with which, and precision and recall of a found set."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from labelwright.quality.coefficients.coding import Table, code_ratings


def wilson(successes: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval (low, high) for a proportion of `successes` in `n` trials, within 0 to 1.

    Raises ValueError unless 0 <= successes <= n and n >= 1. Source: Wilson 1927, Probable Inference.
    """
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(
            f"{successes} successes in {n} trials is not possible; need n >= 1 and 0 <= successes <= n."
        )
    check_confidence(confidence)
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = successes / n, z * z / n
    centre = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    low = 0.0 if successes == 0 else centre - half
    high = 1.0 if successes == n else centre + half
    return max(0.0, low), min(1.0, high)


def check_confidence(confidence: float) -> None:
    """Raise ValueError unless `confidence` is between 0 and 1."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is {confidence}; give a share between 0 and 1, such as 0.95 for 95%.")


@dataclass(frozen=True)
class Overlap:
    """How many units are marked in both, only in the prediction, only in the gold; scores 0 to 1, NaN with a `reason`.

    Precision is both/(both + extra), recall both/(both + missed), F1 2 both/(2 both + extra + missed). Source: van
    Rijsbergen 1979, Information Retrieval.
    """

    both: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right; NaN where nothing was predicted."""
        return fraction(self.both, self.both + self.extra)

    @property
    def recall(self) -> float:
        """The share of the gold that was predicted; NaN where the gold is empty."""
        return fraction(self.both, self.both + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where both sides are empty."""
        return fraction(2 * self.both, 2 * self.both + self.extra + self.missed)

    @property
    def reason(self) -> str:
        """Why a score is NaN; empty where none is."""
        return why_undefined(self.both + self.extra, self.both + self.missed)


def fraction(part: float, whole: float) -> float:
    """Return part/whole, NaN where the whole is 0."""
    return part / whole if whole else math.nan


def why_undefined(predicted: int, gold: int) -> str:
    """Return which scores are undefined because one side is empty; an empty text where all are defined."""
    if predicted and gold:
        return ""
    if predicted:
        return "the gold is empty, so recall is undefined"
    return (
        "nothing was marked, so precision is undefined"
        if gold
        else "nothing was marked and the gold is empty"
    )


@dataclass(frozen=True)
class Found:
    """Precision, recall and F1 (each 0 to 1, NaN where undefined) with the items that were hit, missed and extra."""

    precision: float
    recall: float
    f1: float
    hits: frozenset[Hashable]
    missed: frozenset[Hashable]
    extra: frozenset[Hashable]


def found_score(found: Iterable[Hashable], true: Iterable[Hashable]) -> Found:
    """Compare a found set with a true set; repeats count once.

    Precision is hits/found (NaN when nothing was found), recall hits/true (NaN when nothing is there to find), F1 is
    2 hits/(found + true) (NaN when both are empty). Raises ValueError when a string is given instead of a
    collection of items. Source: van Rijsbergen 1979, Information Retrieval.
    """
    for name, given in (("found", found), ("true", true)):
        if isinstance(given, str):
            raise ValueError(
                f"{name} is the single string {given!r}; give a collection of items, such as [{given!r}]."
            )
    guess, truth = frozenset(found), frozenset(true)
    hits = guess & truth
    return Found(
        precision=fraction(len(hits), len(guess)),
        recall=fraction(len(hits), len(truth)),
        f1=fraction(2 * len(hits), len(guess) + len(truth)),
        hits=hits,
        missed=truth - guess,
        extra=guess - truth,
    )


@dataclass(frozen=True)
class ConfusedPair:
    """A cell off the diagonal: a `row` label met a `column` label `times` times, a `share` of its row (0 to 1)."""

    row: Any
    column: Any
    times: float
    share: float


@dataclass(frozen=True)
class Confusion:
    """A square cross-table over `labels`; `rows` and `columns` say who gave them.

    A `symmetric` table counts pairs of ratings of one item, without regard to who gave them; its cells need not be whole
    numbers.
    """

    labels: tuple[Any, ...]
    table: tuple[tuple[float, ...], ...]
    rows: str
    columns: str
    symmetric: bool = False

    def most_confused(self, most: int = 5) -> tuple[ConfusedPair, ...]:
        """Return up to `most` confusions, most frequent first; a symmetric table names each pair of labels once."""
        cells = [
            ConfusedPair(row, column, times, times / sum(line))
            for i, (row, line) in enumerate(zip(self.labels, self.table, strict=True))
            for j, (column, times) in enumerate(zip(self.labels, line, strict=True))
            if times > 0 and (i < j if self.symmetric else i != j)
        ]
        return tuple(sorted(cells, key=lambda cell: -cell.times)[:most])


def confusion_table(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    categories: Sequence[Hashable] | None = None,
    rows: str = "first rater",
    columns: str = "second rater",
) -> Confusion:
    """Return how often a label of `first` met one of `second` for the same item; with gold, give gold first.

    Items where either is missing (None or NaN) are left out. Raises ValueError on unequal lengths, nothing to
    compare, or a label outside `categories`.
    """
    if len(first) != len(second):
        raise ValueError(
            f"got {len(first)} and {len(second)} labels; a cross-table needs two labels for each item."
        )
    table = np.empty((len(first), 2), dtype=object)
    table[:, 0], table[:, 1] = list(first), list(second)
    coded = code_ratings(table, categories).rated(2)
    counts = np.zeros((len(coded.labels), len(coded.labels)))
    np.add.at(counts, (coded.codes[:, 0], coded.codes[:, 1]), 1)
    return Confusion(coded.labels, _rows(counts), rows, columns)


def coincidence_table(ratings: Table, *, categories: Sequence[Hashable] | None = None) -> Confusion:
    """Return Krippendorff's coincidence matrix of a table items x raters.

    Every ordered pair of ratings of an item counts 1/(m - 1), where m is the number of its ratings, so that the cells
    add up to the number of ratings that can be paired. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    coded = code_ratings(ratings, categories).rated(2)
    counts = coded.counts()
    weight = 1 / (counts.sum(axis=1) - 1)
    table = (counts * weight[:, None]).T @ counts - np.diag(counts.T @ weight)
    return Confusion(coded.labels, _rows(np.maximum(table, 0.0)), "one rating", "another rating", True)


def _rows(table: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(cell) for cell in line) for line in table)
