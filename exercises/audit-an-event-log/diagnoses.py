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
    """Return why sound lines were named: (misconception, advice), or None if the cause is not known.

    An exchange of line and rule is told first. Another cause is given if four in five of the named lines have its mark, and far more of them than of all sound lines.
    """
    # Both half of the faulty lines and half of the named ones: by chance that is out of reach.
    for step, misconception in (
        (1, "You counted the lines from 0."),
        (-1, "Your line numbers are one too high."),
    ):
        if 2 * len({number + step for number in named} & set(true)) >= max(len(true), len(named)):
            return misconception, "Count from 1, as editors do: `enumerate(lines, start=1)`."
    sound = {number: json.loads(line) for number, line in enumerate(lines, start=1) if number not in true}
    accused = [number for number in extra if number in sound]
    best, cause = 1.3, None
    for marked, misconception, advice in _alarms(sound):
        cover = sum(number in marked for number in accused) / max(len(extra), 1)
        lift = cover * len(sound) / max(len(marked), 1)
        if cover >= 0.8 and lift > best:
            best, cause = lift, (misconception, advice)
    return cause


def _alarms(sound: dict[int, dict[str, Any]]) -> list[tuple[set[int], str, str]]:
    """Return marks of sound lines that learners name by mistake: the lines with the mark, the misconception, the
    advice."""
    first_of_item: dict[str, int] = {}
    for number, event in sound.items():
        first_of_item.setdefault(event["item_id"], number)
    return [
        (
            {number for number, event in sound.items() if type(event["confidence"]) is int},
            "You took a confidence of 1 for a fault. JSON has only one kind of number; Python reads 1 as int and "
            "1.0 as float.",
            "Accept both: `type(x) in (int, float)`.",
        ),
        (
            {number for number, event in sound.items() if event["end"] == len(event["text"])},
            "You took an end that equals the length of the text for a fault. The end is not included, so this is "
            "allowed.",
            "Compare with `<=`.",
        ),
        (
            set(sound) - set(first_of_item.values()),
            "You named lines because their item appears in an earlier line. Several annotators label the same item. "
            "Rule 4 is about `event_id`.",
            "Keep a set of the event ids only.",
        ),
        (
            {number for number, event in sound.items() if "02-29" in event["began"] + event["ended"]},
            "You took 29 February for a day that does not exist. 2024 is a leap year.",
            "Let `datetime` decide which days exist.",
        ),
        (
            {number for number, event in sound.items() if not event["annotator"].isascii()},
            "You named lines because of a name with an accent. The accent is not a fault: the roster has it too. If "
            "a file is not read as UTF-8, such names look broken.",
            'Read the file with `encoding="utf-8"`, and compare with the roster character for character.',
        ),
    ]


def miss_mistake(missed: list[Kind]) -> Told:
    """Return the rule of the first missed fault, and why such a fault is often missed: (misconception, advice).

    The reason is advice only: other slips miss the same line.
    """
    if not missed:
        return "", "Take one of the correct lines that you name, and compare it with the rules one by one."
    first = min(missed, key=lambda kind: kind.rule)
    return (
        f"One of the faults that you missed breaks rule {first.rule}.",
        f"A common reason: {first.missed} Make a line with this fault yourself, and check that your test of rule {first.rule} finds it.",
    )


def interval_mistake(
    given: Mapping[str, tuple[float, ...]], events: pd.DataFrame, everything: pd.DataFrame
) -> Told:
    """Return which known formula or slip the intervals come from: (misconception, advice)."""
    if _matches({name: ends[::-1] for name, ends in given.items()}, events, wilson):
        return "The two ends are in the wrong order.", "Give the lower end first, then the upper end."
    if _matches(given, events, _middle_and_half):
        return (
            "These are the middle and half the width of the interval, and not its two ends.",
            "Give the middle minus the half width, and the middle plus the half width.",
        )
    for formula, misconception, advice in _FORMULAS:
        if _matches(given, events, formula):
            return misconception, advice
    if _matches(given, everything, wilson):
        return (
            "The faulty lines are still in the counts.",
            "Before you count, leave out the lines in `faults`.",
        )
    if _matches(given, events, lambda k, n: wilson(n - k, n)):
        return "This is the share that was not flagged.", "Count the events whose `flagged` is true."
    if _matches(given, events, lambda k, n: wilson(k, len(events))):
        return (
            "You divided the flags by the number of events in the whole log."
        ), "Divide by n, the number of this annotator's own events."
    return "", "For one annotator, count k and n by hand, and compare them with your code."


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


