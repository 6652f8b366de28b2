"""Checks for forty reviewed labels: decisions against what was planted, and the yield that follows from the learner's own journal."""

from __future__ import annotations

import math

import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.checks import (
    Failed,
    KnownLabels,
    Measure,
    NotAttempted,
    Passed,
    Work,
    all_labelled,
    check,
    choice,
    chosen_labels,
    enough_time,
    labels_agree,
    number,
    own_annotations,
    read_annotations,
)
from labelwright.data import seed

from .planted import drawn

SLUG, JOURNAL = "review-flagged-labels", "flagged-labels.annotations.jsonl"
DECISIONS = ("fix", "keep", "ambiguous")
LEAST_SECONDS = 0.5
"""Nobody looks at an image, reads its label, decides and presses a key in less."""
WHY_INTERVAL = "Forty images are few. Without its interval, the share looks more exact than it is."
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


minutes_are_added_up = number(
    "yield",
    "minutes",
    "the total working time for all forty labels",
    within=0.001,
    after=all_are_decided,
    why="To plan the next review, people need the time of this one.",
    advice="Add up `seconds`.",
)


def _share(work: Work, value: float) -> Measure:
    low, high = work.solution.interval("confirmed_interval")
    return Measure(
        id="confirmed-share",
        name="Flagged labels that the reviewer decided to fix",
        value=round(100 * value, 1),
        unit="%",
        n=len(work.sample),
        n_unit="flagged images",
        low=round(100 * low, 1),
        high=round(100 * high, 1),
        method="Wilson, 95 %",
        reference="the learner's own decisions; 16 of the 40 labels were exchanged on purpose",
    )


share_is_confirmed = number(
    "yield",
    "confirmed",
    "the share that you decided to fix",
    weight=0.25,
    after=all_are_decided,
    why=WHY_INTERVAL,
    measure=_share,
)


@check("yield", weight=0.75, after=share_is_confirmed)
def the_share_has_its_interval(work: Work) -> Passed:
    """`confirmed_interval` is the Wilson interval of this share, each end within .002."""
    low, high = work.interval("confirmed_interval")
    first, last = work.solution.interval("confirmed_interval")
    if max(abs(low - first), abs(high - last)) <= 0.002:
        return Passed(f"{low:.0%} to {high:.0%}")
    p, n = work.solution.number("confirmed"), len(work.sample)
    wald = 1.96 * math.sqrt(p * (1 - p) / n)
    misconception = ""
    if abs(low - p + wald) < 1e-3 and abs(high - p - wald) < 1e-3:
        misconception = "This is the simple normal interval: p plus and minus 1.96 standard errors."
    elif low > high:
        misconception = "The two ends are in the wrong order."
    raise Failed(
        f"`confirmed_interval` goes from {low:.3f} to {high:.3f}.",
        misconception=misconception,
        why=WHY_INTERVAL,
        advice="First compute the middle of Wilson's formula, then the half width.",
        credit=1 / 3 if misconception else 0.0,
        measured=f"{low:.3f} to {high:.3f}",
        expected="each end within .002 of Wilson's interval for your decisions",
    )


def _pace(work: Work, value: float) -> Measure:
    return Measure(
        id="fixes-a-minute",
        name="Labels fixed per minute of review",
        value=round(value, 2),
        n=len(work.sample),
        n_unit="flagged images",
        method="time at work as the labelling widget kept it",
    )


the_yield_is_by_the_minute = number(
    "yield",
    "yield_per_minute",
    "how many labels you decided to fix per minute of work",
    within=0.001,
    after=all_are_decided,
    why="The yield, not the speed, shows when a review is no longer worth its cost.",
    advice="Divide the number of fixes by the minutes.",
    measure=_pace,
)
the_list_runs_dry = choice(
    "yield",
    "later",
    "what happens to the yield further down in an ordered list",
    why="If you multiply the yield of the first hour by ten, your plan promises errors that do not exist.",
    advice="Compare the first 50 and the last 50 rows of your queue in the previous exercise.",
)
