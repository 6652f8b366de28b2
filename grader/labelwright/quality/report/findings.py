"""What a table of ratings shows besides its coefficients: the worst items, how each person differs, and warnings."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from labelwright.quality.coefficients.by_counts import is_paradox, pairs_agreeing
from labelwright.quality.coefficients.coding import Floats, agreement_weights
from labelwright.quality.coefficients.resample import Statistic, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.confusion import Confusion, coincidence_table, confusion_table
from labelwright.quality.report.grid import Grid
from labelwright.quality.report.model import Tendency, WorstItem, in_words

MOST_ITEMS = 8
MOST_LABELS = 25
FEW_ITEMS = 30
CLEAR_SHARE = 0.1
"""A label used this much more than the others use it, as a share of items, is worth a word."""


def confusion_of(grid: Grid) -> Confusion | None:
    """Return the cross-table of two people, else the coincidences of all ratings; None for a fine scale."""
    labels = grid.categories or grid.coded.labels
    if len(labels) > MOST_LABELS:
        return None
    if len(grid.raters) == 2 and grid.people:
        first, second = (list(column) for column in grid.cells.T)
        rows, columns = grid.raters
        return confusion_table(first, second, categories=labels, rows=rows, columns=columns)
    return coincidence_table(grid.cells, categories=labels)


def worst_items(grid: Grid, shared: Floats | None = None, most: int = MOST_ITEMS) -> tuple[WorstItem, ...]:
    """Return the items on which ratings lie furthest apart, worst first; none where all agree.

    `shared` says how much two labels agree (labels x labels, 0 to 1) in place of what the level says.
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
    """Return how each person differs from the others on the items they share; empty where columns are no people."""
    if not grid.people:
        return ()
    return tuple(_tendency(grid, place, bootstrap, confidence) for place in range(len(grid.raters)))


def warnings(grid: Grid, found: Sequence[Agreement]) -> tuple[str, ...]:
    """Return what a reader must know before quoting the numbers."""
    told = [text for text in (_few(grid), _single(grid), _one_label(grid), _unused(grid)) if text]
    agreed = next((one for one in found if one.coefficient == "percent agreement"), None)
    if agreed is not None and is_paradox(agreed.value, found[0].value):
        told.append(
            f"Raters agree on {agreed.value:.0%}, yet {found[0].coefficient} is {found[0].value:.2f}: one label is far "
            "more common than the others, so chance agreement is put high (the prevalence paradox). Read AC1 and the "
            "free-marginal kappa beside it, and quote all of them."
        )
    if agreed is not None and agreed.value == 1 and not math.isnan(found[0].value):
        told.append(
            "All ratings agree, so intervals from resampling or a standard error shrink to a point; that is not "
            "certainty. Quote the number of items."
        )
    lost = max((one.undefined for one in found if not one.reason), default=0)
    if lost:
        told.append(f"{lost:,} resamples had one label only and were left out of an interval.")
    return tuple(told)


def _worst(grid: Grid, row: int, agreement: float) -> WorstItem:
    ratings = tuple(
        (grid.raters[place] if grid.people else "", in_words(grid.cells[row, place]))
        for place in np.flatnonzero(grid.there[row])
    )
    return WorstItem(grid.items[row], ratings, agreement)


def _tendency(grid: Grid, place: int, bootstrap: Bootstrap, confidence: float) -> Tendency:
    codes = grid.coded.codes
    mine = codes[codes[:, place] >= 0]
    others = np.delete(mine, place, axis=1)
    size = len(grid.coded.labels)
    same = ratio(
        ((others == mine[:, [place]]) & (others >= 0)).sum(axis=1).astype(np.float64),
        (others >= 0).sum(axis=1).astype(np.float64),
    )
    # On a fine scale two people hardly ever give the very same number.
    agreed = float(same.mean()) if same.size and (size <= MOST_LABELS or grid.categories) else math.nan
    name = grid.raters[place]
    if grid.level == "nominal":
        note = _habit(mine[:, place], others, grid.coded.labels, size)
        return Tendency(name, len(mine), agreed, math.nan, math.nan, math.nan, note)
    bias = _bias(grid, place, bootstrap, confidence)
    return Tendency(name, len(mine), agreed, bias.value, bias.low, bias.high, _direction(bias))


def _habit(mine: Any, others: Any, labels: tuple[Any, ...], size: int) -> str:
    """Put into words which label this person uses most beyond what the others use it for the same items."""
    if not len(mine):
        return "no item shared with another rater"
    theirs = np.eye(size + 1)[others][:, :, :size].sum(axis=1)
    usual = (theirs / theirs.sum(axis=1, keepdims=True)).mean(axis=0)
    own = np.bincount(mine, minlength=size) / len(mine)
    place = int(np.argmax(own - usual))
    if own[place] - usual[place] < CLEAR_SHARE:
        return "uses the labels about as often as the others"
    label = in_words(labels[place])
    return f"says {label} for {own[place]:.0%} of items, the others for {usual[place]:.0%} of the same items"


def _bias(grid: Grid, place: int, bootstrap: Bootstrap, confidence: float) -> Agreement:
    numbers = grid.numbers()[grid.paired]
    mine = numbers[~np.isnan(numbers[:, place])]
    gaps: Floats = mine[:, place] - np.nanmean(np.delete(mine, place, axis=1), axis=1)
    statistic = Statistic(
        "bias", lambda times: ratio(times @ gaps, times.sum(axis=1)), len(gaps), 1, grid.level
    )
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
    return f"Only {items} items can be compared: every interval here is wide, and one from so few items is rough itself."


def _single(grid: Grid) -> str:
    lost = int((grid.there.sum(axis=1) == 1).sum())
    return f"{lost:,} items have one rating and say nothing about agreement." if lost else ""


def _one_label(grid: Grid) -> str:
    used = np.unique(grid.coded.codes[grid.coded.codes >= 0])
    if len(used) > 1:
        return ""
    only = in_words(grid.coded.labels[used[0]])
    return f"Only the label {only} was used, so agreement beyond chance is undefined: these items cannot tell raters apart."


def _unused(grid: Grid) -> str:
    if grid.categories is None or grid.level != "nominal":
        return ""
    used = set(grid.cells[grid.there])
    unused = [in_words(label) for label in grid.categories if label not in used]
    return f"Never used: {', '.join(unused)}." if unused else ""
