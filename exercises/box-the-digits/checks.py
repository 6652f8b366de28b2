"""Checks for boxes around digits: found, tight, named, and the learner's own overlap."""

from __future__ import annotations

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
    function_gives,
    settle,
)

from .drawn import CUT, IOU, blots_boxed, gold, journal, label_habits, matched, mistakes, named, too_few
from .overlaps import KNOWN, cases


@check("boxes")
def every_picture_is_finished(work: Work) -> Passed:
    """Every one of your fifteen pictures is finished."""
    return all_labelled(journal(work), list(gold(work)), most_skipped=0.1)


@check("boxes", weight=3, after=every_picture_is_finished)
def every_digit_is_found(work: Work) -> Passed:
    """Your boxes are around the digits and nothing else: F1 at IoU .5 is at least .90."""
    try:
        return boxes_match(journal(work), gold(work), full=0.9, half=0.8, iou=IOU)
    except Failed as failed:
        if not failed.misconception and (spots := blots_boxed(work)):
            failed.misconception, failed.advice = spots.misconception, spots.advice
        raise


@check("boxes", weight=4, after=every_picture_is_finished)
def boxes_are_tight(work: Work) -> Passed:
    """Your boxes are tight: the mean IoU of the matched ones is at least .75."""
    found = matched(work)
    few = too_few(work)
    return settle(
        found.mean_closeness,
        Bands(0.75, 0.65),
        few or f"The mean IoU of your {len(found.pairs)} matched boxes is {found.mean_closeness:.2f}.",
        mistakes=mistakes(work),
        credit=0.0 if few else None,
        why="A detector that learns from loose boxes draws loose boxes. If the test boxes are loose too, its score "
        "does not show it.",
        advice="Zoom in with the key +, and move each side of the box to the outermost ink.",
    )


@check("boxes", weight=2, after=every_picture_is_finished)
def boxes_are_named(work: Work) -> Passed:
    """Your labels are right on at least 95 % of the matched boxes."""
    found, few = matched(work), too_few(work)
    right = sum(pair.same_label for pair in found.pairs)
    measure = Measure(
        id="box-labels",
        name="Labels of matched boxes",
        value=round(100 * found.label_accuracy, 1) if found.pairs else 0.0,
        unit="%",
        n=len(found.pairs),
        n_unit="matched boxes",
        reference="the digits that the pictures were composed from",
    )
    return settle(
        found.label_accuracy,
        Bands(0.95, 0.85),
        few or f"{right} of your {len(found.pairs)} matched boxes have the right label.",
        mistakes=label_habits(work),
        credit=0.0 if few else None,
        why="From a right box with a wrong label, the detector learns to find the digit and to name it wrongly.",
        advice="Go through your pictures again and look only at the labels.",
        measures=(measure,),
    )


SECONDS_A_BOX = 0.7
"""A key, a drag and a look at the edges take a practised hand about two seconds."""


@check("rules", after=every_picture_is_finished)
def time_was_taken(work: Work) -> Passed:
    """You took the time to draw: at least .7 seconds for each digit of a picture, in half of the pictures or more."""
    least = {item: SECONDS_A_BOX * len(image.boxes) for item, image in gold(work).items()}
    return enough_time(journal(work), least, doing="Drawing the boxes of one picture")


@check("rules", after=every_picture_is_finished)
def each_digit_has_one_box(work: Work) -> Passed:
    """Rule 1: F1 of the boxes at IoU .5 is at least .80. A second box around a digit counts as a wrong one."""
    found = matched(work)
    return settle(
        found.f1,
        Bands(0.8),
        f"{len(found.missed)} digits have no box of yours, and {len(found.extra)} of your boxes have no digit of their own.",
        mistakes=mistakes(work),
        why="A detector learns each box, also a wrong one, and learns nothing where a box is missing.",
        advice="In each picture, count the digits and then the boxes.",
    )


@check("rules", after=every_picture_is_finished)
def boxes_follow_the_ink(work: Work) -> Passed:
    """Rule 2: the mean IoU of your matched boxes is at least .65."""
    found, few = matched(work), too_few(work)
    return settle(
        found.mean_closeness,
        Bands(0.65),
        few or f"The mean IoU of your {len(found.pairs)} matched boxes is {found.mean_closeness:.2f}.",
        mistakes=mistakes(work),
        credit=0.0 if few else None,
        why="A box that is not tight is about its object and something else.",
        advice="Zoom in with the key +, and move each side of the box to the outermost ink.",
    )


@check("rules", after=every_picture_is_finished)
def whole_digits_are_named(work: Work) -> Passed:
    """Rule 3: at least 80 % of the whole digits that you boxed have the right digit as their label."""
    return _named(work, [(truth, mine) for truth, mine in named(work) if truth != CUT], 0.8, "whole digits")


@check("rules", after=every_picture_is_finished)
def cut_off_digits_are_named(work: Work) -> Passed:
    """Rule 4: at least half of the cut-off digits that you boxed have the label cut-off."""
    return _named(work, [(truth, mine) for truth, mine in named(work) if truth == CUT], 0.5, "cut-off digits")


def _named(work: Work, pairs: list[tuple[str, str]], least: float, which: str) -> Passed:
    """Pass if enough of these boxes have the right label; `pairs` has the right label and the learner's."""
    few = too_few(work) or ("" if pairs else f"You boxed none of the {which}.")
    right = sum(truth == mine for truth, mine in pairs)
    return settle(
        right / len(pairs) if pairs else 0.0,
        Bands(least),
        few or f"{right} of the {len(pairs)} {which} that you boxed have the right label.",
        mistakes=label_habits(work),
        credit=0.0 if few else None,
        why="The label is half of the work: a detector must also say what it found.",
        advice=f"Go through your pictures again and look only at the labels of the {which}.",
    )


@check("iou")
def iou_is_right(work: Work) -> Passed:
    """`iou` returns the intersection over union of two boxes, and 0 if they do not overlap."""
    why = "Every score of a detector depends on this number. The most common error is with boxes that do not overlap."
    return function_gives(work, "iou", cases(work), half=0.7, known=KNOWN, why=why)
