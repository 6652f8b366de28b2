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
    enough_time,
    labels_agree,
    own_annotations,
    read_annotations,
    right_choice,
)
from labelwright.data import seed
from labelwright.quality import wilson

from .planted import drawn

SLUG, JOURNAL = "review-flagged-labels", "flagged-labels.annotations.jsonl"
DECISIONS = ("fix", "keep", "ambiguous")
LEAST_SECONDS = 0.5
"""Nobody looks at an image, reads its label, decides and presses a key in less."""
WHY = "A wrong fix creates a new error, and a person is responsible for it."


def planted(work: Work) -> pd.DataFrame:
    """Return the learner's forty with their published digit, their stratum, and whether the label was flipped."""

    def draw() -> pd.DataFrame:
        return drawn(work.source_rows, seed(work.learner, SLUG, work.form)).set_index("id")

    return work.cached("planted", draw)


def accepted(work: Work) -> dict[str, tuple[str, ...]]:
    """Return the acceptable decisions of each item, the best first."""
    table = planted(work)
    both = {"clear": ("keep",), "hard": ("keep", "ambiguous"), "ambiguous": ("ambiguous", "keep")}
    return {
        str(one): ("fix",) if flipped else both[stratum]
        for one, flipped, stratum in zip(table.index, table["flipped"], table["stratum"], strict=True)
    }


def annotations(work: Work) -> list[Annotation]:
    """Return what the journal says of the learner's forty."""
    items = list(work.sample["id"])
    found = work.cached(
        "annotations", lambda: own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=items))
    )
    if not found:
        raise NotAttempted(
            "You have not decided on any label yet. Run the cell with `ex.label`, and decide in the widget."
        )
    return found


def whole(work: Work) -> list[Annotation]:
    """Return the same; NotAttempted while an item is open or has no time."""
    found = [one for one in annotations(work) if one.seconds is not None]
    if len(found) < len(work.sample) or not sum(one.seconds or 0 for one in found):
        raise NotAttempted(
            f"{len(found)} of {len(work.sample)} labels have a decision. Decide the others first."
        )
    return found


@check("decide")
def all_are_decided(work: Work) -> Passed:
    """All forty labels have a decision. At most two are skipped."""
    return all_labelled(annotations(work), list(work.sample["id"]), most_skipped=0.05)


