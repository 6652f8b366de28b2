"""Score a search: which of the true items were found, and how many of the found ones are true."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """Precision, recall and F1 (each 0 to 1, NaN where undefined) with the items behind them."""

    precision: float
    recall: float
    f1: float
    hits: frozenset[Hashable]
    missed: frozenset[Hashable]
    extra: frozenset[Hashable]


def found_score(found: Iterable[Hashable], true: Iterable[Hashable]) -> Found:
    """Compare a found set with a true set; repeats count once.

    Precision is hits/found (NaN when nothing was found), recall hits/true (NaN when nothing is there to find), F1 is
    2 hits/(found + true) (NaN when both are empty). Raises ValueError when a string is given where a collection of
    items is meant. Source: van Rijsbergen 1979, Information Retrieval.
    """
    for name, given in (("found", found), ("true", true)):
        if isinstance(given, str):
            raise ValueError(
                f"{name} is the single string {given!r}; give a collection of items, such as [{given!r}]."
            )
    guess, truth = frozenset(found), frozenset(true)
    hits = guess & truth
    return Found(
        precision=_ratio(len(hits), len(guess)),
        recall=_ratio(len(hits), len(truth)),
        f1=_ratio(2 * len(hits), len(guess) + len(truth)),
        hits=hits,
        missed=truth - guess,
        extra=guess - truth,
    )


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
