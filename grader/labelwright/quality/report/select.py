"""Choose the coefficients that fit the data, compute them, and say in one sentence why these and not others."""

from __future__ import annotations

from labelwright.quality.coefficients import by_counts
from labelwright.quality.coefficients.alpha import krippendorff
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.coefficients.two_raters import cohen
from labelwright.quality.report.grid import Grid


def coefficients(grid: Grid, bootstrap: Bootstrap, confidence: float) -> tuple[tuple[Agreement, ...], str]:
    """Return the coefficients for a grid, the one to quote first, with the sentence that says why."""
    if grid.level == "nominal":
        return _nominal(grid, bootstrap, confidence)
    return _ordered(grid, bootstrap, confidence)


def _nominal(grid: Grid, bootstrap: Bootstrap, confidence: float) -> tuple[tuple[Agreement, ...], str]:
    cells, labels = grid.cells, grid.categories
    alpha = krippendorff(cells, bootstrap=bootstrap, confidence=confidence)
    two = len(grid.raters) == 2
    agreed = by_counts.percent(
        cells, categories=labels, bootstrap=None if two else bootstrap, confidence=confidence
    )
    ac1 = by_counts.gwet_ac1(cells, categories=labels, bootstrap=bootstrap, confidence=confidence)
    if two and grid.people:
        first, why = cohen(cells, categories=labels, confidence=confidence), _TWO_PEOPLE
    elif two:
        first = by_counts.scott(cells, categories=labels, bootstrap=bootstrap, confidence=confidence)
        why = _TWO_SLOTS
    elif grid.complete:
        first = by_counts.fleiss(cells, categories=labels, bootstrap=bootstrap, confidence=confidence)
        why = _MANY
    else:
        return (alpha, ac1, agreed), _MISSING
    agreements: tuple[Agreement, ...] = (first, alpha, agreed)
    if by_counts.is_paradox(agreed.value, first.value):
        free = (
            by_counts.pabak(cells, categories=labels, confidence=confidence)
            if two
            else by_counts.randolph(cells, categories=labels, bootstrap=bootstrap, confidence=confidence)
        )
        agreements = (first, ac1, free, alpha, agreed)
    return agreements, why


def _ordered(grid: Grid, bootstrap: Bootstrap, confidence: float) -> tuple[tuple[Agreement, ...], str]:
    cells, labels = grid.cells, grid.categories
    alpha = krippendorff(grid.numbers(), level=grid.level, bootstrap=bootstrap, confidence=confidence)
    if labels is None:
        return (alpha,), _NUMBERS
    two = len(grid.raters) == 2
    agreed = by_counts.percent(
        cells, categories=labels, bootstrap=None if two else bootstrap, confidence=confidence
    )
    if two and grid.people:
        kappas = [
            cohen(cells, weights=weights, categories=labels, confidence=confidence)
            for weights in ("quadratic", "linear")
        ]
        return (*kappas, alpha, agreed), _TWO_ORDERED
    weights = "ordinal" if grid.level == "ordinal" else "quadratic"
    ac2 = by_counts.gwet_ac2(
        cells, weights=weights, categories=labels, bootstrap=bootstrap, confidence=confidence
    )
    return (alpha, ac2, agreed), _MANY_ORDERED


_TWO_PEOPLE = (
    "Two people gave unordered labels, so Cohen's kappa takes chance from each person's own habits; alpha pools them, for "
    "comparison with projects that have more raters, and weighted kappa would need an order."
)
_TWO_SLOTS = (
    "There are two ratings per item but the columns are not known to be people, so chance comes from all labels pooled "
    "(Scott's pi, alpha); Cohen's kappa would need each person's own habits."
)
_MANY = (
    "Every item has the same number of ratings with unordered labels, so Fleiss' kappa fits; it pools the raters, so it "
    "does not matter who gave which rating, and Cohen's kappa is for two people only."
)
_MISSING = (
    "Some ratings are missing, which Krippendorff's alpha and Gwet's AC1 allow; Cohen's kappa and Fleiss' own formula "
    "would need the same ratings for every item."
)
_TWO_ORDERED = (
    "Two people scored on an ordered scale, so weighted kappa counts a near miss as less than a far one (quadratic "
    "weights forgive one step most); plain kappa would count both alike."
)
_MANY_ORDERED = (
    "The labels have an order, so Krippendorff's alpha at that level and Gwet's AC2 with weights count how far apart ratings "
    "are, for any number of raters; plain Fleiss' kappa would count a near miss like a far one."
)
_NUMBERS = (
    "The ratings are numbers on a fine scale, so Krippendorff's alpha uses their distances; kappas and exact agreement "
    "are for scales with few steps."
)
