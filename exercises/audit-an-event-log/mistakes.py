"""Known wrong answers to the audit of an event log, computed for the learner's own lines."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
from scipy.stats import beta

from labelwright.quality import wilson

from .faults import Kind

Told = tuple[str, str]
Interval = Callable[[int, int], tuple[float, float]]


def alarm_mistake(
    lines: list[str], named: set[int], true: Mapping[int, int], extra: list[int]
) -> Told | None:
    """Why sound lines were accused: (misconception, advice), or None where that cannot be told.

    A cause is told where four in five of the accused lines have its mark, and far more of them than of all sound lines.
    """
    if len({number + 1 for number in named} & set(true)) > len(named & set(true)):
        return "The lines are counted from 0.", "Editors count from 1: `enumerate(lines, start=1)`."
    sound = {number: json.loads(line) for number, line in enumerate(lines, start=1) if number not in true}
    accused = [number for number in extra if number in sound]
    best, told = 1.3, None
    for marked, misconception, advice in _alarms(sound):
        cover = sum(number in marked for number in accused) / max(len(extra), 1)
        lift = cover * len(sound) / max(len(marked), 1)
        if cover >= 0.8 and lift > best:
            best, told = lift, (misconception, advice)
    return told


def _alarms(sound: dict[int, dict[str, Any]]) -> list[tuple[set[int], str, str]]:
    """Marks of sound lines that get accused: the lines that have the mark, what it is taken for, what to try."""
    first_of_item: dict[str, int] = {}
    for number, event in sound.items():
        first_of_item.setdefault(event["item_id"], number)
    return [
        (
            {number for number, event in sound.items() if type(event["confidence"]) is int},
            "A confidence of 1 was taken for a fault: JSON has one kind of number, and Python reads 1 as int and 1.0 as float.",
            "Let both pass: `type(x) in (int, float)`.",
        ),
        (
            {number for number, event in sound.items() if event["end"] == len(event["text"])},
            "An end that equals the length of the text was taken for a fault; the end is not included, so it may.",
            "Compare with `<=`.",
        ),
        (
            set(sound) - set(first_of_item.values()),
            "Lines were accused because their item had come before. Several annotators label one item; rule 4 is about "
            "`event_id`.",
            "Keep a set of the event ids alone.",
        ),
        (
            {number for number, event in sound.items() if "02-29" in event["began"] + event["ended"]},
            "29 February was taken for a day that does not exist. 2024 is a leap year.",
            "Let `datetime` decide which days there are.",
        ),
        (
            {number for number, event in sound.items() if not event["annotator"].isascii()},
            "Names with an accent were accused. An accent is no fault: the roster has it too. A file that is not read as "
            "UTF-8 garbles such names.",
            'Read the file with `encoding="utf-8"`, and compare with the roster character for character.',
        ),
    ]


def miss_mistake(missed: list[Kind]) -> Told:
    """What overlooks the first kind of fault that was missed: (misconception, advice)."""
    if not missed:
        return "", "Take one of the sound lines that you name, and read it against the rules one by one."
    first = min(missed, key=lambda kind: kind.rule)
    return (
        f"Among the faults you miss, one breaks rule {first.rule}. This is what often hides it. {first.missed}",
        f"Run your test of rule {first.rule} on a line that you spoil yourself, and see that it speaks.",
    )


def interval_mistake(
    given: Mapping[str, tuple[float, ...]], events: pd.DataFrame, everything: pd.DataFrame
) -> Told:
    """Which known formula or slip the intervals come from: (misconception, advice)."""
    if any(low > high for low, high in given.values()):
        return "The ends are the wrong way round.", "Give the lower end first."
    for formula, misconception, advice in _FORMULAS:
        if _matches(given, events, formula):
            return misconception, advice
    if _matches(given, everything, wilson):
        return (
            "The faulty lines are still in the counts.",
            "Leave out the lines in `faults` before you count.",
        )
    if _matches(given, events, lambda k, n: wilson(n - k, n)):
        return "This is the share that was not flagged.", "Count the events whose `flagged` is true."
    if _matches(given, events, lambda k, n: wilson(k, len(events))):
        return "The flags were divided by the whole log.", "n is the number of that annotator's own events."
    return "", "Take one annotator, and count k and n by hand before you trust the formula."


def _matches(given: Mapping[str, tuple[float, ...]], events: pd.DataFrame, formula: Interval) -> bool:
    flags = events.groupby("annotator")["flagged"].agg(["sum", "size"])
    hits = 0
    for name, ends in given.items():
        k, n = int(flags["sum"][name]), int(flags["size"][name])
        for expected in (formula(k, n), _clipped(formula(k, n))):
            if all(abs(a - b) <= 0.0006 for a, b in zip(ends, expected, strict=True)):
                hits += 1
                break
    return hits >= len(given) - 1


def _clipped(ends: tuple[float, float]) -> tuple[float, float]:
    return max(0.0, ends[0]), min(1.0, ends[1])


def wald(k: int, n: int) -> tuple[float, float]:
    """Wald's 95 % interval, not clipped."""
    p = k / n
    half = 1.96 * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


