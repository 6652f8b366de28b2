"""Checks for boxes around digits: found, tight, named, and the learner's own overlap."""

from __future__ import annotations

from dataclasses import replace

from labelwright.checks import (
    Bands,
    Failed,
    Measure,
    Passed,
    Work,
    all_labelled,
    boxes_match,
    check,
    enough_time,
    function,
    settle,
)
from labelwright.checks.boxes import next_step
from labelwright.checks.check import Check
from labelwright.checks.compare import quote_some

from .drawn import (
    CUT,
    IOU,
    cut_off_digits,
    finished,
    gold,
    journal,
    left_over,
    matched,
    misfits,
    mistakes,
    named,
    started,
    thin_pictures,
    too_few,
)
from .habits import Named, label_habits
from .overlaps import NOTES, odd_values, pairs
from .pictures import refuse_gaps

BOXES_FIRST = "First correct the boxes: read what the check about finding every digit says."
LABELS = (
    "Go through your pictures again and look only at the labels. A key changes the label of the chosen box."
)
EDGES = "Go along the four edges of each picture. Draw a tight box around the part that you see, and press C."
FIT = "Zoom in with the key +, and move each side of these boxes to the outermost ink."
MANY_WRONG = (
    "Most of these labels are wrong, so hard digits are not the reason. In that picture, compare each box with its label. "
    "Draw a box first, then press the key of this digit while the box is still chosen."
)


@check("boxes")
def every_picture_is_finished(work: Work) -> Passed:
    """Every one of your fifteen pictures is finished, with the boxes of its digits."""
    done = journal(work)
    refuse_gaps(list(gold(work)), {one.item: one for one in done}, started(work))
    return all_labelled(done, list(gold(work)))


@check("boxes", weight=3)
def every_digit_is_found(work: Work) -> Passed:
    """Your boxes are around the digits and nothing else: F1 at IoU .5 is at least .90."""
    try:
        return boxes_match(finished(work), gold(work), full=0.9, half=0.8, iou=IOU)
    except Failed as failed:
        for first in mistakes(work)[:1]:
            failed.misconception, failed.advice = first.misconception, first.advice
        raise


@check("boxes", weight=4)
def boxes_are_tight(work: Work) -> Passed:
    """Your boxes are tight: the mean IoU of the matched ones is at least .75."""
    return _tight(work, Bands(0.75, 0.65))


def _tight(work: Work, bands: Bands) -> Passed:
    found, few = matched(work), too_few(work)
    return settle(
        found.mean_closeness,
        bands,
        few or f"The mean IoU of your {len(found.pairs)} matched boxes is {found.mean_closeness:.2f}.",
        mistakes=() if few else misfits(work),
        credit=0.0 if few else None,
        why="A detector copies the boxes that it learns from. If they are too large, too small or moved, its boxes will be "
        "too.",
        advice=BOXES_FIRST
        if few
        else "Zoom in with the key +, and move each side of the box to the outermost ink.",
    )


@check("boxes", weight=2)
def boxes_are_named(work: Work) -> Passed:
    """Your labels are right on at least 95 % of the matched boxes."""
    found = matched(work)
    measure = Measure(
        id="box-labels",
        name="Labels of matched boxes",
        value=round(100 * found.label_accuracy, 1) if found.pairs else 0.0,
        unit="%",
        n=len(found.pairs),
        n_unit="matched boxes",
        reference="the digits that the pictures were composed from",
    )
    return _named(work, named(work), Bands(0.95, 0.85), "matched boxes", "have the right label", (measure,))


def _named(
    work: Work,
    scope: list[Named],
    bands: Bands,
    which: str,
    said: str,
    measures: tuple[Measure, ...] = (),
) -> Passed:
    """Pass if enough of these boxes have the right label; only a habit that explains most of their errors is named."""
    few = too_few(work) or ("" if scope else f"You boxed none of the {which}.")
    wrong = [one for one in scope if one.is_wrong]
    share = 1 - len(wrong) / len(scope) if scope else 0.0
    habits = [] if few else label_habits(named(work), scope)
    found = f"{len(scope) - len(wrong)} of the {len(scope)} {which} {said}."
    if wrong and not habits:
        found += f" The first one that is wrong has your label {wrong[0].mine}, in `{wrong[0].item}`."
    return settle(
        share,
        bands,
        few or found,
        mistakes=habits,
        credit=0.0 if few else None,
        why="From a right box with a wrong label, the detector learns to find the digit and to name it wrongly.",
        advice=BOXES_FIRST if few else MANY_WRONG if share < 0.5 else LABELS,
        measures=measures,
    )


