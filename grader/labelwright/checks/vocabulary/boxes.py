"""Judge boxes on images against gold ones."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Box, Shapes
from labelwright.checks.check import Passed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.mistakes.boxes import box_mistakes
from labelwright.checks.vocabulary.settle import Bands, named, settle, times
from labelwright.quality.image.match import Matched, match_boxes

Drawn = Mapping[str, Shapes | Sequence[Box]] | Sequence[Annotation]
_MOST = 500
_WHY = "A detector learns the edges that it is shown; loose, shifted or missing boxes become its own."


def drawn_boxes(given: Drawn) -> dict[str, tuple[Box, ...]]:
    """The boxes of each image that was done; skipped images and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {item: tuple(one.boxes if isinstance(one, Shapes) else one) for item, one in given.items()}
    return {one.item: one.value.boxes for one in given if isinstance(one.value, Shapes)}


def boxes_match(
    given: Drawn,
    gold: Mapping[str, Shapes],
    *,
    full: float,
    half: float | None = None,
    iou: float = 0.5,
    mean_iou: float = 0.0,
    label_accuracy: float = 0.0,
    why: str = _WHY,
) -> Passed:
    """Pass where the F1 of boxes matched at `iou` reaches `full`; Failed names what was missed and the likely mistake.

    Labels do not decide the matching: `label_accuracy` is the share of matched boxes that must have the right one, and
    `mean_iou` the mean overlap of the matched ones that a pass needs. Every image of `gold` counts; an image without
    annotation counts as one without boxes.
    """
    mine = drawn_boxes(given)
    guess = [mine.get(item, ())[:_MOST] for item in gold]
    found = match_boxes(list(gold.values()), guess, threshold=iou, labels=False)
    ids = list(gold)
    return settle(
        found.f1,
        Bands(full, half),
        _found(found, ids, iou),
        mistakes=box_mistakes(list(gold.values()), guess, iou),
        blocked=_blocked(found, mean_iou, label_accuracy),
        why=why,
        advice="Draw each box to the outermost pixel of the object, and look along the edges of the image as well.",
        measures=_measures(found, iou, len(ids)),
    )


def _found(found: Matched, ids: Sequence[str], iou: float) -> str:
    gold, drawn = len(found.pairs) + len(found.missed), len(found.pairs) + len(found.extra)
    overlap = f", with a mean IoU of {found.mean_closeness:.2f}" if found.pairs else ""
    missed = list(dict.fromkeys(ids[image] for image, _ in found.missed))
    extra = list(dict.fromkeys(ids[image] for image, _ in found.extra))
    return (
        f"{len(found.pairs)} of {times(gold, 'object')} are matched by your {times(drawn, 'box', 'boxes')} at IoU "
        f"{iou:g}{overlap}."
        + (f" Objects are missed in {named(missed, 3)}." if missed else "")
        + (f" Boxes match no object in {named(extra, 3)}." if extra else "")
    )


def _blocked(found: Matched, mean_iou: float, label_accuracy: float) -> str:
    if found.pairs and found.mean_closeness < mean_iou:
        return f"The mean IoU of matched boxes is {found.mean_closeness:.2f}, below {mean_iou:g}."
    if found.pairs and found.label_accuracy < label_accuracy:
        return f"{found.label_accuracy:.0%} of the matched boxes have the right label, below {label_accuracy:.0%}."
    return ""


def _measures(found: Matched, iou: float, images: int) -> tuple[Measure, ...]:
    n = len(found.pairs) + len(found.missed)
    value = 0.0 if math.isnan(found.f1) else round(found.f1, 4)
    unit = f"objects in {images} images"
    made = [Measure(id="box-f1", name=f"Box F1 at IoU {iou:g}", value=value, n=n, n_unit=unit)]
    if found.pairs:
        mean = round(found.mean_closeness, 4)
        made.append(
            Measure(id="box-iou", name="Mean IoU", value=mean, n=len(found.pairs), n_unit="matched boxes")
        )
    return tuple(made)
