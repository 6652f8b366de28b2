"""Coefficients that use how often each label was given to an item, but not who gave it."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from labelwright.quality.coefficients.coding import (
    Codes,
    Table,
    Weights,
    agreement_weights,
    code_ratings,
    weights_phrase,
)
from labelwright.quality.coefficients.resample import (
    Closed,
    Floats,
    Statistic,
    beyond_chance,
    measure,
    ratio,
    weighted_mean,
)
from labelwright.quality.coefficients.result import Agreement, Bootstrap, Kind
from labelwright.quality.confusion import wilson

Categories = Sequence[Hashable] | None


def percent(
    ratings: Table,
    *,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return the share of pairs of ratings of one item that are equal, averaged over items; 0 to 1.

    With two raters this is the share of items on which they agree, and without `bootstrap` the interval is Wilson's
    (1927). With more raters the pairs of an item are not independent trials, so only `bootstrap` gives an interval.
    Chance is not corrected for. Items with fewer than two ratings are left out.
    """
    coded = code_ratings(ratings, categories).rated(2)
    counts = coded.counts()
    agreed = pairs_agreeing(counts, np.eye(len(coded.labels)))
    statistic = Statistic(
        "percent agreement", lambda weights: weighted_mean(weights, agreed), len(agreed), coded.n_raters
    )
    return measure(statistic, bootstrap, confidence, _wilson(counts, agreed, confidence))


