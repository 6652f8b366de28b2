"""Checks for the audit of the VADER lexicon: the table, the three lists of faults, and the divisor."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd

from labelwright.checks import (
    Failed,
    FoundItems,
    Measure,
    NotAttempted,
    Passed,
    Work,
    check,
    found_items,
    items,
)
from labelwright.quality import wilson

RATERS = [f"r{number}" for number in range(1, 11)]
HALF_A_DIGIT = 0.000006
"""The file prints five decimals. This is half a unit of the last one, and a little more for binary fractions."""

_truth: dict[str, pd.DataFrame] = {}


def lexicon(work: Work) -> pd.DataFrame:
    """Return the whole lexicon, loaded once per process."""
    if "lexicon" not in _truth:
        _truth["lexicon"] = work.dataset("vader-lexicon")
    return _truth["lexicon"]


def raw(work: Work) -> np.ndarray:
    """Return the raw ratings, 7,520 by 10."""
    return lexicon(work)[RATERS].to_numpy(dtype=float)


def all_faults(work: Work) -> Measure:
    """Return how many of the file's 22 faults the work names, over its three lists, with a Wilson interval."""
    hits = total = 0
    for name in ("wrong_means", "wrong_deviations", "repeated_tokens"):
        true = work.solution.strings(name)
        total += len(true)
        # A list that is missing or of the wrong kind has found nothing; its own check says so.
        with suppress(Failed, NotAttempted):
            hits += len(found_items(work.strings(name, lexicon(work)["token"]), true).hits)
    low, high = wilson(hits, total)
    return Measure(
        id="faults",
        name="Known faults found",
        value=hits,
        unit="count",
        n=total,
        n_unit="known faults in 7,520 rows",
        low=round(low * total, 1),
        high=round(high * total, 1),
        method="Wilson interval, 95 %",
        reference="recomputation from the ten raw ratings of all 7,520 tokens",
        ceiling=total,
        ceiling_note="facts, not judgements: every fault can be found",
    )


@check("load", weight=2)
def has_every_row_and_rating(work: Work) -> Passed:
    """`ratings` has 7,520 rows and ten columns."""
    table = work.table("ratings")
    if table.shape == (7520, 10):
        return Passed(measured=f"{table.shape[0]:,} x {table.shape[1]}", expected="7,520 x 10")
    rows, columns = table.shape
    misconception, advice, credit = "", "Count the lines of the file, and compare with your table.", 0.0
    if rows == 7519:
        misconception = "You read the first line as a header, but this file has no header."
        advice = "Pass `header=None` to read_csv."
        credit = 0.5 if columns == 10 else 0.0
    elif columns in (1, 4) and rows == 7520:
        misconception = "The ten ratings are still one text in one column."
        advice = "Turn each text into a list (ast.literal_eval does it safely), then the lists into columns."
    elif rows < 7520:
        misconception = "You lost lines. Tokens such as `fed up` or `( '}{' )` contain spaces and quotes."
        advice = "Split the fields only at tabs. If necessary, turn off quoting and words for missing values."
    raise Failed(
        f"`ratings` has {rows:,} rows and {columns} columns.",
        misconception=misconception,
        why="Nobody notices later that a row is missing, and every count after it is wrong.",
        advice=advice,
        credit=credit,
        measured=f"{rows:,} x {columns}",
        expected="7,520 x 10",
    )


