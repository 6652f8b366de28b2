"""Agreement of two raters: Cohen's kappa, weighted and not, and its relatives."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.coefficients.by_counts import why_undefined
from labelwright.quality.coefficients.coding import (
    Codes,
    Table,
    Weights,
    agreement_weights,
    code_ratings,
    weights_phrase,
)
from labelwright.quality.coefficients.resample import Closed, Floats, Statistic, beyond_chance, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap


def cohen_kappa(
    a: Sequence[Any] | npt.NDArray[Any], b: Sequence[Any] | npt.NDArray[Any], weights: Weights = None
) -> float:
    """Return Cohen's kappa, 1 - sum(v o)/sum(v e), of two equally long sequences of labels.

    `weights` sets the disagreement v: None for 0/1, "linear" for |i - j| or "quadratic" for (i - j)^2 between the
    ranks of the labels, in sorted order, among those used by either rater; the others as in `cohen`, of which this is
    the value. NaN when chance agreement is 1 (both raters used one and the same label only), where kappa is undefined.
    Raises ValueError on unequal lengths, no items, missing labels or labels that have no order. Sources: Cohen 1960;
    Cohen 1968 for weights.
    """
    table = np.empty((max(len(a), len(b)), 2), dtype=object)
    if len(a) != len(b) or not len(table):
        raise ValueError(
            f"got {len(a)} and {len(b)} labels; kappa needs two labels for each item, and at least one item."
        )
    table[:, 0], table[:, 1] = list(a), list(b)
    if pd.isna(table).any():
        raise ValueError("a label is missing; drop items that one rater skipped, or use krippendorff_alpha.")
    return _kappa(code_ratings(table, ordered=True), weights, None, 0.95).value


def cohen(
    ratings: Table,
    *,
    weights: Weights = None,
    categories: Sequence[Hashable] | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Cohen's kappa of two people who judged the same items (items x 2); chance comes from each person's habits.

    `weights` as in `agreement_weights`, between the places of the labels in `categories`. The interval is
    kappa +- z ASE (the large-sample standard error), cut at -1 and 1, unless `bootstrap` is given. The ASE of a
    perfect kappa is 0, which does not mean certainty: low and high are NaN then; quote Wilson's interval of `percent`
    instead. Items that one rater skipped are left out. Raises ValueError unless there are two columns. Sources: Cohen
    1960; Cohen 1968; Fleiss, Cohen and Everitt 1969, Large Sample Standard Errors of Kappa and Weighted Kappa.
    """
    coded = code_ratings(ratings, categories, weights is not None).rated(2)
    if coded.codes.shape[1] != 2:
        raise ValueError(
            f"Cohen's kappa needs two raters, found {coded.codes.shape[1]} columns; use fleiss or krippendorff."
        )
    return _kappa(coded, weights, bootstrap, confidence)


def _kappa(coded: Codes, weights: Weights, bootstrap: Bootstrap | None, confidence: float) -> Agreement:
    """Measure kappa of two columns of codes without a missing rating."""
    shared = agreement_weights(weights, len(coded.labels))
    first, second = (np.eye(len(coded.labels))[coded.codes[:, place]] for place in (0, 1))
    agreed = shared[coded.codes[:, 0], coded.codes[:, 1]]
    statistic = Statistic(
        f"Cohen's kappa{weights_phrase(weights)}",
        lambda counts: kappa_kernel(counts, agreed, first, second, shared),
        len(agreed),
        2,
        "nominal" if weights is None else "ordinal",
        why_undefined(coded),
    )
    table = first.T @ second
    closed = None if bootstrap else _closed(table, shared, confidence)
    return measure(statistic, bootstrap, confidence, closed)


def kappa_kernel(counts: Floats, agreed: Floats, first: Floats, second: Floats, shared: Floats) -> Floats:
    """Return weighted kappa for each row of `counts` (resamples x items), which says how often each item counts.

    `agreed` is the credit of each item, `first` and `second` are items x labels shares of the two sides.
    """
    total = counts.sum(axis=1)
    expected = np.einsum("rc,ck,rk->r", counts @ first, shared, counts @ second, optimize=True)
    return beyond_chance(ratio(counts @ agreed, total), ratio(expected, total**2))


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
        return Closed(
            math.nan, math.nan, "no interval: the standard error is 0 here, which does not mean certainty"
        )
    joint = table / table.sum()
    expected = float(joint.sum(axis=1) @ shared @ joint.sum(axis=0))
    value = (float((shared * joint).sum()) - expected) / (1 - expected)
    reach = NormalDist().inv_cdf((1 + confidence) / 2) * error
    how = "standard error of Fleiss, Cohen and Everitt"
    return Closed(max(-1.0, value - reach), min(1.0, value + reach), how)
