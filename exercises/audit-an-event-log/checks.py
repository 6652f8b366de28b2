"""Checks for the audit of an event log: the faults are those that were planted, the reports those of the learner's own lines."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from labelwright.checks import Failed, Measure, NotAttempted, Passed, Work, check, choice, found_items
from labelwright.data import seed
from labelwright.quality import wilson

from .diagnoses import alarm_mistake, interval_mistake, miss_mistake, speed_mistake
from .events import ROSTER, simulate
from .faults import Kind

SLUG = "audit-an-event-log"
LEAST_FOUND = 11
LEAST_PRECISION = 0.9


def lines(work: Work) -> list[str]:
    """Return the learner's log, line by line."""
    return [str(line) for line in work.sample["line"]]


def planted(work: Work) -> dict[int, Kind]:
    """Return line number to the kind of fault that was planted there."""
    return work.cached("planted", lambda: simulate(seed(work.learner, SLUG, work.form)).planted)


def truth(work: Work) -> dict[int, int]:
    """Return line number to the first rule that the line breaks."""
    return {number: kind.rule for number, kind in planted(work).items()}


def stated_faults(work: Work) -> dict[int, int]:
    """Return `faults` as line number to rule, both whole; raise Failed if it has another form."""
    why = "Without the line and the rule, the next person has to find the fault again."
    form, example = "a dict from line number to rule number", "such as {17: 3, 208: 7}"
    value = work.mapping("faults", range(1, len(lines(work)) + 1), wanted=form, example=example, why=why)
    for pair in value.items():
        if not all(type(part) in (int, float) and float(part).is_integer() for part in pair):
            raise Failed(
                f"`faults` has the entry {pair[0]!r}: {pair[1]!r}, but a line and a rule are whole numbers.",
                why=why,
                advice=f"Make `faults` {form}, {example}.",
            )
    return {int(number): int(rule) for number, rule in value.items()}


def fault_measure(hits: int) -> Measure:
    """Return how many of the twelve faults were found, with Wilson's interval."""
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
        reference="the faults that were planted",
        ceiling=12,
        ceiling_note="facts, not judgements: every fault can be found",
    )