@check("load", after=has_every_row_and_rating)
def holds_the_raw_numbers(work: Work) -> None:
    """The ratings are the numbers of the file, in the order of the file."""
    table = work.table("ratings")
    cells = table.to_numpy(dtype=object)
    texts = [cell for cell in cells.ravel() if isinstance(cell, str)]
    try:
        # numpy turns the text "2" into 2.0 without a word, so texts are looked for first.
        values = None if texts else table.to_numpy(dtype=float)
    except (TypeError, ValueError):
        values = None
    if values is None:
        first = texts[0] if texts else cells[0, 0]
        raise Failed(
            f"{len(texts):,} of {cells.size:,} cells are texts, such as {first!r:.60}."
            if texts
            else f"The first cell is of type {type(first).__name__}: {first!r:.60}.",
            misconception="The ratings are still text." if texts else "",
            why="You cannot compute a mean of texts, and '10' sorts before '9'.",
            advice="Read the list with ast.literal_eval, which also refuses anything that is not plain data. It gives "
            "numbers.",
        )
    wrong = np.flatnonzero(~np.all(values == raw(work), axis=1))
    if wrong.size:
        row = int(wrong[0])
        raise Failed(
            f"{wrong.size:,} rows differ from the file; the first is row {row}, counted from 0: "
            f"{[float(value) for value in values[row]]}.",
            why="If you change the numbers, your audit says nothing about the file.",
            advice="Keep the order of the file. Do not sort, fill or clip the ratings.",
        )


def same_list(tokens: set[str], named: list[str]) -> bool:
    """Return whether two long lists are the same but for a few tokens that binary fractions decide."""
    return bool(tokens) and len(tokens & set(named)) >= 0.97 * len(tokens | set(named))


def known_means(work: Work) -> list[tuple[set[str], str, str]]:
    """Return known wrong lists of means: the tokens, which mistake it is, what to try."""
    printed, table = lexicon(work)["mean"].to_numpy(), raw(work)
    median = np.median(table, axis=1)
    tokens = lexicon(work)["token"].to_numpy()
    known = [
        (
            np.abs(printed - center) > tolerance,
            "You compared the printed mean with the median of the ratings.",
            "Take the mean of the ten ratings.",
        )
        for center in (median, median.round(1))
        for tolerance in (0.0, 1e-9, 1e-6, 1e-4, 0.001, 0.005, 0.01, 0.05, 0.1)
    ]
    known += [
        (
            np.abs(printed - center) > tolerance,
            "You compared numbers with `!=` or with a tolerance that is too small.",
            "Compare with a larger tolerance, such as 0.001.",
        )
        for center in (table.mean(axis=1), table.sum(axis=1) * 0.1, sum(table.T * 0.1))
        for tolerance in (0.0, 1e-16, 2e-16, 1e-15)
    ]
    return [(set(tokens[marks].tolist()), cause, advice) for marks, cause, advice in known]


@check("means")
def finds_the_wrong_mean(work: Work) -> Passed:
    """You find the one token whose printed mean is not the mean of its ratings, and you name no other token."""
    named = work.strings("wrong_means", lexicon(work)["token"])
    found = found_items(named, work.solution.strings("wrong_means"))
    if not found.missed and not found.extra:
        return Passed(measures=(all_faults(work),))
    known = known_means(work)
    misconception, advice = "", "Compute the mean of the ten ratings, and look at the largest difference."
    if not named:
        misconception = "A summary of the differences, such as their mean, hides a single large one."
    elif cause := next((cause for tokens, *cause in known if same_list(tokens, named)), None):
        misconception, advice = cause
    elif not found.missed:
        misconception = "The right token is in your list, but you also name tokens with a right mean."
        advice = "For each token in your list, add up its ten ratings and compare."
    raise Failed(
        f"`wrong_means` names {len(set(named)):,} tokens, and {len(found.extra):,} of them have a right mean"
        + (f": {found.some_extra()}." if found.extra else "."),
        misconception=misconception,
        why="A check of twenty random rows would not find one wrong number in 7,520.",
        advice=advice,
        measured=len(found.hits),
        expected="1 of 1, with no false alarm",
    )


