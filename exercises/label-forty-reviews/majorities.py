"""The column `crowd`: how it is read, and what learners take for the majority's label."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from labelwright.checks import Failed, Work
from labelwright.checks.compare import count_noun
from labelwright.checks.kinds import shown
from labelwright.exchange.plain_data import is_missing

from .crowd import LABELS, majority, ratings, votes

Allowed = dict[str, set[str | None]]
"""For each sentence, the labels that a way of counting can give."""
_NAMES = 'Use the names "negative", "neutral" and "positive", in small letters, and None for a tie.'


def stated_majority(work: Work) -> dict[str, str | None]:
    """Return `crowd` as a label or None by id; raise Failed if it has values that are not labels."""
    form, example = "a Series with the forty ids as its index", "or a dict from id to label"
    column = work.mapping("crowd", majority(work), wanted=form, example=example)
    given = {str(one): None if is_missing(value) else value for one, value in column.items()}
    strange = {
        shown(value): value
        for value in given.values()
        if value is not None and not (isinstance(value, str) and value in LABELS)
    }
    if not strange:
        return given
    renamed = _only_renamed(given, majority(work))
    raise Failed(
        f"`crowd` has values that are not labels: {', '.join(f'`{text}`' for text in list(strange)[:3])}.",
        misconception="The counting is right. Only the names differ." if renamed else "",
        why="Two columns can be compared only if they use the same names.",
        advice=_NAMES,
        credit=0.8 if renamed else 0.0,
        measured=count_noun(len(strange), "other value"),
        expected="three labels and None",
    )


def _only_renamed(given: dict[str, Any], truth: dict[str, str | None]) -> bool:
    """Return whether each value stands for one label and each label for one value; a tie may have a value of its own."""
    if set(truth) - set(given):
        return False
    pairs = {(shown(given[one]), label) for one, label in truth.items()}
    return len(pairs) == len({value for value, _ in pairs}) == len({label for _, label in pairs})


def sign(values: pd.Series[float]) -> pd.Series[str]:
    """Return the label that a number's sign stands for."""
    return values.map(lambda value: LABELS[1 + int(np.sign(value))])


def taken_for_majority(work: Work, given: dict[str, str | None]) -> str:
    """Return what was taken for the majority, where it gives all labels of `given`; empty if it is not known.

    If several ways of counting give these labels, all are told, because each of them can be true.
    """
    known = {**_numbers(work), **_counts(work)}
    fit = [text for text, allowed in known.items() if all(given.get(one) in allowed[one] for one in allowed)]
    return " Or: ".join(fit)


def _numbers(work: Work) -> dict[str, Allowed]:
    """Ways of counting that look at the size of the ratings."""
    rated = ratings(work)
    mean = rated.mean(axis=1)
    found: dict[str, pd.Series[str]] = {
        "This is the sign of the mean. One rater with -4 then outvotes three raters with +1, and almost nothing is "
        "neutral.": sign(mean),
        "This is the sign of the rounded mean. That is not a vote, because strong ratings count more than mild "
        "ones.": sign(mean.round()),
        "This is the sign of the median. If the raters are split, the median is between two labels.": sign(
            rated.median(axis=1)
        ),
    }
    modes: Allowed = {}
    for one, row in rated.iterrows():
        frequent = row.mode()
        modes[str(one)] = {*sign(frequent), *([None] if len(frequent) > 1 else [])}
    most_frequent = "This is the sign of the most frequent number. The ratings 1, 2 and 3 are three different numbers, but one label."
    exact: dict[str, Allowed] = {
        text: {str(one): {label} for one, label in labels.items()} for text, labels in found.items()
    }
    return {**exact, most_frequent: modes}


def _counts(work: Work) -> dict[str, Allowed]:
    """Ways of counting that look at the signs, but not at the lead alone."""
    truth, counted = majority(work), votes(work)
    rows = {str(one): dict(zip(LABELS, map(int, row), strict=True)) for one, row in counted.iterrows()}
    other: dict[str | None, str] = {"negative": "positive", "positive": "negative"}
    return {
        "In a tie you took the first of the labels, as `idxmax`, `mode()[0]` and `Counter.most_common` do.": {
            one: _leading(row) for one, row in rows.items()
        },
        "In a tie you wrote neutral. The guideline's tie rule is for a sentence, not for a count of raters.": {
            one: {truth[one] or "neutral"} for one in rows
        },
        "You asked for more than half of the raters. The label with the most raters leads, even with fewer than half.": {
            one: _above_half(row) for one, row in rows.items()
        },
        "You counted the zeros as positive.": {
            one: _merged(row, "positive", "negative") for one, row in rows.items()
        },
        "You counted the zeros as negative.": {
            one: _merged(row, "negative", "positive") for one, row in rows.items()
        },
        "You left out the zeros. They are votes for neutral.": {
            one: _leading({**row, "neutral": -1}, tied={None, "neutral"}) for one, row in rows.items()
        },
        "Negative and positive are exchanged.": {one: {other.get(truth[one], truth[one])} for one in rows},
    }


def _leading(row: dict[str, int], tied: set[str | None] | None = None) -> set[str | None]:
    """Return the labels with the highest count, and `tied` if there are several."""
    leading: set[str | None] = {label for label, count in row.items() if count == max(row.values())}
    return leading | (tied or set()) if len(leading) > 1 else leading


def _above_half(row: dict[str, int]) -> set[str | None]:
    """Return the label of more than half; None, or neutral in its place, if there is none; at exactly half, each of these."""
    most, half = max(row.values()), sum(row.values()) / 2
    return _leading(row) if most > half else {None, "neutral", *(_leading(row) if most == half else ())}


def _merged(row: dict[str, int], into: str, against: str) -> set[str | None]:
    """Return the label that leads if the zeros count as `into`."""
    return _leading({into: row[into] + row["neutral"], against: row[against]}, tied={None, "neutral"})