@check("faults", weight=4)
def finds_the_faults(work: Work) -> Passed:
    """You name at least 11 of the 12 faulty lines. At most one in ten of the lines you name has no fault."""
    named, true = stated_faults(work), truth(work)
    found = found_items(map(str, named), map(str, true))
    measure = fault_measure(len(found.hits))
    if len(found.hits) >= LEAST_FOUND and found.precision >= LEAST_PRECISION:
        note = "" if len(found.hits) == len(true) else "One fault is still in the log."
        return Passed(f"{len(found.hits)} of 12", "11 or 12 of 12", note, measures=(measure,))
    extra = [int(number) for number in found.extra]
    mistake = (
        alarm_mistake(lines(work), set(named), true, extra) if found.precision < LEAST_PRECISION else None
    )
    if len(set(named.values()) & set(true)) > max(len(found.hits), len(true) // 2):
        mistake = (
            "You exchanged line and rule: the numbers of the lines are the values of `faults`.",
            "Write it as {17: 3, 208: 7}: first the line, then the rule.",
        )
    mistake = mistake or miss_mistake([planted(work)[int(number)] for number in found.missed])
    accused = (
        f" {len(extra)} of the lines you name have no fault, such as {found.some_extra(3)}." if extra else ""
    )
    raise Failed(
        f"`faults` names {len(named)} lines, and {len(found.hits)} of the 12 faulty lines are among them.{accused}",
        misconception=mistake[0],
        why="A fault that stays in the log is counted and paid for. A false alarm costs somebody time.",
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
        f"The rule is right for {len(right)} of the {len(hits)} faulty lines that you found. It is wrong for line "
        f"{wrong}, where you give rule {named[wrong]}.",
        misconception="This line also breaks an earlier rule."
        if later
        else "This line does not break that rule.",
        why="The rule shows who has to fix the fault: the tool, the import or the annotator.",
        advice="Compare that line with the rules in their order, and stop at the first rule that it breaks.",
        credit=0.6 * len(right) / 12,
        measured=f"{len(right)} of {len(hits)}",
        expected="11 or more",
    )


@check("faults", after=names_the_rules)
def leaves_no_rule_out(work: Work) -> Passed:
    """You name each of the 12 faulty lines with its rule. A rule that is left out is left out for every line to come."""
    named, true = stated_faults(work), truth(work)
    missed = [number for number in true if number not in named]
    wrong = [number for number in true if number in named and named[number] != true[number]]
    if not missed and not wrong:
        return Passed("12 of 12", "12 of 12")
    if missed:
        found = f"`faults` leaves out {len(missed)} of the 12 faulty lines."
        mistake = miss_mistake([planted(work)[number] for number in missed])
        mistake = ("", " ".join(mistake))
    else:
        found = f"The rule of line {wrong[0]} is not {named[wrong[0]]}."
        mistake = (
            "",
            "Compare that line with the rules in their order, and stop at the first rule that it breaks.",
        )
    raise Failed(
        found,
        misconception=mistake[0],
        why="A check that nobody wrote lets the same fault through every day.",
        advice=mistake[1],
        measured=f"{12 - len(missed) - len(wrong)} of 12",
        expected="12 of 12",
    )


def kept(work: Work, left_out: set[int]) -> pd.DataFrame:
    """Return the events of the lines that are not left out and can be read: annotator, flagged, seconds, in the log's
    order."""
    rows = []
    for number, line in enumerate(lines(work), start=1):
        try:
            event: dict[str, Any] = {} if number in left_out else json.loads(line)
        except ValueError:
            continue
        if event.get("annotator") in ROSTER and truth(work).get(number) != 9:
            seconds = (pd.Timestamp(event["ended"]) - pd.Timestamp(event["began"])).total_seconds()
            row = {
                "annotator": event["annotator"],
                "flagged": event.get("flagged") is True,
                "seconds": seconds,
            }
            rows.append({**row, "began": event["began"], "ended": event["ended"]})
    return pd.DataFrame(rows)


def found_enough(work: Work) -> bool:
    """Return whether `faults` is good enough for the later parts; False if it does not exist yet."""
    try:
        found = found_items(map(str, stated_faults(work)), map(str, truth(work)))
    except (Failed, NotAttempted):
        return False
    return len(found.hits) >= LEAST_FOUND and found.precision >= LEAST_PRECISION


def bases(work: Work) -> list[pd.DataFrame]:
    """Return the sound events, and the events that the learner kept, so that a learner who missed one fault is judged
    on their own log."""
    sound = kept(work, set(truth(work)))
    return [sound, kept(work, set(stated_faults(work)))] if found_enough(work) else [sound]


def first_things_first(work: Work, recognised: tuple[str, str]) -> tuple[str, str]:
    """Return what was recognised; if nothing was and faulty lines are still in the log, say that."""
    if recognised[0] or found_enough(work):
        return recognised
    return (
        "",
        "Your list of faulty lines is not right yet, so these numbers may come from the wrong lines. Finish part 1, "
        "then run this part again.",
    )


def by_name(name: str, value: dict[str, Any]) -> dict[str, Any]:
    """Return the entry of each annotator of the roster; raise Failed if one is missing."""
    missing = [one for one in ROSTER if one not in value]
    if missing:
        raise Failed(
            f"`{name}` has no entry for {', '.join(f'`{one}`' for one in missing[:3])}.",
            misconception="Names that look the same can have different characters."
            if len(value) >= 6
            else "",
            why="An annotator who is not in the report may not be paid.",
            advice="Group the sound lines by `annotator`, and do not change the names.",
        )
    return {one: value[one] for one in ROSTER}


@check("intervals")
def intervals_are_wilsons(work: Work) -> Passed:
    """`flag_intervals` has Wilson's 95 % interval of each annotator's share of flagged events. Each end is within
    .001."""
    given = by_name("flag_intervals", work.intervals("flag_intervals", ROSTER))
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
    recognised = interval_mistake(given, bases(work)[-1], kept(work, set()))
    misconception, advice = first_things_first(work, recognised)
    raise Failed(
        f"{len(right)} of 6 intervals are right. The interval of `{wrong}` is wrong: {given[wrong][0]:.4f} to "
        f"{given[wrong][1]:.4f}.",
        misconception=misconception,
        why="Without a right interval, people rank annotators by luck.",
        advice=advice,
        credit=0.8 * len(right) / 6,
        measured=f"{len(right)} of 6",
        expected="6 of 6, each end within .001",
    )


@check("speed", weight=3)
def medians_are_right(work: Work) -> Passed:
    """`median_seconds` has each annotator's median time for one event, within one second."""
    given = {
        name: work.as_number(value, f"median_seconds[{name!r}]")
        for name, value in by_name("median_seconds", work.mapping("median_seconds", ROSTER)).items()
    }
    right = set()
    for events in bases(work):
        medians = events.groupby("annotator")["seconds"].median()
        right |= {name for name, value in given.items() if abs(value - medians[name]) <= 1}
    if len(right) == len(ROSTER):
        return Passed("6 of 6", "each within one second")
    wrong = next(name for name in ROSTER if name not in right)
    misconception, advice = first_things_first(work, speed_mistake(given, bases(work)[-1], kept(work, set())))
    raise Failed(
        f"{len(right)} of 6 medians are right. The median of `{wrong}` is wrong: {given[wrong]:.1f}.",
        misconception=misconception,
        why="The time of a usual event decides plans and pay.",
        advice=advice,
        credit=0.8 * len(right) / 6,
        measured=f"{len(right)} of 6",
        expected="6 of 6, each within one second",
    )


figure_fits_the_data = choice(
    "speed",
    "figure",
    "the statistic that shows how long a usual event takes",
    weight=0.5,
    after=medians_are_right,
    why="With the mean, an annotator who took one long break looks slower than a slow annotator.",
    advice="Sort one annotator's times, and count how many are above the mean.",
)
reason_is_in_the_data = choice(
    "speed",
    "reason",
    "the reason from the data",
    weight=0.5,
    after=figure_fits_the_data,
    why="Readers of the report must see from the data why you chose this figure.",
    advice="Compare mean and median, then look at the longest times.",
)
