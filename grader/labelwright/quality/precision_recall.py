"""Proportions with Wilson intervals, and precision, recall and F1 of a found set against the true one."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from statistics import NormalDist


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
