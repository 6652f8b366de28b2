"""Mistakes in an audit of slices, recognised by computing them on the learner's own table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from labelwright.checks import Work

from .planted import audit, masks

Columns = pd.Series


def rates_mistake(work: Work, value: Columns) -> tuple[str, str]:
    """Return what was used instead of the false positive rate: (misconception, advice)."""
    rows = work.sample
    marked, aggressive = rows["marked"].to_numpy(), rows["aggressive"].to_numpy()
    inside = masks(rows).values()
    harmless = "Keep only the rows in which `aggressive` is False, then take the mean of `marked`."
    known = {
        "This is the share of all messages that are marked. It includes aggressive messages, and slices have "
        "different shares of them.": [marked[rows_].mean() for rows_ in inside],
        "This is the share of the *marked* messages that are harmless. You divided by the wrong number.": [
            (~aggressive)[rows_ & marked].mean() if (rows_ & marked).any() else np.nan for rows_ in inside
        ],
        "This is the true positive rate: the share of aggressive messages that are marked.": [
            marked[rows_ & aggressive].mean() for rows_ in inside
        ],
        "This is the number of harmless, marked messages divided by all messages.": [
            (marked & ~aggressive)[rows_].mean() for rows_ in inside
        ],
        "This is the share of all errors. It also includes messages that should have been marked.": [
            (marked != aggressive)[rows_].mean() for rows_ in inside
        ],
    }
    return next((text for text, other in known.items() if np.allclose(value, other, atol=1e-6)), ""), harmless


def gaps_mistake(work: Work, value: Columns) -> tuple[str, str]:
    """Return what a gap was taken to: (misconception, advice)."""
    right, rows = audit(work.sample), work.sample
    overall = float(rows.loc[~rows["aggressive"], "marked"].mean())
    advice = "For the second rate, use the harmless rows in which the slice's mask is False."
    if np.allclose(value, right["rate"] - overall, atol=1e-6):
        return (
            "This is the gap to the average of all rows, and that average includes the slice itself.",
            advice,
        )
    if np.allclose(value, -right["gap"], atol=1e-6):
        return (
            "The sign is wrong: a gap above 0 must mean more false alarms inside the slice.",
            "Compute the rate inside minus the rate outside.",
        )
    if np.allclose(value, right["rate"] - right["rate"].min(), atol=1e-6):
        return "This is the gap to the slice with the lowest rate.", advice
    return "", advice


def ends_mistake(right: pd.DataFrame, value: pd.DataFrame) -> tuple[str, str]:
    """Return which known mistake the ends of the intervals are: (misconception, advice)."""
    half = (value["high"] - value["low"]) / 2
    alone = 1.96 * np.sqrt(right["rate"] * (1 - right["rate"]) / right["n"])
    turned = np.allclose(value["high"], right["gap"] - right["narrow"], atol=0.002)
    if turned and np.allclose(value["low"], right["gap"] + right["narrow"], atol=0.002):
        return "The two ends are in the wrong order.", "Compute `low` as the gap minus 1.96 standard errors."
    if np.allclose(value["high"], right["narrow"], atol=0.002):
        return (
            "`high` holds half the width of the interval, and not its upper end.",
            "Compute `low` as the gap minus this number, and `high` as the gap plus this number.",
        )
    for z, share in ((1.645, "90 %"), (2.576, "99 %")):
        if np.allclose(half, right["narrow"] * z / 1.96, atol=0.0005):
            return f"This is the {share} interval.", "Multiply by 1.96 for 95 %."
    if np.allclose(half, right["narrow"] / 1.96, atol=0.002):
        return (
            "The interval uses one standard error. It would miss the true value about once in three times."
        ), "Multiply by 1.96."
    if np.allclose(half, right["wide"], atol=0.002):
        return "This is already the corrected interval of part 3.", "Use 1.96 here."
    if np.allclose(half, alone, atol=0.002):
        return (
            "You used only the uncertainty of the slice's own rate. The rate outside is an estimate too.",
            "Add both parts under the square root.",
        )
    return (
        "",
        "Compute the standard error of the gap. The ends are the gap minus and plus 1.96 standard errors.",
    )


UNCORRECTED = "You tested twenty slices without correction."
LUCK = "About one in twenty looks biased only by luck."


def mirrored(named: list[str], clear: list[str], right: pd.DataFrame) -> str:
    """Return which claimed gap is the other side of a clear one in the same group of slices; empty if none is."""
    for one in named:
        for biased in clear:
            if (
                one not in clear
                and one.partition(":")[0] == biased.partition(":")[0]
                and right["gap"][one] * right["gap"][biased] < 0
            ):
                return (
                    f"{one!r} is compared with a rest that contains {biased!r}, so its gap can be the other side of that "
                    "gap. It needs no claim of its own."
                )
    return ""


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
        UNCORRECTED: (
            set(right.index[right["gap"].abs() > right["narrow"]]),
            "Use the wider interval for every slice that you looked at.",
        ),
        "You compared raw shares of marks, but the slices have different shares of aggressive messages.": (
            raw,
            "Compare only the harmless messages.",
        ),
    }


def claims_mistake(
    named: list[str], known: dict[str, tuple[set[str], str]], clear: list[str], right: pd.DataFrame
) -> tuple[str, str]:
    """Return which known mistake a list of claims is: (misconception, advice)."""
    for text, (slices, advice) in known.items():
        if set(named) == slices:
            mirror = mirrored(named, clear, right)
            return text if text != UNCORRECTED else f"{text} {mirror or LUCK}", advice
    if not named:
        return (
            "You claim nothing, although one gap is clear. This protects the system, not the people.",
            "Look for an interval that does not contain 0.",
        )
    if len(named) > len(clear) and set(clear) <= set(named):
        return (
            f"You also claim a slice whose corrected interval contains 0. {mirrored(named, clear, right)}".strip(),
            "Use the wider, corrected interval.",
        )
    if named == [str(right["gap"].abs().idxmax())]:
        return (
            "You claim the largest gap without looking at its interval. The smallest slices often have the largest "
            "gaps by luck.",
            "Look at the interval, not at the size of the gap.",
        )
    return "", "Claim a slice only if its corrected interval does not contain 0."
