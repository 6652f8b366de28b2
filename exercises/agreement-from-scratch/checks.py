"""Checks for four coefficients of agreement, on published tables, the learner's random ones and undefined cases."""

from __future__ import annotations

from labelwright.checks import Passed, Work, check, function_gives
from labelwright.quality import Level

from .mistakes import COHEN, FLEISS, INTERVAL, MISSING, NOMINAL, ORDINAL, UNDEFINED, WEIGHTED
from .vectors import alpha_cases, cohen_cases, fleiss_cases, missing_cases, undefined, weighted_cases

HALF = 0.75
"""Half the points from this share of right inputs on."""
WHY = "Coefficients differ in what they call chance; under the wrong name the figure misleads everybody who decides by it."
WHY_UNDEFINED = "Data with one label shows nothing about the raters; a 1 printed for it passes as the best result of the report."


def check_undefined(work: Work, name: str) -> Passed:
    """Hold the function against inputs on which its coefficient is 0 divided by 0."""
    return function_gives(work, name, undefined(name), known=UNDEFINED, why=WHY_UNDEFINED)


@check("cohen", weight=16)
def cohen_is_right(work: Work) -> Passed:
    """`cohen_kappa` gives Cohen's kappa of published tables and of tables drawn for you."""
    return function_gives(work, "cohen_kappa", cohen_cases(work), half=HALF, known=COHEN, why=WHY)


@check("cohen", weight=4, after=cohen_is_right)
def cohen_is_undefined_where_chance_is_perfect(work: Work) -> Passed:
    """`cohen_kappa` gives NaN where both people use one and the same label only."""
    return check_undefined(work, "cohen_kappa")


@check("weighted", weight=16)
def weighted_is_right(work: Work) -> Passed:
    """`weighted_kappa` gives weighted kappa for linear, quadratic and other weights."""
    return function_gives(work, "weighted_kappa", weighted_cases(work), half=HALF, known=WEIGHTED, why=WHY)


@check("weighted", weight=4, after=weighted_is_right)
def weighted_is_undefined_where_nothing_can_differ(work: Work) -> Passed:
    """`weighted_kappa` gives NaN where no disagreement is expected."""
    return check_undefined(work, "weighted_kappa")


@check("fleiss", weight=16)
def fleiss_is_right(work: Work) -> Passed:
    """`fleiss_kappa` gives Fleiss' kappa of published counts and of counts drawn for you."""
    return function_gives(work, "fleiss_kappa", fleiss_cases(work), half=HALF, known=FLEISS, why=WHY)


@check("fleiss", weight=4, after=fleiss_is_right)
def fleiss_is_undefined_for_one_label(work: Work) -> Passed:
    """`fleiss_kappa` gives NaN where all votes are for one label."""
    return check_undefined(work, "fleiss_kappa")


def check_alpha(work: Work, level: Level) -> Passed:
    """Hold the learner's alpha at one level against the reference, on complete tables."""
    known = {"nominal": NOMINAL, "interval": INTERVAL, "ordinal": ORDINAL}[level]
    return function_gives(
        work, "krippendorff_alpha", alpha_cases(work, level), half=HALF, known=known, why=WHY
    )


@check("alpha", weight=8)
def alpha_is_right_for_names(work: Work) -> Passed:
    """`krippendorff_alpha` gives nominal alpha of complete tables."""
    return check_alpha(work, "nominal")


@check("alpha", weight=2, after=alpha_is_right_for_names)
def alpha_is_undefined_for_one_value(work: Work) -> Passed:
    """`krippendorff_alpha` gives NaN where all ratings have one value."""
    return check_undefined(work, "krippendorff_alpha")


@check("alpha", weight=10)
def alpha_is_right_for_even_steps(work: Work) -> Passed:
    """`krippendorff_alpha` gives interval alpha of complete tables."""
    return check_alpha(work, "interval")


@check("alpha", weight=15)
def alpha_is_right_for_ranks(work: Work) -> Passed:
    """`krippendorff_alpha` gives ordinal alpha of complete tables."""
    return check_alpha(work, "ordinal")


@check("alpha", weight=5, after=alpha_is_right_for_names)
def alpha_bears_gaps(work: Work) -> Passed:
    """`krippendorff_alpha` drops missing ratings, and items with fewer than two, and nothing else."""
    why = "Real tables have gaps, and a gap that counts as an answer invents agreement or disagreement."
    return function_gives(work, "krippendorff_alpha", missing_cases(work), half=HALF, known=MISSING, why=why)