def scott(
    ratings: Table,
    *,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Scott's pi of two raters: chance comes from the labels of both raters pooled.

    Items that one rater skipped are left out. Raises ValueError unless there are two columns. Source: Scott 1955,
    Reliability of Content Analysis.
    """
    coded = code_ratings(ratings, categories).rated(2)
    if coded.codes.shape[1] != 2:
        raise ValueError(f"Scott's pi needs two raters, found {coded.codes.shape[1]} columns; use fleiss.")
    return _corrected("Scott's pi", coded, None, _pooled, bootstrap, confidence)


def fleiss(
    ratings: Table,
    *,
    weights: Weights = None,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Fleiss' kappa of any number of raters, who need not be the same for each item.

    (P - Pe) / (1 - Pe) with P the mean over items of the share of agreeing pairs and Pe = sum p_j^2. Fleiss needs
    equally many ratings for each item. Where they differ, p_j is the mean over items of the share of label j, so that
    each item counts once, and items with one rating count in p_j but not in P (Gwet 2014). With two raters it is
    Scott's pi, not Cohen's kappa. Source: Fleiss 1971, Measuring Nominal Scale Agreement Among Many Raters.
    """
    coded = code_ratings(ratings, categories, weights is not None)
    return _corrected(
        f"Fleiss' kappa{weights_phrase(weights)}", coded, weights, _pooled, bootstrap, confidence
    )


def randolph(
    ratings: Table,
    *,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Randolph's free-marginal kappa: chance is 1/q for q labels, even if some are never used.

    Give `categories` where a label of the scale was never used: q counts all of them. Source: Randolph 2005,
    Free-Marginal Multirater Kappa; for two raters Bennett, Alpert and Goldstein 1954.
    """
    coded = code_ratings(ratings, categories)
    return _corrected("Randolph's kappa", coded, None, _free, bootstrap, confidence)


def pabak(
    ratings: Table,
    *,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return the prevalence-adjusted bias-adjusted kappa of two raters: (q po - 1) / (q - 1), 2 po - 1 for q = 2.

    This is what kappa would be if all q labels were equally common and neither rater preferred one. Its interval is
    Wilson's interval for po, converted to this scale, unless `bootstrap` is given. Raises ValueError unless there are two columns. Source:
    Byrt, Bishop and Carlin 1993, Bias, Prevalence and Kappa.
    """
    coded = code_ratings(ratings, categories).rated(2)
    if coded.codes.shape[1] != 2:
        raise ValueError(f"PABAK needs two raters, found {coded.codes.shape[1]} columns; use randolph.")
    size = len(coded.labels)
    counts = coded.counts()
    closed = _wilson(counts, pairs_agreeing(counts, np.eye(size)), confidence)
    if closed and size > 1:
        low, high = ((size * end - 1) / (size - 1) for end in (closed.low, closed.high))
        closed = Closed(low, high, closed.how)
    return _corrected("PABAK", coded, None, _free, bootstrap, confidence, closed)


def gwet_ac1(
    ratings: Table,
    *,
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Gwet's AC1 of two or more raters: chance is sum p_j (1 - p_j) / (q - 1), small where one label is far more common.

    Missing ratings are allowed; items with one rating count in p_j only. Source: Gwet 2008, Computing Inter-Rater
    Reliability and Its Variance in the Presence of High Agreement.
    """
    coded = code_ratings(ratings, categories)
    return _corrected("Gwet's AC1", coded, None, _gwet, bootstrap, confidence)


def gwet_ac2(
    ratings: Table,
    *,
    weights: Weights = "quadratic",
    categories: Categories = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Gwet's AC2, which is AC1 with partial credit: chance is T / (q (q - 1)) sum p_j (1 - p_j), T the sum of
    all weights.

    `weights` as in `agreement_weights`. Source: Gwet 2014, Handbook of Inter-Rater Reliability.
    """
    coded = code_ratings(ratings, categories, True)
    return _corrected(f"Gwet's AC2{weights_phrase(weights)}", coded, weights, _gwet, bootstrap, confidence)


def pairs_agreeing(counts: Floats, shared: Floats) -> Floats:
    """Return for each item the mean weight over its pairs of ratings, NaN where it has fewer than two."""
    rated = counts.sum(axis=1)
    return ratio((counts * (counts @ shared - 1)).sum(axis=1), rated * (rated - 1))


def _corrected(
    name: str,
    coded: Codes,
    weights: Weights,
    chance: Callable[[Floats, Floats], Floats],
    bootstrap: Bootstrap | None,
    confidence: float,
    closed: Closed | None = None,
) -> Agreement:
    """Measure (observed - chance) / (1 - chance); `chance` maps label shares and weights to the agreement by chance."""
    shared = agreement_weights(weights, len(coded.labels))
    counts = coded.counts()
    agreed = pairs_agreeing(counts, shared)
    shares = counts / counts.sum(axis=1, keepdims=True)

    def kernel(item_weights: Floats) -> Floats:
        prevalence = ratio(
            item_weights @ shares, item_weights.sum(axis=1, keepdims=True) + np.zeros(shares.shape[1])
        )
        return beyond_chance(weighted_mean(item_weights, agreed), chance(prevalence, shared))

    level: Kind = "nominal" if weights is None else "ordinal"
    statistic = Statistic(name, kernel, len(counts), coded.n_raters, level, why_undefined(coded))
    return measure(statistic, bootstrap, confidence, closed)


def why_undefined(coded: Codes) -> str:
    """Return one sentence that says why a chance-corrected coefficient of these ratings does not exist."""
    used = np.unique(coded.codes[coded.codes >= 0])
    only = repr(coded.labels[used[0]]) if used.size else "none"
    return (
        f"every rating is {only}, so chance alone would give perfect agreement and there is nothing to correct for; "
        "report the percent agreement, and say that only one label was used."
    )


def _pooled(prevalence: Floats, shared: Floats) -> Floats:
    expected: Floats = np.einsum("rc,ck,rk->r", prevalence, shared, prevalence, optimize=True)
    return expected


def _free(prevalence: Floats, shared: Floats) -> Floats:
    return np.full(len(prevalence), shared.mean())


def _gwet(prevalence: Floats, shared: Floats) -> Floats:
    size = len(shared)
    if size == 1:
        return np.ones(len(prevalence))
    spread = (prevalence * (1 - prevalence)).sum(axis=1)
    expected: Floats = shared.sum() / (size * (size - 1)) * spread
    return expected


def _wilson(counts: Floats, agreed: Floats, confidence: float) -> Closed | None:
    if counts.sum(axis=1).max() > 2:
        return None
    low, high = wilson(round(float(agreed.sum())), len(agreed), confidence)
    return Closed(low, high, "Wilson's interval")


def is_paradox(observed: float, kappa: float) -> bool:
    """Return whether raters agree often but kappa is low, as happens where one label is far more common than others.

    Our own limits, not published ones: agreement of .8 or more, kappa below .6 and at least .35 lower. Source of the
    paradox: Feinstein and Cicchetti 1990, High Agreement but Low Kappa.
    """
    return observed >= 0.8 and not math.isnan(kappa) and kappa < 0.6 and observed - kappa >= 0.35
