"""Checks for four coefficients of agreement, on published tables, the learner's random ones and undefined cases."""

from __future__ import annotations

from labelwright.checks import Case, Failed, Passed, Work, check, function_gives
from labelwright.quality import Level

from .alpha_mistakes import INTERVAL, MISSING, NOMINAL, ORDINAL
from .diagnoses import CHECK_DIVISOR, COHEN, FLEISS, RARE, UNDEFINED, WEIGHTED
from .vectors import LEVELS, alpha_cases, cohen_cases, fleiss_cases, missing_cases, undefined, weighted_cases

HALF = 0.75
"""From this share of right results on, half the points."""
WHY = (
    "Coefficients define chance in different ways. A number with the wrong name misleads everybody who uses it to "
    "decide."
)
WHY_UNDEFINED = (
    "Data with only one label shows nothing about the raters. Any number for such data would mislead the reader of "
    "a report."
)


def check_undefined(work: Work, name: str) -> Passed:
    """Compare the function's results on inputs for which its coefficient is 0 divided by 0."""
    try:
        return function_gives(work, name, undefined(name), known=UNDEFINED, why=WHY_UNDEFINED)
    except Failed as failed:
        if "ZeroDivisionError" in failed.found:
            failed.advice = CHECK_DIVISOR
        raise


@check("cohen", weight=16)
def cohen_is_right(work: Work) -> Passed:
    """`cohen_kappa` returns Cohen's kappa for published tables and for your random tables."""
    return function_gives(
        work,
        "cohen_kappa",
        cohen_cases(work),
        half=HALF,
        known=[*COHEN, *RARE["cohen_kappa"]],
        why=WHY,
    )


@check("cohen", weight=4, after=cohen_is_right)
def cohen_is_undefined_where_chance_is_perfect(work: Work) -> Passed:
    """`cohen_kappa` returns NaN if both people use only one label, the same one."""
    return check_undefined(work, "cohen_kappa")


@check("weighted", weight=16)
def weighted_is_right(work: Work) -> Passed:
    """`weighted_kappa` returns weighted kappa for linear, quadratic and other weights."""
    return function_gives(
        work,
        "weighted_kappa",
        weighted_cases(work),
        half=HALF,
        known=[*WEIGHTED, *RARE["weighted_kappa"]],
        why=WHY,
    )


@check("weighted", weight=4, after=weighted_is_right)
def weighted_is_undefined_where_nothing_can_differ(work: Work) -> Passed:
    """`weighted_kappa` returns NaN if no disagreement is expected."""
    return check_undefined(work, "weighted_kappa")


@check("fleiss", weight=16)
def fleiss_is_right(work: Work) -> Passed:
    """`fleiss_kappa` returns Fleiss' kappa for published counts and for your random counts."""
    return function_gives(
        work,
        "fleiss_kappa",
        fleiss_cases(work),
        half=HALF,
        known=[*FLEISS, *RARE["fleiss_kappa"]],
        why=WHY,
    )


@check("fleiss", weight=4, after=fleiss_is_right)
def fleiss_is_undefined_for_one_label(work: Work) -> Passed:
    """`fleiss_kappa` returns NaN if all votes are for one label."""
    return check_undefined(work, "fleiss_kappa")


def check_alpha(work: Work, level: Level) -> Passed:
    """Compare the learner's alpha at one level with the reference, on complete tables."""
    known = [*{"nominal": NOMINAL, "interval": INTERVAL, "ordinal": ORDINAL}[level], *RARE[level]]
    return function_gives(work, "krippendorff_alpha", cases_at(work, level), half=HALF, known=known, why=WHY)


def cases_at(work: Work, level: Level) -> list[Case]:
    """Return the complete tables of a level; two checks use them."""
    return work.cached(f"alpha, {level}", lambda: alpha_cases(work, level))


def solved_levels(work: Work) -> list[Level]:
    """Return the levels at which the learner's alpha is right for complete tables."""

    def right(level: Level) -> bool:
        try:
            function_gives(work, "krippendorff_alpha", cases_at(work, level))
        except Failed:
            return False
        return True

    return [level for level in LEVELS if right(level)]


@check("alpha", weight=8)
def alpha_is_right_for_names(work: Work) -> Passed:
    """`krippendorff_alpha` returns nominal alpha for complete tables."""
    return check_alpha(work, "nominal")


@check("alpha", weight=2, after=alpha_is_right_for_names)
def alpha_is_undefined_for_one_value(work: Work) -> Passed:
    """`krippendorff_alpha` returns NaN if all ratings have one value."""
    return check_undefined(work, "krippendorff_alpha")


@check("alpha", weight=10)
def alpha_is_right_for_even_steps(work: Work) -> Passed:
    """`krippendorff_alpha` returns interval alpha for complete tables."""
    return check_alpha(work, "interval")


@check("alpha", weight=15)
def alpha_is_right_for_ranks(work: Work) -> Passed:
    """`krippendorff_alpha` returns ordinal alpha for complete tables."""
    return check_alpha(work, "ordinal")


@check("alpha", weight=5, after=alpha_is_right_for_names)
def alpha_bears_gaps(work: Work) -> Passed:
    """`krippendorff_alpha` drops missing ratings and items with fewer than two ratings, and nothing else."""
    why = (
        "Real tables have gaps. If a gap counts as an answer, it creates agreement or disagreement that does not "
        "exist."
    )
    cases = missing_cases(work, solved_levels(work))
    return function_gives(work, "krippendorff_alpha", cases, half=HALF, known=MISSING, why=why)
