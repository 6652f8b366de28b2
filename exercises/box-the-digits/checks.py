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
    function_gives,
    settle,
)
from labelwright.checks.boxes import box_mistakes

from .drawn import IOU, blots_boxed, given, gold, journal, label_habits, matched, too_few
from .overlaps import KNOWN, cases


@check("boxes")
def every_picture_is_finished(work: Work) -> Passed:
    """Every one of your fifteen pictures is finished."""
    return all_labelled(journal(work), list(gold(work)), most_skipped=0.1, fast=5)


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
        mistakes=box_mistakes(list(gold(work).values()), given(work), IOU),
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


@check("iou")
def iou_is_right(work: Work) -> Passed:
    """`iou` returns the intersection over union of two boxes, and 0 if they do not overlap."""
    why = "Every score of a detector depends on this number. The most common error is with boxes that do not overlap."
    return function_gives(work, "iou", cases(work), half=0.7, known=KNOWN, why=why)
