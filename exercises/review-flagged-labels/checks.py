"""Checks for forty reviewed labels: decisions against what was planted, and the yield from the learner's own journal."""

from __future__ import annotations

import math
from statistics import median

import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.checks import (
    Failed,
    Known,
    KnownLabels,
    Measure,
    NotAttempted,
    Passed,
    Work,
    all_labelled,
    check,
    chosen_labels,
    close,
    labels_agree,
    read_annotations,
    right_choice,
)
from labelwright.data import seed
from labelwright.quality import wilson

from .planted import drawn

SLUG, JOURNAL = "review-flagged-labels", "flagged-labels.annotations.jsonl"
DECISIONS = ("fix", "keep", "ambiguous")
HURRIED = 1.0
WHY = "A wrong fix puts an error where none was, with a person's name under it."


def planted(work: Work) -> pd.DataFrame:
    """The learner's forty with their published digit, their stratum, and whether the label was flipped."""

    def draw() -> pd.DataFrame:
        return drawn(work.source_rows, seed(work.learner, SLUG, work.form)).set_index("id")

    return work.cached("planted", draw)


def accepted(work: Work) -> dict[str, tuple[str, ...]]:
    """The acceptable decisions of each item, the best first."""
    table = planted(work)
    both = {"clear": ("keep",), "hard": ("keep", "ambiguous"), "ambiguous": ("ambiguous", "keep")}
    return {
        str(one): ("fix",) if flipped else both[stratum]
        for one, flipped, stratum in zip(table.index, table["flipped"], table["stratum"], strict=True)
    }


def annotations(work: Work) -> list[Annotation]:
    """What the journal says of the learner's forty."""
    found = work.cached("annotations", lambda: read_annotations(work, JOURNAL, items=list(work.sample["id"])))
    if not found:
        raise NotAttempted("No label is decided yet. Run the cell with `ex.label`, and decide in the widget.")
    return found


def whole(work: Work) -> list[Annotation]:
    """The same; NotAttempted while an item is open or has no time."""
    found = [one for one in annotations(work) if one.seconds is not None]
    if len(found) < len(work.sample) or not sum(one.seconds or 0 for one in found):
        raise NotAttempted(f"{len(found)} of {len(work.sample)} are decided. Decide the others first.")
    return found


@check("decide")
def all_are_decided(work: Work) -> Passed:
    """All forty labels are decided; at most two are skipped."""
    return all_labelled(annotations(work), list(work.sample["id"]), most_skipped=0.05, fast=HURRIED)


@check("decide", weight=5, after=all_are_decided)
def decisions_are_right(work: Work) -> Passed:
    """At least 36 of your 40 decisions are right; where two readings are fair, two decisions are accepted."""
    ids = list(work.sample["id"])
    turned = {
        one: {"fix": "keep", "keep": "fix"}.get(right[0], right[0]) for one, right in accepted(work).items()
    }
    known = [
        KnownLabels(
            turned, "Fix and keep are exchanged: the keys were mixed up.", "Key 1 is fix, key 2 is keep."
        ),
        KnownLabels(
            dict.fromkeys(ids, "fix"),
            "Nearly every right label was fixed because the model doubts it. The model doubts what is hard, too.",
            "Read the image before you look at the label.",
        ),
        KnownLabels(
            dict.fromkeys(ids, "keep"),
            "Nearly every wrong label was kept: the label was read before the image, and then seen in it.",
            "Cover the label until you have read the image.",
        ),
    ]
    return labels_agree(
        annotations(work),
        accepted(work),
        full=0.9,
        half=0.8,
        most_skipped=0.05,
        options=DECISIONS,
        sparing={"ambiguous": 0.35},
        known=known,
        examples=0,
        why=WHY,
    )


@check("yield")
def minutes_are_added_up(work: Work) -> Passed:
    """`minutes` is the time at work on all forty together."""
    times = [one.seconds or 0.0 for one in whole(work)]
    total = sum(times) / 60
    known = [
        Known(sum(times), "These are seconds.", "Divide by 60."),
        Known(
            median(times) * len(times) / 60,
            "This is forty times the median; the slow items cost more.",
            "Add up.",
        ),
        Known(sum(times) / 60 / len(times), "This is the time of one item.", "Add up, do not average."),
        Known(
            clock(work), "This is the time by the clock from the first to the last decision, pauses included."
        ),
    ]
    why = "Nobody can plan a review without the time of the last one."
    close(
        "minutes",
        work.number("minutes"),
        total,
        tolerance=1e-3,
        known=known,
        why=why,
        advice="Add up `seconds`.",
    )
    return Passed(f"{total:.1f} min")


