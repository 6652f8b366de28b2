"""Checks for four coefficients of agreement, on published tables, the learner's random ones and undefined cases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from labelwright.checks import Case, Check, Failed, KnownWay, Passed, Work, check, function, function_gives
from labelwright.quality import Level

from .vectors import (
    COHEN_NOTES,
    FLEISS_NOTES,
    LEVELS,
    UNDEFINED,
    UNDEFINED_NOTES,
    WEIGHTED_NOTES,
    alpha_inputs,
    alpha_notes,
    cohen_inputs,
    fleiss_inputs,
    tables_with_gaps,
    weighted_inputs,
)

ALPHA = "krippendorff_alpha"
HALF = 0.75
"""From this share of right results on, half the points."""
WHY = (
    "Coefficients define chance in different ways. A number with the wrong name misleads everybody who uses it to "
    "decide."
)


def undefined(task: str, name: str, what: str, after: Check, weight: float = 4) -> Check:
    """Declare that the function gives NaN where its coefficient is 0 divided by 0, and only there."""
    return function(
        task,
        name,
        what,
        inputs=UNDEFINED[name],
        notes=UNDEFINED_NOTES[name],
        weight=weight,
        after=after,
        why="Data with only one label shows nothing about the raters. Any number for such data would mislead the "
        "reader of a report.",
    )


cohen_is_right = function(
    "cohen",
    "cohen_kappa",
    "returns Cohen's kappa for published tables and for your random tables",
    inputs=cohen_inputs,
    notes=COHEN_NOTES,
    half=HALF,
    weight=16,
    why=WHY,
)
cohen_is_undefined_where_chance_is_perfect = undefined(
    "cohen", "cohen_kappa", "returns NaN if both people use only one label, the same one", cohen_is_right
)
weighted_is_right = function(
    "weighted",
    "weighted_kappa",
    "returns weighted kappa for linear, quadratic and other weights",
    inputs=weighted_inputs,
    notes=WEIGHTED_NOTES,
    half=HALF,
    weight=16,
    why=WHY,
)
weighted_is_undefined_where_nothing_can_differ = undefined(
    "weighted", "weighted_kappa", "returns NaN if no disagreement is expected", weighted_is_right
)
fleiss_is_right = function(
    "fleiss",
    "fleiss_kappa",
    "returns Fleiss' kappa for published counts and for your random counts",
    inputs=fleiss_inputs,
    notes=FLEISS_NOTES,
    half=HALF,
    weight=16,
    why=WHY,
)
fleiss_is_undefined_for_one_label = undefined(
    "fleiss", "fleiss_kappa", "returns NaN if all votes are for one label", fleiss_is_right
)


def alpha_is_right(level: Level, weight: float) -> Check:
    """Declare that alpha is right at one level, on complete tables."""
    return function(
        "alpha",
        ALPHA,
        f"returns {level} alpha for complete tables",
        inputs=lambda work: complete_tables(work, level),
        notes=alpha_notes(level),
        half=HALF,
        weight=weight,
        why=WHY,
    )


def complete_tables(work: Work, level: Level) -> list[tuple[Any, ...]]:
    """Return the complete tables of a level; two checks use them."""
    return work.cached(f"alpha, {level}", lambda: alpha_inputs(work, level))


alpha_is_right_for_names = alpha_is_right("nominal", weight=8)
alpha_is_undefined_for_one_value = undefined(
    "alpha", ALPHA, "returns NaN if all ratings have one value", alpha_is_right_for_names, weight=2
)
alpha_is_right_for_even_steps = alpha_is_right("interval", weight=10)
alpha_is_right_for_ranks = alpha_is_right("ordinal", weight=15)


def solved_levels(work: Work) -> list[Level]:
    """Return the levels at which the learner's alpha is right for complete tables."""

    def right(level: Level) -> bool:
        cases = [Case(table, work.solution.call(ALPHA, *table)) for table in complete_tables(work, level)]
        try:
            function_gives(work, ALPHA, cases)
        except Failed:
            return False
        return True

    return [level for level in LEVELS if right(level)]


@check("alpha", weight=5, after=alpha_is_right_for_names)
def alpha_bears_gaps(work: Work) -> Passed:
    """`krippendorff_alpha` drops missing ratings and items with fewer than two ratings, and nothing else."""
    # A level that the learner has not solved is left out, so that the others can still be right.
    cases = [
        Case((table, level), work.solution.call(ALPHA, table, level), note)
        for level in solved_levels(work)
        for table, note in tables_with_gaps(work, level)
    ]
    why = (
        "Real tables have gaps. If a gap counts as an answer, it creates agreement or disagreement that does not "
        "exist."
    )
    return function_gives(work, ALPHA, cases, half=HALF, known=gap_ways(work, cases), why=why)


def gap_ways(work: Work, cases: list[Case]) -> Iterator[KnownWay]:
    """Yield each mistake of mistakes.py, made at all levels, and then each one made at one level only."""
    right = {str(case.arguments): case.result for case in cases}

    def at(only: Level, wrong: Work, rows: list[list[Any]], level: Level) -> Any:
        return wrong.call(ALPHA, rows, level) if level == only else right[str((rows, level))]

    for one, wrong in work.solution.mistakes(ALPHA):
        yield KnownWay(partial(wrong.call, ALPHA), one.sentence, one.advice)
    for only in LEVELS:
        for one, wrong in work.solution.mistakes(ALPHA):
            said = f'{one.sentence} This happens at the level "{only}" only.'
            yield KnownWay(partial(at, only, wrong), said, one.advice)
