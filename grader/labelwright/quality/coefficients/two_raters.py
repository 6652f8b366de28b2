"""Agreement of two raters: Cohen's kappa, weighted and not, and its relatives."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from statistics import NormalDist
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from labelwright.quality.coefficients.by_counts import why_undefined
from labelwright.quality.coefficients.coding import Table, Weights, agreement_weights, code_ratings, words
from labelwright.quality.coefficients.resample import Closed, Floats, Statistic, beyond_chance, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap

KappaWeights = Literal["linear", "quadratic"]


def cohen_kappa(
    a: Sequence[Any] | npt.NDArray[Any],
    b: Sequence[Any] | npt.NDArray[Any],
    weights: KappaWeights | None = None,
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


def _cost(gaps: npt.NDArray[np.int_], weights: KappaWeights | None) -> npt.NDArray[np.float64]:
    if weights is None:
        return (gaps > 0).astype(np.float64)
    if weights == "linear":
        return gaps.astype(np.float64)
    if weights == "quadratic":
        return gaps.astype(np.float64) ** 2
    raise ValueError(f"weights is {weights!r}; use None, 'linear' or 'quadratic'.")


def cohen(
    ratings: Table,
    *,
    weights: Weights = None,
    categories: Sequence[Hashable] | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Cohen's kappa of two people who judged the same items: items x 2, chance from each one's own habits.

    `weights` as in `agreement_weights`, between the places of the labels in `categories`. The interval is
    kappa +- z ASE, cut at -1 and 1, unless `bootstrap` is given. The ASE of a perfect kappa is 0, which is no
    certainty: there is no interval then, and Wilson's of `percent` is the one to quote. Items that one rater skipped drop out. Raises
    ValueError unless there are two columns. Sources: Cohen 1960; Cohen 1968; Fleiss, Cohen and Everitt 1969, Large
    Sample Standard Errors of Kappa and Weighted Kappa.
    """
    coded = code_ratings(ratings, categories, weights is not None).rated(2)
    if coded.codes.shape[1] != 2:
        raise ValueError(
            f"Cohen's kappa needs two raters, found {coded.codes.shape[1]} columns; use fleiss or krippendorff."
        )
    shared = agreement_weights(weights, len(coded.labels))
    first, second = (np.eye(len(coded.labels))[coded.codes[:, place]] for place in (0, 1))
    agreed = shared[coded.codes[:, 0], coded.codes[:, 1]]
    statistic = Statistic(
        f"Cohen's kappa{words(weights)}",
        lambda times: kappa_kernel(times, agreed, first, second, shared),
        len(agreed),
        2,
        "nominal" if weights is None else "ordinal",
        why_undefined(coded),
    )
    table = first.T @ second
    closed = None if bootstrap else _closed(table, shared, confidence)
    return measure(statistic, bootstrap, confidence, closed)


def kappa_kernel(times: Floats, agreed: Floats, first: Floats, second: Floats, shared: Floats) -> Floats:
    """Return weighted kappa for each row of item weights (resamples x items).

    `agreed` is the credit of each item, `first` and `second` are items x labels shares of the two sides.
    """
    total = times.sum(axis=1)
    expected = np.einsum("rc,ck,rk->r", times @ first, shared, times @ second, optimize=True)
    return beyond_chance(ratio(times @ agreed, total), ratio(expected, total**2))


def standard_error(table: Floats, shared: Floats) -> float:
    """Return the large-sample standard error of (weighted) kappa from a cross-table of counts; NaN if undefined.

    `shared` holds agreement weights. Source: Fleiss, Cohen and Everitt 1969, equation 12.
    """
    joint = table / table.sum()
    rows, columns = joint.sum(axis=1), joint.sum(axis=0)
    observed = float((shared * joint).sum())
    expected = float(rows @ shared @ columns)
    if 1 - expected < 1e-12:
        return math.nan
    means = (shared @ columns)[:, None] + (rows @ shared)[None, :]
    spread = float((joint * (shared * (1 - expected) - means * (1 - observed)) ** 2).sum())
    centre = observed * expected - 2 * expected + observed
    return math.sqrt(max(spread - centre**2, 0.0) / table.sum()) / (1 - expected) ** 2


def _closed(table: Floats, shared: Floats, confidence: float) -> Closed | None:
    error = standard_error(table, shared)
    if math.isnan(error) or not 0 < confidence < 1:
        return None
    if error < 1e-7:
        return Closed(math.nan, math.nan, "no interval: the standard error is 0 here, which is not certainty")
    joint = table / table.sum()
    expected = float(joint.sum(axis=1) @ shared @ joint.sum(axis=0))
    value = (float((shared * joint).sum()) - expected) / (1 - expected)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    how = "standard error of Fleiss, Cohen and Everitt"
    return Closed(max(-1.0, value - reach), min(1.0, value + reach), how)
