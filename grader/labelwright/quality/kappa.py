"""Cohen's kappa for two raters who judged the same items, plain or weighted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Weights = Literal["linear", "quadratic"]


def cohen_kappa(
    a: Sequence[Any] | npt.NDArray[Any], b: Sequence[Any] | npt.NDArray[Any], weights: Weights | None = None
) -> float:
    """Return Cohen's kappa, 1 - sum(v o)/sum(v e), of two equally long sequences of labels.

    `weights` sets the disagreement v: None for 0/1, "linear" for |i - j| or "quadratic" for (i - j)^2 between the
    ranks of the labels, in sorted order, among those used by either rater. NaN when chance agreement is 1 (both
    raters used one and the same label only), where kappa is undefined. Raises ValueError on unequal lengths, no
    items, missing labels or labels that have no order. Sources: Cohen 1960; Cohen 1968 for weights.
    """
    first, second = list(a), list(b)
    if len(first) != len(second) or not first:
        raise ValueError(
            f"got {len(first)} and {len(second)} labels; kappa needs the same items, at least one, twice."
        )
    labels = _labels(first + second)
    places = {label: place for place, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    np.add.at(
        table, ([places[label] for label in first], [places[label] for label in second]), 1 / len(first)
    )
    gaps = np.abs(np.subtract.outer(np.arange(len(labels)), np.arange(len(labels))))
    cost = _cost(gaps, weights)
    expected = float((cost * np.outer(table.sum(axis=1), table.sum(axis=0))).sum())
    return math.nan if expected == 0 else 1 - float((cost * table).sum()) / expected


def _labels(used: list[Any]) -> list[Any]:
    if any(label is None or label != label for label in used):
        raise ValueError("a label is missing; drop items that one rater skipped, or use krippendorff_alpha.")
    try:
        return sorted(set(used))
    except TypeError:
        raise ValueError(
            "the labels mix kinds that have no common order, such as numbers and text; use one kind."
        ) from None


def _cost(gaps: npt.NDArray[np.int_], weights: Weights | None) -> npt.NDArray[np.float64]:
    if weights is None:
        return (gaps > 0).astype(np.float64)
    if weights == "linear":
        return gaps.astype(np.float64)
    if weights == "quadratic":
        return gaps.astype(np.float64) ** 2
    raise ValueError(f"weights is {weights!r}; use None, 'linear' or 'quadratic'.")
