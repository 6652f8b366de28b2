"""Precision, recall and F1 from counts, undefined where there is nothing to divide by."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Overlap:
    """How many units were marked by both, only predicted, only in the gold; scores 0 to 1, NaN with a `reason`.

    Precision is both/(both + extra), recall both/(both + missed), F1 2 both/(2 both + extra + missed). Source: van
    Rijsbergen 1979, Information Retrieval.
    """

    both: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right; NaN where nothing was predicted."""
        return ratio(self.both, self.both + self.extra)

    @property
    def recall(self) -> float:
        """The share of the gold that was predicted; NaN where the gold is empty."""
        return ratio(self.both, self.both + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where both sides are empty."""
        return ratio(2 * self.both, 2 * self.both + self.extra + self.missed)

    @property
    def reason(self) -> str:
        """Why a score is NaN, or an empty text."""
        return why_undefined(self.both + self.extra, self.both + self.missed)


def ratio(part: float, whole: float) -> float:
    """Return part/whole, NaN where the whole is 0."""
    return part / whole if whole else math.nan


def why_undefined(predicted: int, gold: int) -> str:
    """Say which scores do not exist when nothing was predicted or nothing was there, or return an empty text."""
    if predicted and gold:
        return ""
    if predicted:
        return "there is nothing in the gold, so recall is undefined"
    return (
        "nothing was marked, so precision is undefined"
        if gold
        else "nothing was marked and nothing was there"
    )
