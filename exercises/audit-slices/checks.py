"""Checks for an audit of twenty slices; every reference is computed from the learner's own simulated table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import (
    Failed,
    Known,
    Measure,
    Passed,
    Work,
    check,
    close,
    found_items,
    refuse_rounded,
    right_choice,
)

from .diagnoses import claims_mistake, ends_mistake, gaps_mistake, known_claims, rates_mistake
from .planted import SLICES, audit

REASONS = {
    "the assistant treats it worse": "You read a raw share as bias. If slices have different shares of aggressive messages, even a perfect "
    "assistant marks them with different frequency.",
    "more of it is aggressive": "",
    "it is small": "It is one of the larger slices.",
}
VERDICTS = {
    "biased": "This is a large gap in very few messages. One message more or less would cut it in half.",
    "not biased": "The interval contains 0, but it also contains large gaps. So you cannot say that the gap is 0.",
    "cannot tell": "",
    "leave it out": "Then nobody will collect more messages, and nobody ever checks the smallest groups.",
}
WHY_RATE = "The office asked about harmless messages. A number about other messages answers another question."


def truth(work: Work) -> pd.DataFrame:
    """Return the right audit of the learner's table."""
    return work.cached("audit", lambda: audit(work.sample))


def given(work: Work, *columns: str) -> pd.DataFrame:
    """These columns of the learner's `audit`, in the order of the reference; raise Failed if they are not there."""
    table = work.table_by("audit", list(truth(work).index))
    absent = [name for name in columns if name not in table]
    missing = [name for name in truth(work).index if name not in table.index]
    if absent or missing or table.index.duplicated().any():
        raise Failed(
            f"`audit` has no column {absent[0]!r}."
            if absent
            else f"`audit` has no line {(missing or ['unique'])[0]!r}.",
            why="The office finds a slice by its name.",
            advice="Use the names in `slices` as the index, each once, and the columns that the task names.",
        )
    return table.loc[truth(work).index, list(columns)].apply(pd.to_numeric, errors="coerce").astype(float)


def settle_column(work: Work, name: str, tolerance: float, mistake: tuple[str, str], why: str) -> Passed:
    """Return Passed if the column is right in all slices; otherwise raise Failed with the worst line."""
    value, right = given(work, name)[name], truth(work)[name]
    good = (value - right).abs() <= tolerance
    if good.all():
        return Passed(f"{SLICES} of {SLICES}")
    refuse_rounded(name, zip(value, right, strict=True), tolerance)
    worst = (value - right).abs().fillna(np.inf).idxmax()
    raise Failed(
        f"`{name}` is {value[worst]:.4g} for {worst!r}, which is wrong. {int((~good).sum())} slices are wrong.",
        misconception=mistake[0],
        why=why,
        advice=mistake[1],
        credit=0.5 * float(good.mean()) if good.mean() >= 0.5 else 0.0,
        measured=f"{int(good.sum())} of {SLICES}",
        expected=f"{SLICES} of {SLICES}",
    )


@check("rates")
def harmless_messages_are_counted(work: Work) -> Passed:
    """`n` is the number of harmless messages of each slice."""
    value, sizes = given(work, "n")["n"], truth(work)["size"]
    mistake = ("", "Count the rows of the slice in which `aggressive` is False.")
    if np.allclose(value, sizes):
        mistake = ("You counted all messages of the slice, including aggressive ones.", mistake[1])
    return settle_column(work, "n", 0, mistake, WHY_RATE)


@check("rates", weight=2)
def false_alarms_are_right(work: Work) -> Passed:
    """`rate` is the share of a slice's harmless messages that are marked, not rounded."""
    return settle_column(work, "rate", 1e-6, rates_mistake(work, given(work, "rate")["rate"]), WHY_RATE)


@check("rates", weight=2, after=false_alarms_are_right)
def gaps_are_to_the_rest(work: Work) -> Passed:
    """`gap` is the slice's rate minus the rate of all rows outside it, not rounded."""
    why = (
        "A slice is part of the average. If you compare with the average, you compare a large slice partly with "
        "itself."
    )
    return settle_column(work, "gap", 1e-6, gaps_mistake(work, given(work, "gap")["gap"]), why)


@check("intervals", after=gaps_are_to_the_rest)
def ends_are_right(work: Work) -> Passed:
    """`low` and `high` are the ends of the 95 % interval of each gap, within .002."""
    table, right = given(work, "low", "high"), truth(work)
    low, high = right["gap"] - right["narrow"], right["gap"] + right["narrow"]
    off = np.maximum((table["low"] - low).abs(), (table["high"] - high).abs()).fillna(np.inf)
    if off.max() <= 0.002:
        return Passed(f"{SLICES} of {SLICES}")
    worst = off.idxmax()
    misconception, advice = ends_mistake(right, table)
    raise Failed(
        f"The interval of {worst!r} goes from {table['low'][worst]:.3f} to {table['high'][worst]:.3f}, which is "
        f"wrong. {int((off > 0.002).sum())} of {SLICES} intervals are wrong.",
        misconception=misconception,
        why="An interval that is too narrow makes luck look like a finding.",
        advice=advice,
        measured=f"{int((off <= 0.002).sum())} of {SLICES}",
        expected=f"{SLICES} of {SLICES}",
    )