SECONDS_A_BOX = 0.7
"""A key, a drag and a look at the edges take a practised hand about two seconds."""


@check("rules")
def time_was_taken(work: Work) -> Passed:
    """You took the time to draw: at least .7 seconds for each digit of a picture, in half of the pictures or more."""
    done, pictures = finished(work), len(gold(work))
    drawn = sum(one.status == "done" for one in done)
    if 2 * drawn < pictures:
        raise Failed(
            f"You finished {drawn} of {pictures} pictures, too few to judge this.",
            why="Clients look at the working times, because a label says something only if somebody looked first.",
            advice="Draw the boxes of the other pictures first.",
        )
    least = {item: SECONDS_A_BOX * len(image.boxes) for item, image in gold(work).items()}
    return enough_time(done, least, doing="Drawing the boxes of one picture")


@check("rules")
def each_digit_has_one_box(work: Work) -> Passed:
    """Rule 1: F1 of the boxes at IoU .5 is at least .80, and in each picture half of the digits or more have their box.

    A second box around a digit counts as a wrong one.
    """
    found, left, thin = matched(work), left_over(work), thin_pictures(work)
    near = f" {len(left.near)} of these boxes are about a digit but fit it badly." if left.near else ""
    return settle(
        found.f1,
        Bands(0.8),
        f"{len(found.missed)} digits have no matching box, and {len(found.extra)} of your boxes match no digit.{near}",
        mistakes=mistakes(work),
        blocked=f"Fewer than half of the digits have a matching box in {quote_some(thin, 3)}."
        if thin
        else "",
        why="A detector learns each box, also a wrong one, and learns nothing where a box is missing.",
        advice=next_step(list(gold(work).values()), left),
    )


@check("rules")
def boxes_follow_the_ink(work: Work) -> Passed:
    """Rule 2: the mean IoU of your matched boxes is at least .65."""
    return _tight(work, Bands(0.65))


@check("rules")
def whole_digits_are_named(work: Work) -> Passed:
    """Rule 3: at least 80 % of the whole digits that you boxed have the right digit as their label."""
    whole = [one for one in named(work) if one.truth != CUT]
    return _named(work, whole, Bands(0.8), "whole digits", "that you boxed have the right label")


@check("rules")
def cut_off_digits_are_named(work: Work) -> Passed:
    """Rule 4: at least half of all cut-off digits have a matching box with the label cut-off."""
    boxed, all_of_them, few = (
        [one for one in named(work) if one.truth == CUT],
        cut_off_digits(work),
        too_few(work),
    )
    right, missed = sum(not one.is_wrong for one in boxed), all_of_them - len(boxed)
    digits = list(gold(work).values())
    near = sum(digits[image].boxes[number].label == CUT for image, number, _ in left_over(work).near)
    without = f" {missed} of them have no matching box." if missed else ""
    without += f" {near} of these have a box that fits badly." if near else ""
    habits = [] if few or missed > len(boxed) - right else label_habits(named(work), boxed)
    return settle(
        right / all_of_them if all_of_them else 1.0,
        Bands(0.5),
        few
        or f"{right} of the {all_of_them} cut-off digits have a matching box with the label cut-off.{without}",
        mistakes=habits,
        credit=0.0 if few else None,
        why="Annotators most often miss objects at the edge, and a detector that learned from their boxes misses them too.",
        advice=BOXES_FIRST if few else FIT if 2 * near > missed else EDGES,
    )


def _odd_values_told(check: Check) -> Check:
    """Return a check that also tells odd values where no mistake is recognised."""

    def compare(work: Work) -> Passed | None:
        try:
            return check.function(work)
        except Failed as failed:
            if not failed.misconception and (seen := odd_values(work)):
                failed.misconception, failed.advice = seen.misconception, seen.advice
            raise

    return replace(check, function=compare)


iou_is_right = _odd_values_told(
    function(
        "iou",
        "iou",
        "returns the intersection over union of two boxes, and 0 if they do not overlap",
        inputs=pairs,
        notes=NOTES,
        half=0.6,
        why="Every score of a detector depends on this number.",
    )
)