def deviation_mistakes(work: Work) -> list[tuple[set[str], str, str]]:
    """Return known wrong lists of deviations: the tokens, which mistake it is, what to try."""
    printed, table = lexicon(work)["sd"].to_numpy(), raw(work)
    sample = table.std(axis=1, ddof=1)
    population = table.std(axis=1)
    causes = (
        (
            [np.abs(printed - sample) > tolerance for tolerance in _TOLERANCES]
            + [printed != sample.round(digits) for digits in range(1, 7)],
            "Your SD is the sample SD, because pandas' `.std()` divides by n - 1 by default.",
            "Try `ddof=0`, and count how many tokens still differ. The file uses the method that fits nearly all "
            "tokens.",
        ),
        (
            [
                np.abs(printed - population) > tolerance
                for tolerance in (0.0, 1e-9, 1e-8, 1e-7, 1e-6, 2e-6, 4e-6)
            ]
            + [printed != population.round(digits) for digits in (1, 2, 3, 4, 6)],
            "You compared values without rounding with printed values, or you rounded both to another place.",
            "Allow a difference of half the last printed digit: 0.000005, and a little more for binary fractions.",
        ),
    )
    tokens = lexicon(work)["token"].to_numpy()
    return [
        (set(tokens[marks].tolist()), cause, advice) for lists, cause, advice in causes for marks in lists
    ]


_TOLERANCES = (0.0, 1e-9, 1e-6, HALF_A_DIGIT, 1e-5, 1e-4, 0.001, 0.005, 0.01)


@check("deviations")
def finds_the_wrong_deviations(work: Work) -> Passed:
    """You find at least six of the seven tokens with a wrong deviation, and you name at most one other token."""
    named = work.strings("wrong_deviations", lexicon(work)["token"])
    found = found_items(named, work.solution.strings("wrong_deviations"))
    if len(found.hits) >= 6 and len(found.extra) <= 1:
        note = (
            ""
            if not found.missed
            else "One more token is wrong only in the fifth decimal: its value was cut, not rounded."
        )
        return Passed(len(found.hits), "6 or 7 of 7", note)
    misconception, advice = deviation_diagnosis(work, named, found)
    hits = len(found.hits) if len(found.extra) <= 7 else 0
    raise Failed(
        f"`wrong_deviations` names {len(set(named)):,} tokens. {len(found.hits)} of the 7 faults are among them, and "
        f"{len(found.extra):,} of the named tokens are right"
        + (f", such as {found.some_extra(3)}." if found.extra else "."),
        misconception=misconception,
        why="Nobody can use a fault list with gaps or false alarms: somebody has to check every entry again.",
        advice=advice,
        credit=0.1 * min(hits, 5),
        measured=len(found.hits),
        expected="6 or 7 of 7, with at most one false alarm",
    )


def deviation_diagnosis(work: Work, named: list[str], found: FoundItems) -> tuple[str, str]:
    """Return which known mistake the list is: (misconception, advice)."""
    for tokens, misconception, advice in deviation_mistakes(work):
        if same_list(tokens, named):
            return misconception, advice
    gap = pd.Series(np.abs(lexicon(work)["sd"].to_numpy() - raw(work).std(axis=1)), lexicon(work)["token"])
    if named and found.missed and set(gap.nlargest(len(set(named))).index) == set(named):
        return (
            "The tolerance is too large, so you miss small but real differences.",
            "Use a smaller tolerance. Which difference can rounding to five decimals explain?",
        )
    return "", "Print the printed and the recomputed deviation together, sorted by their difference."


finds_every_repeat = items(
    "repeats",
    "repeated_tokens",
    "all fourteen tokens that are in the file more than once, and no other tokens",
    known=lambda work: lexicon(work)["token"],
    why="If a token has two scores, a program takes the one that it reads last. Nobody decided this.",
    advice="Use `duplicated()` only on the tokens. Then take the tokens for which it is True.",
)


@check("convention")
def names_the_divisor(work: Work) -> None:
    """You give the `ddof` that the file uses for nearly all deviations."""
    stated = work.number("file_ddof")
    if stated == 0:
        return
    misconception = ""
    if stated == 1:
        misconception = "`ddof=1` is pandas' default. For this file, it fits only a few tokens."
    raise Failed(
        f"`file_ddof` is {stated:g}.",
        misconception=misconception,
        why="With different divisors, two people report different deviations for the same ratings.",
        advice="For ddof 0 and for ddof 1, count how many of the 7,520 printed deviations agree.",
        measured=stated,
        expected="the divisor that fits nearly every row",
    )
