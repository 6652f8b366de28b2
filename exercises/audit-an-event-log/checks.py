"""Checks for the audit of an event log: every expected value is recomputed from the learner's own lines."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from labelwright.checks import (
    Failed,
    Measure,
    NotAttempted,
    Passed,
    Work,
    check,
    found_items,
    right_choice,
)
from labelwright.data import seed
from labelwright.exchange.plain_data import Column
from labelwright.quality import wilson

from .events import simulate
from .mistakes import alarm_mistake, interval_mistake, miss_mistake, speed_mistake
from .rules import ROSTER, broken_lines, is_time

SLUG = "audit-an-event-log"
FIGURES = {
    "mean": "A few events of many minutes lift the mean; no usual event takes that long.",
    "median": "",
}
REASONS = {
    "breaks pull the mean": "",
    "smaller number": "Choosing a figure by its size is choosing the result you want.",
    "uses every value": "That is so of the mean. Here it is the reason against it.",
    "custom": "Habit says nothing about this log.",
}
LEAST_FOUND = 11
LEAST_PRECISION = 0.9


def lines(work: Work) -> list[str]:
    """The learner's log, line by line."""
    return [str(line) for line in work.sample["line"]]


def truth(work: Work) -> dict[int, int]:
    """Line number to the first broken rule, by the reference validator."""
    return work.cached("truth", lambda: broken_lines(lines(work)))


def stated_faults(work: Work) -> dict[int, int]:
    """`faults` as line number to rule, both whole; Failed where it has another form."""
    value = work.value("faults")
    whole = isinstance(value, dict) and all(
        type(part) in (int, float) and float(part).is_integer() for pair in value.items() for part in pair
    )
    if not whole:
        raise Failed(
            "`faults` is not a dict from line number to rule number.",
            why="A finding without its place and its rule has to be found again by whoever reads it.",
            advice="Write it as {17: 3, 208: 7}: whole numbers on both sides.",
        )
    return {int(number): int(rule) for number, rule in value.items()}


def fault_measure(hits: int) -> Measure:
    """How many of the twelve faults were found, with Wilson's interval."""
    low, high = wilson(hits, 12)
    return Measure(
        id="event-faults",
        name="Planted schema faults found",
        value=hits,
        unit="count",
        n=12,
        n_unit="planted faults in 400 simulated events",
        low=round(12 * low, 1),
        high=round(12 * high, 1),
        method="Wilson interval, 95 %",
        reference="a validator of the ten rules, held against the faults that were planted",
        ceiling=12,
        ceiling_note="facts, not judgements: every fault can be found",
    )


@check("faults", weight=4)
def finds_the_faults(work: Work) -> Passed:
    """You name at least 11 of the 12 faulty lines, and at most one in ten of the lines you name is sound."""
    named, true = stated_faults(work), truth(work)
    found = found_items(map(str, named), map(str, true))
    measure = fault_measure(len(found.hits))
    if len(found.hits) >= LEAST_FOUND and found.precision >= LEAST_PRECISION:
        note = "" if len(found.hits) == len(true) else "One fault is still in the log."
        return Passed(f"{len(found.hits)} of 12", "11 or 12 of 12", note, measures=(measure,))
    planted = simulate(seed(work.learner, SLUG, work.form)).planted
    extra = [int(number) for number in found.extra]
    mistake = (
        alarm_mistake(lines(work), set(named), true, extra) if found.precision < LEAST_PRECISION else None
    )
    mistake = mistake or miss_mistake([planted[int(number)] for number in found.missed])
    accused = (
        f" {len(extra)} of the lines you name are sound, such as {found.some_extra(3)}." if extra else ""
    )
    raise Failed(
        f"`faults` names {len(named)} lines; {len(found.hits)} of the 12 faulty ones are among them.{accused}",
        misconception=mistake[0],
        why="Each fault that stays in is counted and paid for; each false alarm costs somebody a look.",
        advice=mistake[1],
        credit=0.5 * found.recall if found.precision >= 0.5 else 0.0,
        measured=f"{len(found.hits)} of 12 found, {found.precision:.0%} of those named are faulty",
        expected="11 or 12 of 12 found, at least 90 % of those named faulty",
        measures=(measure,),
    )


@check("faults", after=finds_the_faults)
def names_the_rules(work: Work) -> Passed:
    """For at least 11 of the faulty lines, you name the first rule that the line breaks."""
    named, true = stated_faults(work), truth(work)
    hits = [number for number in true if number in named]
    right = [number for number in hits if named[number] == true[number]]
    if len(right) >= LEAST_FOUND:
        return Passed(f"{len(right)} of {len(hits)}", "11 or more")
    wrong = next(number for number in hits if number not in right)
    later = named[wrong] > true[wrong]
    raise Failed(
        f"The rule is right for {len(right)} of your {len(hits)} faulty lines; line {wrong} is listed under rule "
        f"{named[wrong]}.",
        misconception="The line breaks an earlier rule as well." if later else "The line keeps that rule.",
        why="The rule says who has to mend it: the tool, the importer or the annotator.",
        advice="Read that line against the rules in their order, and stop at the first that it breaks.",
        credit=0.6 * len(right) / 12,
        measured=f"{len(right)} of {len(hits)}",
        expected="11 or more",
    )


def kept(work: Work, left_out: set[int]) -> pd.DataFrame:
    """The events of the lines that are not left out and can be read: annotator, flagged, seconds, in the log's order."""
    rows = []
    for number, line in enumerate(lines(work), start=1):
        try:
            event: dict[str, Any] = {} if number in left_out else json.loads(line)
        except ValueError:
            continue
        if (
            event.get("annotator") in ROSTER
            and is_time(str(event.get("began")))
            and is_time(str(event.get("ended")))
        ):
            seconds = (pd.Timestamp(event["ended"]) - pd.Timestamp(event["began"])).total_seconds()
            row = {
                "annotator": event["annotator"],
                "flagged": event.get("flagged") is True,
                "seconds": seconds,
            }
            rows.append({**row, "began": event["began"], "ended": event["ended"]})
    return pd.DataFrame(rows)


