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
    right_choice,
)

from .mistakes import claims_mistake, ends_mistake, gaps_mistake, known_claims, rates_mistake
from .planted import SLICES, audit

REASONS = {
    "the assistant treats it worse": "A raw rate was read as bias: slices with different shares of aggressive messages "
    "are not marked equally often even by an assistant that never errs.",
    "more of it is aggressive": "",
    "it is small": "It is one of the larger slices.",
}
VERDICTS = {
    "biased": "A large gap in a handful of messages: one message more or less would halve it.",
    "not biased": "An interval that holds 0 also holds large gaps. No evidence of a gap is no evidence of none.",
    "cannot tell": "",
    "leave it out": "Then nobody will ever collect more, and the smallest groups stay unaudited for good.",
}
WHY_RATE = "The office asked about harmless messages; a figure about others answers another question."


def truth(work: Work) -> pd.DataFrame:
    """The right audit of the learner's table."""
    return work.cached("audit", lambda: audit(work.sample))


def given(work: Work, *columns: str) -> pd.DataFrame:
    """These columns of the learner's `audit`, in the order of the reference; Failed where they are not there."""
    table = work.table("audit")
    table.index = pd.Index([str(name) for name in table.index])
    absent = [name for name in columns if name not in table]
    missing = [name for name in truth(work).index if name not in table.index]
    if absent or missing or table.index.duplicated().any():
        raise Failed(
            f"`audit` has no column {absent[0]!r}."
            if absent
            else f"`audit` has no line {(missing or ['unique'])[0]!r}.",
            why="The office reads a slice's line by its name.",
            advice="Index: the names in `slices`, each once. Columns: those that the task names.",
        )
    return table.loc[truth(work).index, list(columns)].apply(pd.to_numeric, errors="coerce").astype(float)


def settle_column(work: Work, name: str, tolerance: float, mistake: tuple[str, str], why: str) -> Passed:
    """Passed where the column is right in all slices; otherwise Failed with the worst line."""
    value, right = given(work, name)[name], truth(work)[name]
    good = (value - right).abs() <= tolerance
    if good.all():
        return Passed(f"{SLICES} of {SLICES}")
    worst = (value - right).abs().fillna(np.inf).idxmax()
    raise Failed(
        f"`{name}` is {value[worst]:.4g} for {worst!r}, which is not its value; {int((~good).sum())} slices are not right.",
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
    mistake = ("", "Count the rows of the slice where `aggressive` is False.")
    if np.allclose(value, sizes):
        mistake = ("All messages of the slice were counted, aggressive ones too.", mistake[1])
    return settle_column(work, "n", 0, mistake, WHY_RATE)


@check("rates", weight=2)
def false_alarms_are_right(work: Work) -> Passed:
    """`rate` is the share of a slice's harmless messages that are marked."""
    return settle_column(work, "rate", 1e-6, rates_mistake(work, given(work, "rate")["rate"]), WHY_RATE)


@check("rates", weight=2, after=false_alarms_are_right)
def gaps_are_to_the_rest(work: Work) -> Passed:
    """`gap` is the slice's rate minus the rate of all rows outside it."""
    why = "A slice is part of the average: compared with it, a large slice is compared with itself."
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
        f"The interval of {worst!r} runs from {table['low'][worst]:.3f} to {table['high'][worst]:.3f}; "
        f"{int((off > 0.002).sum())} of {SLICES} are not right.",
        misconception=misconception,
        why="An interval that is too narrow turns luck into a finding.",
        advice=advice,
        measured=f"{int((off <= 0.002).sum())} of {SLICES}",
        expected=f"{SLICES} of {SLICES}",
    )


@check("claims", weight=2)
def claims_hold_after_correction(work: Work) -> Passed:
    """`claims` names the slices whose corrected interval does not hold 0, and no other."""
    right = truth(work)
    clear = list(right.index[right["gap"].abs() > right["wide"]])
    named = list(dict.fromkeys(work.strings("claims")))
    unknown = [one for one in named if one not in right.index]
    if unknown:
        raise Failed(
            f"`claims` names {unknown[0]!r}, which is no slice.",
            why="A claim must be about something that the office can look up.",
            advice="Use the names in the index of `audit`.",
        )
    found = found_items(named, clear)
    if not found.missed and not found.extra:
        return Passed(f"{len(named)} of {SLICES} slices", measures=(gap_measure(work, clear[0]),))
    misconception, advice = claims_mistake(named, known_claims(right, work.sample), clear)
    raise Failed(
        f"`claims` names {len(named)} slices; the corrected interval of {len(found.extra)} of them holds 0"
        + (", and a slice whose interval does not is missing." if found.missed else "."),
        misconception=misconception,
        why="A claim that is gone next month costs more trust than ten true ones earn, and a true one left out hurts people.",
        advice=advice,
        measured=", ".join(named[:3]) or "none",
        expected="the slices whose corrected interval does not hold 0",
    )


@check("claims", after=claims_hold_after_correction)
def the_gap_is_stated(work: Work) -> Passed:
    """`largest_claim` is the gap of the strongest claim, within half a point."""
    right = truth(work)
    clear = right.index[right["gap"].abs() > right["wide"]]
    gap, value = float(right.loc[clear, "gap"].max()), work.number("largest_claim")
    known = [
        Known(100 * gap, "This is in points.", "Give it as it stands in `audit`, as a share."),
        Known(float(right["gap"].max()), "This is the largest gap of all slices, and it is not claimed."),
        Known(float(right.loc[clear, "rate"].max()), "This is the rate inside, not the gap to the rest."),
    ]
    close(
        "largest_claim",
        value,
        gap,
        tolerance=0.005,
        known=known,
        why=WHY_RATE,
        advice="Read it off `audit`.",
        show=".3f",
    )
    return Passed(f"{value:.3f}", "within .005")


@check("reading", weight=2)
def marks_are_not_false_alarms(work: Work) -> Passed:
    """`most_marked` is the slice with the largest share of marks, and `why_marked` says what is behind it."""
    named = work.text("most_marked")
    right = truth(work)
    loud = str(right["marked"].idxmax())
    if named not in right.index:
        raise Failed(
            f"`most_marked` is {named!r}, which is no slice.",
            why="A claim must be about something that the office can look up.",
            advice="Use the names in `slices`.",
        )
    if named != loud:
        raise Failed(
            f"Of {named!r}, {right['marked'][named]:.1%} is marked; another slice has more.",
            misconception="This is the slice with the highest false positive rate; the question is about all messages."
            if named == right["rate"].idxmax() or abs(right["gap"][named]) > right["wide"][named]
            else "",
            why="The plain share of marks is the figure that newspapers print.",
            advice="Take the mean of `marked` over all rows of each slice.",
            measured=f"{right['marked'][named]:.1%}",
            expected="the largest share of the twenty",
        )
    right_choice(
        "why_marked",
        work.text("why_marked"),
        REASONS,
        why="Mending an assistant that is right harms those whom it protects.",
        advice="Compare its `rate` with the others', and its share of aggressive messages with the others'.",
        credit=0.5,
    )
    return Passed(named)


@check("reading")
def the_small_slice_is_left_open(work: Work) -> None:
    """`smallest` says what 14 messages allow to say."""
    right_choice(
        "smallest",
        work.text("smallest"),
        VERDICTS,
        why="Small groups are those that an average protects least.",
        advice="Read both ends of its interval aloud: what would each of them mean?",
    )


def gap_measure(work: Work, name: str) -> Measure:
    """The gap of the claimed slice, with its 95 % interval."""
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
