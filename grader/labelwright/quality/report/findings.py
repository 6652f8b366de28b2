"""Findings of a table of ratings besides its coefficients: the worst items, how each person differs, and warnings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from labelwright.quality.coefficients.by_counts import is_paradox, pairs_agreeing
from labelwright.quality.coefficients.coding import Floats, agreement_weights
from labelwright.quality.coefficients.resample import mean_statistic, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.confusion import Confusion, coincidence_table, confusion_table
from labelwright.quality.report.grid import Grid
from labelwright.quality.report.model import Tendency, WorstItem, rating_text

MOST_ITEMS = 8
MOST_LABELS = 25
FEW_ITEMS = 30
CLEAR_SHARE = 0.1
"""A person who uses a label this much more often than the others, as a share of items, gets a note."""


def confusion_of(grid: Grid) -> Confusion | None:
    """Return the cross-table of two people, otherwise the coincidences of all ratings; None for a fine scale."""
    labels = grid.categories or grid.coded.labels
    if len(labels) > MOST_LABELS:
        return None
    if len(grid.raters) == 2 and grid.people:
        first, second = (list(column) for column in grid.cells.T)
        rows, columns = grid.raters
        return confusion_table(first, second, categories=labels, rows=rows, columns=columns)
    return coincidence_table(grid.cells, categories=labels)


def worst_items(grid: Grid, shared: Floats | None = None, most: int = MOST_ITEMS) -> tuple[WorstItem, ...]:
    """Return the items on which ratings differ most, worst first; none where all agree.

    `shared` says how much two labels agree (labels x labels, 0 to 1) instead of the agreement that the level gives.
    """
    if shared is not None:
        agreed = pairs_agreeing(grid.coded.counts(), shared)
    elif grid.level == "nominal" or grid.categories is not None:
        weights = None if grid.level == "nominal" else "quadratic"
        agreed = pairs_agreeing(grid.coded.counts(), agreement_weights(weights, len(grid.coded.labels)))
    else:
        numbers = grid.numbers()
        spread = np.nanvar(numbers[grid.paired], axis=1)
        agreed = 1 - spread / max(float(spread.max()), 1e-300)
    rows = np.flatnonzero(grid.paired)
    order = [place for place in np.argsort(agreed, kind="stable") if agreed[place] < 1]
    return tuple(_worst(grid, int(rows[place]), float(agreed[place])) for place in order[:most])


def tendencies(grid: Grid, bootstrap: Bootstrap, confidence: float) -> tuple[Tendency, ...]:
    """Return how each person differs from the others on the items they share; empty where columns are not people."""
    if not grid.people:
        return ()
    return tuple(_tendency(grid, place, bootstrap, confidence) for place in range(len(grid.raters)))


def warnings(grid: Grid, found: Sequence[Agreement]) -> tuple[str, ...]:
    """Return what a reader must know before quoting the numbers."""
    notes = [text for text in (_few(grid), _single(grid), _one_label(grid), _unused(grid)) if text]
    agreed = next((a for a in found if a.coefficient == "percent agreement"), None)
    if agreed is not None and is_paradox(agreed.value, found[0].value):
        notes.append(
            f"Raters agree on {agreed.value:.0%}, yet {found[0].coefficient} is {found[0].value:.2f}: one label is far "
            "more common than the others, so chance agreement is high (the prevalence paradox). Read AC1 and the "
            "free-marginal kappa too, and quote all of them."
        )
    if agreed is not None and agreed.value == 1 and not math.isnan(found[0].value):
        notes.append(
            "All ratings agree, so intervals from resampling or a standard error shrink to a point; that does "
            "not mean certainty. Quote the number of items."
        )
    lost = max((agreement.undefined for agreement in found if not agreement.reason), default=0)
    if lost:
        notes.append(f"{lost:,} resamples had one label only and were left out of an interval.")
    return tuple(notes)


def _worst(grid: Grid, row: int, agreement: float) -> WorstItem:
    ratings = tuple(
        (grid.raters[place] if grid.people else "", rating_text(grid.cells[row, place]))
        for place in np.flatnonzero(grid.present[row])
    )
    return WorstItem(grid.items[row], ratings, agreement)


def _tendency(grid: Grid, place: int, bootstrap: Bootstrap, confidence: float) -> Tendency:
    codes = grid.coded.codes
    rated = codes[codes[:, place] >= 0]
    others = np.delete(rated, place, axis=1)
    size = len(grid.coded.labels)
    same = ratio(
        ((others == rated[:, [place]]) & (others >= 0)).sum(axis=1).astype(np.float64),
        (others >= 0).sum(axis=1).astype(np.float64),
    )
    # On a fine scale two people almost never give exactly the same number.
    agreed = float(same.mean()) if same.size and (size <= MOST_LABELS or grid.categories) else math.nan
    name = grid.raters[place]
    if grid.level == "nominal":
        note = _habit(rated[:, place], others, grid.coded.labels, size)
        return Tendency(name, len(rated), agreed, math.nan, math.nan, math.nan, note)
    bias = _bias(grid, place, bootstrap, confidence)
    return Tendency(name, len(rated), agreed, bias.value, bias.low, bias.high, _direction(bias))


def _habit(given: Any, others: Any, labels: tuple[Any, ...], size: int) -> str:
    """Return a note on the label that this person uses more often than the others do for the same items."""
    if not len(given):
        return "no item shared with another rater"
    other_labels = np.eye(size + 1)[others][:, :, :size].sum(axis=1)
    usual = (other_labels / other_labels.sum(axis=1, keepdims=True)).mean(axis=0)
    used = np.bincount(given, minlength=size) / len(given)
    place = int(np.argmax(used - usual))
    if used[place] - usual[place] < CLEAR_SHARE:
        return "uses the labels about as often as the others"
    label = rating_text(labels[place])
    return f"says {label} for {used[place]:.0%} of items, the others for {usual[place]:.0%} of the same items"


def _bias(grid: Grid, place: int, bootstrap: Bootstrap, confidence: float) -> Agreement:
    numbers = grid.numbers()[grid.paired]
    rated = numbers[~np.isnan(numbers[:, place])]
    gaps: Floats = rated[:, place] - np.nanmean(np.delete(rated, place, axis=1), axis=1)
    statistic = mean_statistic("bias", gaps, grid.level)
    return measure(statistic, bootstrap, confidence) if len(gaps) else Agreement("bias", math.nan)


def _direction(bias: Agreement) -> str:
    if math.isnan(bias.value):
        return "no item shared with another rater"
    if bias.low <= 0 <= bias.high:
        return "no clear difference in level"
    side = "higher" if bias.value > 0 else "lower"
    return f"scores {abs(bias.value):.2f} {side} than the others on the same items"


def _few(grid: Grid) -> str:
    items = int(grid.paired.sum())
    if items >= FEW_ITEMS:
        return ""
    return (
        f"Only {items} items can be compared: every interval here is wide, and itself only a rough estimate."
    )


def _single(grid: Grid) -> str:
    lost = int((grid.present.sum(axis=1) == 1).sum())
    return f"{lost:,} items have one rating and say nothing about agreement." if lost else ""


def _one_label(grid: Grid) -> str:
    used = np.unique(grid.coded.codes[grid.coded.codes >= 0])
    if len(used) > 1:
        return ""
    only = rating_text(grid.coded.labels[used[0]])
    return f"Only the label {only} was used, so agreement beyond chance is undefined: these items cannot show how raters differ."


def _unused(grid: Grid) -> str:
    if grid.categories is None or grid.level != "nominal":
        return ""
    used = set(grid.cells[grid.present])
    unused = [rating_text(label) for label in grid.categories if label not in used]
    return f"Never used: {', '.join(unused)}." if unused else ""
