"""Checks for an audit of twenty slices: each number is the one that the solution computes on the learner's simulated table."""

from __future__ import annotations

from labelwright.checks import Measure, Work, choice, column, items, number
from labelwright.checks.compare import FoundItems

from .planted import LEVELS

NAMES = [f"{name}: {level}" for name, levels in LEVELS.items() for level in levels]
WHY_RATE = "The office asked about harmless messages. A number about other messages answers another question."


harmless_messages_are_counted = column(
    "rates",
    "audit",
    "n",
    "the number of harmless messages of each slice",
    within=0,
    half=0.9,
    why=WHY_RATE,
    advice="Count the rows of the slice in which `aggressive` is False.",
)
false_alarms_are_right = column(
    "rates",
    "audit",
    "rate",
    "the share of a slice's harmless messages that are marked",
    half=0.9,
    weight=2,
    why=WHY_RATE,
    advice="Keep only the rows in which `aggressive` is False, then take the mean of `marked`.",
)
gaps_are_to_the_rest = column(
    "rates",
    "audit",
    "gap",
    "the slice's rate minus the rate of all rows outside it",
    half=0.9,
    weight=2,
    after=false_alarms_are_right,
    why="A slice is part of the average. If you compare with the average, you compare a large slice partly with itself.",
    advice="For the second rate, use the harmless rows in which the slice's mask is False.",
)
ends_are_right = column(
    "intervals",
    "audit",
    ["low", "high"],
    "the ends of the 95 % interval of each gap",
    within=0.002,
    after=gaps_are_to_the_rest,
    why="An interval that is too narrow makes luck look like a finding.",
    advice="Compute the standard error of the gap. The ends are the gap minus and plus 1.96 standard errors.",
)


def _gap(work: Work, found: FoundItems) -> Measure:
    """Return the gap of the claimed slice, with its 95 % interval."""
    line = work.solution.table_by("audit", NAMES).loc[found.hits[0]]
    return Measure(
        id="claimed-gap",
        name="Gap in the false positive rate of the claimed slice",
        value=round(100 * float(line["gap"]), 1),
        unit="%",
        n=int(line["n"]),
        n_unit="harmless simulated messages inside the slice",
        low=round(100 * float(line["low"]), 1),
        high=round(100 * float(line["high"]), 1),
        method="normal interval of a difference, 95 %; claimed after Bonferroni's correction for 20 slices",
        reference="a gap planted in simulated messages; no finding about real people",
    )


claims_hold_after_correction = items(
    "claims",
    "claims",
    "the slices whose corrected interval does not contain 0, and no other slices",
    known=lambda work: NAMES,
    weight=2,
    why="If a claim is gone next month, people lose trust. If you leave out a true claim, people are hurt.",
    advice="Claim a slice only if its corrected interval does not contain 0.",
    measure=_gap,
)


the_gap_is_stated = number(
    "claims",
    "largest_claim",
    "the gap of the strongest claim",
    within=0.005,
    after=claims_hold_after_correction,
    why=WHY_RATE,
    advice="Take the value from the column `gap` of `audit`.",
    show=".3f",
)


marks_are_not_false_alarms = choice(
    "reading",
    "most_marked",
    "the slice with the largest share of marks",
    among=NAMES,
    why="The plain share of marks is the number that newspapers print.",
    advice="Take the mean of `marked` over all rows of each slice.",
)
most_marks_are_explained = choice(
    "reading",
    "why_marked",
    "the reason why this slice has the largest share of marks",
    after=marks_are_not_false_alarms,
    why="If you change an assistant that is right, you harm the people whom it protects.",
    advice="Compare its `rate` and its share of aggressive messages with those of the other slices.",
)
the_small_slice_is_left_open = choice(
    "reading",
    "smallest",
    "what you can really say from 14 messages",
    why="An average protects small groups least.",
    advice="Look at both ends of its interval. What would each end mean?",
)