@check("decide", weight=5, after=all_are_decided)
def decisions_are_right(work: Work) -> Passed:
    """At least 36 of your 40 decisions are right. If an image can be read in two ways, two decisions are accepted."""
    ids = list(work.sample["id"])
    turned = {
        one: {"fix": "keep", "keep": "fix"}.get(right[0], right[0]) for one, right in accepted(work).items()
    }
    known = [
        KnownLabels(
            turned,
            "You exchanged fix and keep. You mixed up the keys.",
            "Use key 1 for fix and key 2 for keep.",
        ),
        KnownLabels(
            dict.fromkeys(ids, "fix"),
            "You fixed nearly every right label, as if the model's doubt were enough. But the model also doubts images that "
            "are only hard.",
            "First read the image, then look at the label.",
        ),
        KnownLabels(
            dict.fromkeys(ids, "keep"),
            "You kept nearly every wrong label. If you read the label first, you see it in the image.",
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


@check("rules", after=all_are_decided)
def images_are_looked_at(work: Work) -> Passed:
    """You took the time to look: half a second or more for at least half of the images."""
    least = dict.fromkeys(work.sample["id"], LEAST_SECONDS)
    return enough_time(annotations(work), least, doing="Looking at an image and pressing a key")


@check("rules", after=all_are_decided)
def wrong_labels_are_found(work: Work) -> Passed:
    """You fix at least half of the wrong labels."""
    given = chosen_labels(annotations(work))
    wrong = [item for item, right in accepted(work).items() if right == ("fix",)]
    return _enough(sum(given.get(item) == "fix" for item in wrong), len(wrong), 0.5, "wrong labels are fixed")


@check("rules", after=all_are_decided)
def right_labels_stay(work: Work) -> Passed:
    """You do not fix more than a quarter of the labels that are a possible reading."""
    given = chosen_labels(annotations(work))
    fit = [item for item, right in accepted(work).items() if right != ("fix",)]
    return _enough(
        sum(given.get(item) in DECISIONS[1:] for item in fit), len(fit), 0.75, "possible labels stay"
    )


@check("rules", after=all_are_decided)
def clear_images_are_not_ambiguous(work: Work) -> Passed:
    """You call at most a quarter of the clear images ambiguous: in these, one digit can be read."""
    given = chosen_labels(annotations(work))
    clear = [item for item, right in accepted(work).items() if "ambiguous" not in right]
    return _enough(
        sum(given.get(item) != "ambiguous" for item in clear), len(clear), 0.75, "clear images are decided"
    )


def _enough(hits: int, there: int, least: float, what: str) -> Passed:
    """Pass if the share is large enough. The message gives shares, because nobody is told how many labels are wrong."""
    if hits >= least * there:
        return Passed(f"{hits / there:.0%}", f"at least {least:.0%}")
    raise Failed(
        f"Only {hits / there:.0%} of the {what}.",
        why="A review is worth its time only if it finds wrong labels and leaves right ones alone.",
        advice="For each image, say which digit you read before you look at the label.",
        measured=f"{hits / there:.0%}",
        expected=f"at least {least:.0%}",
    )


@check("yield")
def minutes_are_added_up(work: Work) -> Passed:
    """`minutes` is the total working time for all forty labels, within .001."""
    times = [one.seconds or 0.0 for one in whole(work)]
    total = sum(times) / 60
    known = [
        Known(sum(times), "These are seconds.", "Divide by 60."),
        Known(
            median(times) * len(times) / 60,
            "This is forty times the median. But the slow items need more time.",
            "Add up.",
        ),
        Known(
            sum(times) / 60 / len(times),
            "This is the time of one item.",
            "Add up the times of all items. Do not take the mean.",
        ),
        Known(clock(work), "This is the clock time from the first to the last decision, including pauses."),
    ]
    why = "To plan the next review, people need the time of this one."
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
    """`confirmed` is the share that you decided to fix, and `confirmed_interval` is its Wilson interval, within .002."""
    fixes, n = count(work)
    why = "Forty images are few. Without its interval, the share looks more exact than it is."
    known = [Known(100 * fixes / n, "This is a percentage.", "Do not multiply by 100.")]
    close("confirmed", work.number("confirmed"), fixes / n, tolerance=1e-6, known=known, why=why)
    low, high = work.interval("confirmed_interval")
    truth = wilson(fixes, n)
    if max(abs(low - truth[0]), abs(high - truth[1])) <= 0.002:
        return Passed(f"{fixes / n:.0%}, {low:.0%} to {high:.0%}", measures=measures(work))
    p = fixes / n
    wald = 1.96 * math.sqrt(p * (1 - p) / n)
    misconception = ""
    if abs(low - p + wald) < 1e-3 and abs(high - p - wald) < 1e-3:
        misconception = "This is the simple normal interval: p plus and minus 1.96 standard errors."
    elif low > high:
        misconception = "The two ends are in the wrong order."
    raise Failed(
        f"`confirmed_interval` goes from {low:.3f} to {high:.3f}.",
        misconception=misconception,
        why=why,
        advice="First compute the middle of Wilson's formula, then the half width.",
        credit=0.5 if misconception else 0.25,
        measured=f"{low:.3f} to {high:.3f}",
        expected="each end within .002 of Wilson's interval for your decisions",
    )


@check("yield")
def the_yield_is_by_the_minute(work: Work) -> Passed:
    """`yield_per_minute` is how many labels you decided to fix per minute of work, within .001."""
    fixes, n = count(work)
    minutes = sum(one.seconds or 0.0 for one in whole(work)) / 60
    known = [
        Known(
            n / minutes,
            "This is the speed: all decisions per minute.",
            "Count only the decisions to fix.",
        ),
        Known(
            minutes / fixes if fixes else math.inf, "These are minutes per fix: you divided the wrong way."
        ),
        Known(fixes / minutes / 60, "This is the yield per second.", "Use minutes."),
    ]
    why = "The yield, not the speed, shows when a review is no longer worth its cost."
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
    """`later` says what happens to the yield further down in an ordered list."""
    right_choice(
        "later",
        work.text("later"),
        {
            "rises": "The list begins with the labels that the model doubts most.",
            "stays": "If the model doubts a label less, the label is right more often, but you need the same time to "
            "look at it.",
            "falls": "",
        },
        why="If you multiply the yield of the first hour by ten, your plan promises errors that do not exist.",
        advice="Compare the first 50 and the last 50 rows of your queue in the previous exercise.",
    )


def count(work: Work) -> tuple[int, int]:
    """Return how many of the forty the learner decided to fix, and how many were decided or skipped."""
    found = whole(work)
    return list(chosen_labels(found).values()).count("fix"), len(found)


def clock(work: Work) -> float:
    """Minutes by the clock from the first decision to the last."""
    stamps = [one.at for one in whole(work) if one.at is not None]
    return (max(stamps) - min(stamps)).total_seconds() / 60 if stamps else math.inf


def measures(work: Work) -> tuple[Measure, ...]:
    """Return the confirmed share with its interval, and the yield."""
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
            name="Labels fixed per minute of review",
            value=round(fixes / minutes, 2),
            n=n,
            n_unit="flagged images",
            method="time at work as the labelling widget kept it",
        ),
    )
