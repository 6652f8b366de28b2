"""Mistakes in an audit of slices, recognised by computing them on the learner's own table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import Work

from .planted import audit, masks

Columns = pd.Series


def rates_mistake(work: Work, value: Columns) -> tuple[str, str]:
    """What was taken for the false positive rate: (misconception, advice)."""
    rows = work.sample
    marked, aggressive = rows["marked"].to_numpy(), rows["aggressive"].to_numpy()
    inside = masks(rows).values()
    harmless = "Keep only the rows where `aggressive` is False, then take the mean of `marked`."
    known = {
        "This is the share of all messages that are marked. Aggressive ones are in it, and slices have different shares "
        "of them.": [marked[rows_].mean() for rows_ in inside],
        "This is the share of the *marked* messages that are harmless: the line below the fraction is another one.": [
            (~aggressive)[rows_ & marked].mean() if (rows_ & marked).any() else np.nan for rows_ in inside
        ],
        "This is the share of aggressive messages that are marked, the true positive rate.": [
            marked[rows_ & aggressive].mean() for rows_ in inside
        ],
        "This is the share of messages that are harmless and marked, of all messages.": [
            (marked & ~aggressive)[rows_].mean() for rows_ in inside
        ],
        "This is the share of all errors; messages that should have been marked are among them.": [
            (marked != aggressive)[rows_].mean() for rows_ in inside
        ],
    }
    return next((text for text, other in known.items() if np.allclose(value, other, atol=1e-6)), ""), harmless


def gaps_mistake(work: Work, value: Columns) -> tuple[str, str]:
    """What a gap was taken to: (misconception, advice)."""
    right, rows = audit(work.sample), work.sample
    overall = float(rows.loc[~rows["aggressive"], "marked"].mean())
    advice = "The second rate is that of the harmless rows where the slice's mask is False."
    if np.allclose(value, right["rate"] - overall, atol=1e-6):
        return "This is the gap to the average of all rows, in which the slice itself is contained.", advice
    if np.allclose(value, -right["gap"], atol=1e-6):
        return (
            "The sign is the wrong way round: a gap above 0 means more false alarms inside.",
            "Inside minus outside.",
        )
    if np.allclose(value, right["rate"] - right["rate"].min(), atol=1e-6):
        return "This is the gap to the slice with the lowest rate, which is the luckiest one.", advice
    return "", advice


def ends_mistake(right: pd.DataFrame, value: pd.DataFrame) -> tuple[str, str]:
    """Which known mistake the ends of the intervals are: (misconception, advice)."""
    half = (value["high"] - value["low"]) / 2
    alone = 1.96 * np.sqrt(right["rate"] * (1 - right["rate"]) / right["n"])
    if (half < 0).any():
        return "The ends are the wrong way round.", "`low` is the gap minus 1.96 standard errors."
    if np.allclose(half, right["narrow"] / 1.96, atol=0.002):
        return "The interval reaches one standard error: it would miss once in three.", "Multiply by 1.96."
    if np.allclose(half, right["wide"], atol=0.002):
        return "This is the corrected interval already, which part 3 asks for.", "Use 1.96 here."
    if np.allclose(half, alone, atol=0.002):
        return (
            "Only the slice's own rate was taken for uncertain; the rate outside is an estimate too.",
            "Add both parts.",
        )
    return "", "Compute the standard error of the gap, then go 1.96 of them down and up."


def known_claims(right: pd.DataFrame, rows: pd.DataFrame) -> dict[str, tuple[set[str], str]]:
    """Lists of claims that come of a known mistake: text to (slices, advice)."""
    marked = rows["marked"].to_numpy()
    raw = set()
    for name, inside in masks(rows).items():
        here, there = marked[inside], marked[~inside]
        error = np.sqrt(sum(part.mean() * (1 - part.mean()) / len(part) for part in (here, there)))
        if abs(here.mean() - there.mean()) > 1.96 * error:
            raw.add(name)
    return {
        "Twenty slices were tested without correction: about one in twenty looks biased by luck alone.": (
            set(right.index[right["gap"].abs() > right["narrow"]]),
            "Use the wider interval for every slice that you looked at.",
        ),
        "Raw shares of marks were compared, of slices with unequal shares of aggressive messages.": (
            raw,
            "Compare the harmless messages only.",
        ),
    }


def claims_mistake(
    named: list[str], known: dict[str, tuple[set[str], str]], clear: list[str]
) -> tuple[str, str]:
    """Which known mistake a list of claims is: (misconception, advice)."""
    for text, (slices, advice) in known.items():
        if set(named) == slices:
            return text, advice
    if not named:
        return (
            "Nothing is claimed although a gap is clear: caution that protects the system.",
            "Look for 0 outside.",
        )
    if len(named) > len(clear) and set(clear) <= set(named):
        return (
            "A gap that luck explains is claimed beside the one that luck does not.",
            "Use the wider interval.",
        )
    if len(named) == 1:
        return (
            "The largest gap was claimed, whatever its interval: the smallest slices have the largest gaps.",
            "Look at the interval, not at the size.",
        )
    return "", "Claim what has 0 outside its corrected interval."