@check("yield")
def the_share_has_its_interval(work: Work) -> Passed:
    """`confirmed` is the share that you decided to fix, and `confirmed_interval` its Wilson interval, within .002."""
    fixes, n = count(work)
    why = "A share of forty without its interval promises more than forty images can say."
    known = [Known(100 * fixes / n, "This is a percentage.", "Leave out the factor 100.")]
    close("confirmed", work.number("confirmed"), fixes / n, tolerance=1e-6, known=known, why=why)
    low, high = work.numbers("confirmed_interval", 2)
    truth = wilson(fixes, n)
    if max(abs(low - truth[0]), abs(high - truth[1])) <= 0.002:
        return Passed(f"{fixes / n:.0%}, {low:.0%} to {high:.0%}", measures=measures(work))
    p = fixes / n
    wald = 1.96 * math.sqrt(p * (1 - p) / n)
    raise Failed(
        f"`confirmed_interval` runs from {low:.3f} to {high:.3f}.",
        misconception="This is the plain normal interval, p plus and minus 1.96 standard errors."
        if abs(low - p + wald) < 1e-3 and abs(high - p - wald) < 1e-3
        else "The ends are the wrong way round."
        if low > high
        else "",
        why=why,
        advice="Compute the middle and the reach one after the other.",
        credit=0.5,
        measured=f"{low:.3f} to {high:.3f}",
        expected="each end within .002 of Wilson's interval for your decisions",
    )


@check("yield")
def the_yield_is_by_the_minute(work: Work) -> Passed:
    """`yield_per_minute` is how many labels you decided to fix in a minute of work."""
    fixes, n = count(work)
    minutes = sum(one.seconds or 0.0 for one in whole(work)) / 60
    known = [
        Known(
            n / minutes,
            "This is the speed: decisions a minute, whatever was decided.",
            "Count only the fixes.",
        ),
        Known(
            minutes / fixes if fixes else math.inf, "These are minutes a fix; the fraction is turned round."
        ),
        Known(fixes / minutes / 60, "This is a yield by the second.", "Use minutes."),
    ]
    why = "Yield, not speed, says when a review stops being worth its cost."
    value = work.number("yield_per_minute")
    close(
        "yield_per_minute",
        value,
        fixes / minutes,
        tolerance=1e-3,
        known=known,
        why=why,
        advice="Fixes / minutes.",
    )
    return Passed(f"{value:.1f} a minute")


@check("yield")
def the_list_runs_dry(work: Work) -> None:
    """`later` says what happens to the yield further down an ordered list."""
    right_choice(
        "later",
        work.text("later"),
        {
            "rises": "The list begins with the strongest doubts.",
            "stays": "Labels that the model doubts less are right more often, and take as long to look at.",
            "falls": "",
        },
        why="A plan that multiplies the first hour's yield by ten promises errors that are not there.",
        advice="Compare the first 50 and the last 50 rows of your queue in the exercise before.",
    )


def count(work: Work) -> tuple[int, int]:
    """How many of the forty the learner decided to fix, and how many were decided or skipped."""
    found = whole(work)
    return list(chosen_labels(found).values()).count("fix"), len(found)


def clock(work: Work) -> float:
    """Minutes by the clock from the first decision to the last."""
    stamps = [one.at for one in whole(work) if one.at is not None]
    return (max(stamps) - min(stamps)).total_seconds() / 60 if stamps else math.inf


def measures(work: Work) -> tuple[Measure, ...]:
    """The confirmed share with its interval, and the yield."""
    fixes, n = count(work)
    low, high = wilson(fixes, n)
    minutes = sum(one.seconds or 0.0 for one in whole(work)) / 60
    return (
        Measure(
            id="confirmed-share",
            name="Flagged labels that the reviewer decided to fix",
            value=round(100 * fixes / n, 1),
            unit="%",
            n=n,
            n_unit="flagged images",
            low=round(100 * low, 1),
            high=round(100 * high, 1),
            method="Wilson, 95 %",
            reference="the learner's own decisions; 16 of the 40 labels were exchanged on purpose",
        ),
        Measure(
            id="fixes-a-minute",
            name="Labels fixed in a minute of review",
            value=round(fixes / minutes, 2),
            n=n,
            n_unit="flagged images",
            method="time at work as the labelling widget kept it",
        ),
    )