def _middle_and_half(k: int, n: int) -> tuple[float, float]:
    low, high = wilson(k, n)
    return (low + high) / 2, (high - low) / 2


def wald(k: int, n: int) -> tuple[float, float]:
    """Return Wald's 95 % interval, not clipped."""
    p = k / n
    half = 1.96 * math.sqrt(p * (1 - p) / n)
    return p - half, p + half


def agresti_coull(k: int, n: int) -> tuple[float, float]:
    """Return Agresti and Coull's 95 % interval: Wald's width around Wilson's middle."""
    z = 1.959964
    size = n + z * z
    p = (k + z * z / 2) / size
    half = z * math.sqrt(p * (1 - p) / size)
    return p - half, p + half


def exact(k: int, n: int) -> tuple[float, float]:
    """Return Clopper and Pearson's exact 95 % interval."""
    low = 0.0 if k == 0 else float(beta.ppf(0.025, k, n - k + 1))
    high = 1.0 if k == n else float(beta.ppf(0.975, k + 1, n - k))
    return low, high


def _unrooted(k: int, n: int) -> tuple[float, float]:
    """Return Wilson's formula without its division by 1 + z²/n."""
    low, high = wilson(k, n)
    spread = 1.959964**2 / n
    return low * (1 + spread), high * (1 + spread)


_FORMULAS: tuple[tuple[Interval, str, str], ...] = (
    (
        wald,
        "This is Wald's interval, which fails near 0 and 1. If nothing was flagged, it has no width. If only a few "
        "events were flagged, it goes below 0.",
        "Use Wilson's formula from the task.",
    ),
    (
        agresti_coull,
        "This is the interval of Agresti and Coull: Wald's width around Wilson's middle.",
        "Use Wilson's half width from the task.",
    ),
    (
        exact,
        "This is the exact interval of Clopper and Pearson. It is correct but wider. The task asks for Wilson's "
        "interval.",
        "Use Wilson's formula from the task.",
    ),
    (
        lambda k, n: wilson(k, n, 0.6826894921),
        "You used one standard error instead of a 95 % interval.",
        "z is 1.96 for 95 %.",
    ),
    (lambda k, n: wilson(k, n, 0.9), "This is the 90 % interval.", "z is 1.96 for 95 %."),
    (lambda k, n: wilson(k, n, 0.99), "This is the 99 % interval.", "z is 1.96 for 95 %."),
    (
        _unrooted,
        "You did not divide the middle and the half width by 1 + z² / n.",
        "Divide both parts by 1 + z² / n.",
    ),
    (
        lambda k, n: (100 * wilson(k, n)[0], 100 * wilson(k, n)[1]),
        "These are percentages.",
        "Do not multiply by 100.",
    ),
)


def speed_mistake(given: Mapping[str, float], events: pd.DataFrame, everything: pd.DataFrame) -> Told:
    """Return which known figure the times are: (misconception, advice)."""
    grouped = events.groupby("annotator")
    gaps = events.assign(
        gap=grouped["ended"].transform(lambda times: pd.to_datetime(times).diff().dt.total_seconds())
    )
    medians = grouped["seconds"].median()
    known: list[tuple[pd.Series[Any], str, str]] = [
        (
            grouped["seconds"].mean(),
            "These are means. A few events with a break make them much longer than a usual event.",
            "Use the middle value of the sorted times: `.median()`.",
        ),
        (medians / 60, "These are minutes.", "Give seconds: `.dt.total_seconds()`."),
        (3600 / medians, "These are events per hour.", "Give the seconds for one event."),
        (
            gaps.groupby("annotator")["gap"].median(),
            "These are the times from one event's end to the next one's end.",
            "Measure each event from its own `began` to its own `ended`.",
        ),
    ]
    for values, misconception, advice in known:
        hits = sum(math.isclose(given[name], values[name], rel_tol=0.002, abs_tol=0.01) for name in given)
        if hits >= 5:
            return misconception, advice
    kept = everything.groupby("annotator")["seconds"].median()
    if all(math.isclose(given[name], kept[name], rel_tol=1e-6, abs_tol=0.01) for name in given):
        return (
            "The faulty lines are still among the times.",
            "Before you take the median, leave out the lines in `faults`.",
        )
    return "", "Sort one annotator's times, and compare the middle one with your number."