@check("claims", weight=2)
def claims_hold_after_correction(work: Work) -> Passed:
    """`claims` names the slices whose corrected interval does not contain 0, and no other slices."""
    right = truth(work)
    clear = list(right.index[right["gap"].abs() > right["wide"]])
    named = list(dict.fromkeys(work.strings("claims", right.index)))
    unknown = [one for one in named if one not in right.index]
    if unknown:
        raise Failed(
            f"`claims` names {unknown[0]!r}, which is not a slice.",
            why="The office must be able to find the slice.",
            advice="Use the names in the index of `audit`.",
        )
    found = found_items(named, clear)
    if not found.missed and not found.extra:
        return Passed(f"{len(named)} of {SLICES} slices", measures=(gap_measure(work, clear[0]),))
    misconception, advice = claims_mistake(named, known_claims(right, work.sample), clear, right)
    raise Failed(
        f"`claims` names {len(named)} slices. The corrected interval of {len(found.extra)} of them contains 0"
        + (", and a slice whose interval does not contain 0 is missing." if found.missed else "."),
        misconception=misconception,
        why="If a claim is gone next month, people lose trust. If you leave out a true claim, people are hurt.",
        advice=advice,
        measured=", ".join(named[:3]) or "none",
        expected="the slices whose corrected interval does not contain 0",
    )


@check("claims", after=claims_hold_after_correction)
def the_gap_is_stated(work: Work) -> Passed:
    """`largest_claim` is the gap of the strongest claim, within half a percentage point."""
    right = truth(work)
    clear = right.index[right["gap"].abs() > right["wide"]]
    gap, value = float(right.loc[clear, "gap"].max()), work.number("largest_claim")
    known = [
        Known(100 * gap, "This is in percentage points.", "Give it as a share, as in `audit`."),
        Known(
            float(right["gap"].max()),
            "This is the largest gap of all slices, but you cannot claim this slice.",
        ),
        Known(
            float(right.loc[clear, "rate"].max()),
            "This is the rate inside the slice, not the gap to the rest.",
        ),
    ]
    close(
        "largest_claim",
        value,
        gap,
        tolerance=0.005,
        known=known,
        why=WHY_RATE,
        advice="Take the value from the column `gap` of `audit`.",
        show=".3f",
    )
    return Passed(f"{value:.3f}", "within .005")


@check("reading", weight=2)
def marks_are_not_false_alarms(work: Work) -> Passed:
    """`most_marked` is the slice with the largest share of marks, and `why_marked` is the reason for it."""
    named = work.text("most_marked")
    right = truth(work)
    loud = str(right["marked"].idxmax())
    if named not in right.index:
        raise Failed(
            f"`most_marked` is {named!r}, which is not a slice.",
            why="The office must be able to find the slice.",
            advice="Use the names in `slices`.",
        )
    if named != loud:
        raise Failed(
            f"{right['marked'][named]:.1%} of {named!r} is marked, but another slice has a larger share.",
            misconception="This is the slice with the highest false positive rate, but the question is about all messages."
            if named == right["rate"].idxmax() or abs(right["gap"][named]) > right["wide"][named]
            else "",
            why="The plain share of marks is the number that newspapers print.",
            advice="Take the mean of `marked` over all rows of each slice.",
            measured=f"{right['marked'][named]:.1%}",
            expected="the largest share of the twenty",
        )
    right_choice(
        "why_marked",
        work.text("why_marked"),
        REASONS,
        why="If you change an assistant that is right, you harm the people whom it protects.",
        advice="Compare its `rate` and its share of aggressive messages with those of the other slices.",
        credit=0.5,
    )
    return Passed(named)


@check("reading")
def the_small_slice_is_left_open(work: Work) -> None:
    """`smallest` is what you can really say from 14 messages."""
    right_choice(
        "smallest",
        work.text("smallest"),
        VERDICTS,
        why="An average protects small groups least.",
        advice="Look at both ends of its interval. What would each end mean?",
    )


def gap_measure(work: Work, name: str) -> Measure:
    """Return the gap of the claimed slice, with its 95 % interval."""
    line = truth(work).loc[name]
    low, high = line["gap"] - line["narrow"], line["gap"] + line["narrow"]
    return Measure(
        id="claimed-gap",
        name="Gap in the false positive rate of the claimed slice",
        value=round(100 * float(line["gap"]), 1),
        unit="%",
        n=int(line["n"]),
        n_unit="harmless simulated messages inside the slice",
        low=round(100 * float(low), 1),
        high=round(100 * float(high), 1),
        method="normal interval of a difference, 95 %; claimed after Bonferroni's correction for 20 slices",
        reference="a gap planted in simulated messages; no finding about real people",
    )