def found_enough(work: Work) -> bool:
    """Whether `faults` is good enough to stand; False where it is not there yet."""
    try:
        found = found_items(map(str, stated_faults(work)), map(str, truth(work)))
    except (Failed, NotAttempted):
        return False
    return len(found.hits) >= LEAST_FOUND and found.precision >= LEAST_PRECISION


def bases(work: Work) -> list[pd.DataFrame]:
    """The sound events; and those that the learner kept, so that whoever missed one fault is judged on their own log."""
    sound = kept(work, set(truth(work)))
    return [sound, kept(work, set(stated_faults(work)))] if found_enough(work) else [sound]


def first_things_first(work: Work, told: tuple[str, str]) -> tuple[str, str]:
    """What was recognised; where nothing was and faulty lines are still in the log, that they are."""
    if told[0] or found_enough(work):
        return told
    return (
        "Your list of faulty lines is not right yet, so these figures may be of the wrong lines.",
        "Finish part 1, and run this part again.",
    )


def by_name(work: Work, name: str) -> dict[str, Any]:
    """A dict or Series with an entry for each annotator of the roster; Failed where one is missing."""
    value = work.value(name)
    if isinstance(value, Column):
        value = dict(zip(value.index, value.values, strict=True))
    if not isinstance(value, dict):
        raise Failed(
            f"`{name}` is not a dict with the annotators' names as its keys.",
            why="A number without a name belongs to nobody.",
            advice="Write it as {name: value, ...} for the six names of the roster.",
        )
    missing = [one for one in ROSTER if one not in value]
    if missing:
        raise Failed(
            f"`{name}` has no entry for {', '.join(f'`{one}`' for one in missing[:3])}.",
            misconception="Names that look alike may differ in their characters." if len(value) >= 6 else "",
            why="An annotator who is left out of a report is left out of the pay as well.",
            advice="Group the sound lines by `annotator`, and use those names as they stand.",
        )
    return {one: value[one] for one in ROSTER}


@check("intervals")
def intervals_are_wilsons(work: Work) -> Passed:
    """`flag_intervals` holds Wilson's 95 % interval of each annotator's share of flagged events, each end within .001."""
    given = {}
    for name, pair in by_name(work, "flag_intervals").items():
        if not isinstance(pair, list) or len(pair) != 2:
            raise Failed(
                f"`flag_intervals[{name!r}]` is not a pair (low, high).",
                why="An interval has two ends.",
                advice="Give the tuple (low, high) for each name.",
            )
        given[name] = tuple(work.as_number(end, f"flag_intervals[{name!r}]") for end in pair)
    right = set()
    for events in bases(work):
        flags = events.groupby("annotator")["flagged"].agg(["sum", "size"])
        for name, ends in given.items():
            true = wilson(int(flags["sum"][name]), int(flags["size"][name]))
            if all(abs(a - b) <= 0.001 for a, b in zip(ends, true, strict=True)):
                right.add(name)
    if len(right) == len(ROSTER):
        return Passed("6 of 6", "each end within .001")
    wrong = next(name for name in ROSTER if name not in right)
    told = interval_mistake(given, bases(work)[-1], kept(work, set()))
    misconception, advice = first_things_first(work, told)
    raise Failed(
        f"{len(right)} of 6 intervals are right; that of `{wrong}` runs from {given[wrong][0]:.4f} to {given[wrong][1]:.4f}.",
        misconception=misconception,
        why="A flag rate without an honest interval makes rankings out of luck.",
        advice=advice,
        credit=0.8 * len(right) / 6,
        measured=f"{len(right)} of 6",
        expected="6 of 6, each end within .001",
    )


@check("speed", weight=3)
def medians_are_right(work: Work) -> Passed:
    """`median_seconds` holds each annotator's median time for one event, within one second."""
    given = {
        name: work.as_number(value, f"median_seconds[{name!r}]")
        for name, value in by_name(work, "median_seconds").items()
    }
    right = set()
    for events in bases(work):
        medians = events.groupby("annotator")["seconds"].median()
        right |= {name for name, value in given.items() if abs(value - medians[name]) <= 1}
    if len(right) == len(ROSTER):
        return Passed("6 of 6", "each within one second")
    wrong = next(name for name in ROSTER if name not in right)
    misconception, advice = first_things_first(work, speed_mistake(given, bases(work)[-1]))
    raise Failed(
        f"{len(right)} of 6 medians are right; that of `{wrong}` is {given[wrong]:.1f}.",
        misconception=misconception,
        why="Plans and pay are made from the time that a usual event takes.",
        advice=advice,
        credit=0.8 * len(right) / 6,
        measured=f"{len(right)} of 6",
        expected="6 of 6, each within one second",
    )


@check("speed", after=medians_are_right)
def figure_fits_the_data(work: Work) -> None:
    """`figure` and `reason` choose the figure that tells how long a usual event takes, for what the data shows."""
    right_choice(
        "figure",
        work.text("figure"),
        FIGURES,
        why="By the mean, an annotator who was called away is slower than one who never works fast.",
        advice="Sort one annotator's times, and see how many lie above their mean.",
    )
    right_choice(
        "reason",
        work.text("reason"),
        REASONS,
        why="Whoever reads the report has to see from the data why this figure was taken.",
        advice="Compare mean and median, then look at the longest times.",
        credit=0.5,
    )