def agresti_coull(k: int, n: int) -> tuple[float, float]:
    """Agresti and Coull's 95 % interval: Wald's, about Wilson's middle."""
    z = 1.959964
    size = n + z * z
    p = (k + z * z / 2) / size
    half = z * math.sqrt(p * (1 - p) / size)
    return p - half, p + half


def exact(k: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's exact 95 % interval."""
    low = 0.0 if k == 0 else float(beta.ppf(0.025, k, n - k + 1))
    high = 1.0 if k == n else float(beta.ppf(0.975, k + 1, n - k))
    return low, high


def _unrooted(k: int, n: int) -> tuple[float, float]:
    """Wilson's formula without its division by 1 + z²/n."""
    low, high = wilson(k, n)
    spread = 1.959964**2 / n
    return low * (1 + spread), high * (1 + spread)


_FORMULAS: tuple[tuple[Interval, str, str], ...] = (
    (
        wald,
        "This is Wald's interval, which fails near 0 and 1: where nothing was flagged it has no width, and where little was "
        "it reaches below 0.",
        "Use Wilson's formula, with its two terms in z².",
    ),
    (
        agresti_coull,
        "This is the interval of Agresti and Coull: Wald's width about Wilson's middle.",
        "Use Wilson's half width as the task gives it.",
    ),
    (
        exact,
        "This is the exact interval of Clopper and Pearson. It is honest and wider; the report asks for Wilson's.",
        "Say in a report which interval it is, and use the one that was agreed.",
    ),
    (
        lambda k, n: wilson(k, n, 0.6826894921),
        "One standard error was taken for 95 %.",
        "z is 1.96 for 95 %.",
    ),
    (lambda k, n: wilson(k, n, 0.9), "This is the interval of 90 %.", "z is 1.96 for 95 %."),
    (lambda k, n: wilson(k, n, 0.99), "This is the interval of 99 %.", "z is 1.96 for 95 %."),
    (
        _unrooted,
        "Middle and half width were not divided by 1 + z² / n.",
        "Both parts of the formula have the same denominator.",
    ),
    (
        lambda k, n: (100 * wilson(k, n)[0], 100 * wilson(k, n)[1]),
        "These are percentages.",
        "Leave out the factor 100.",
    ),
)


def speed_mistake(given: Mapping[str, float], events: pd.DataFrame) -> Told:
    """Which known figure the times are: (misconception, advice)."""
    grouped = events.groupby("annotator")
    gaps = events.assign(
        gap=grouped["ended"].transform(lambda times: pd.to_datetime(times).diff().dt.total_seconds())
    )
    medians = grouped["seconds"].median()
    known: list[tuple[pd.Series[Any], str, str]] = [
        (
            grouped["seconds"].mean(),
            "These are means: a few events that hold a break lift them far above the usual event.",
            "Take the middle value of the sorted times: `.median()`.",
        ),
        (medians / 60, "These are minutes.", "Give seconds: `.dt.total_seconds()`."),
        (3600 / medians, "These are events per hour.", "Give the seconds that one event takes."),
        (
            gaps.groupby("annotator")["gap"].median(),
            "These are the times from one event's end to the next one's end.",
            "An event lasts from its own `began` to its own `ended`.",
        ),
    ]
    for values, misconception, advice in known:
        hits = sum(math.isclose(given[name], values[name], rel_tol=0.002, abs_tol=0.01) for name in given)
        if hits >= 5:
            return misconception, advice
    return "", "Sort one annotator's times, and look at the one in the middle."
