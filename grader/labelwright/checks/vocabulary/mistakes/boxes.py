"""Recognise systematic mistakes in boxes: apply the correction to all of them and see whether they then match."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from labelwright.annotations.values import Box, Shapes
from labelwright.checks.vocabulary.settle import Mistake
from labelwright.quality.image.match import match_boxes

Correction = Callable[[Box, Shapes], tuple[float, float, float, float]]
_GAIN = 0.2
_FARTHEST = 1e9
_PADDED = 1.3
"""Boxes of more than this many times the object's area are loose ones."""


def box_mistakes(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    """The mistakes whose correction makes the boxes match, the one that explains most first."""
    now = _f1(gold, given, iou)
    gains = []
    for rank, (mistake, correct) in enumerate((*_CORRECTIONS, *_scaled(gold, given))):
        changed = [
            [made for box in boxes if (made := _made(correct(box, image), box.label))]
            for image, boxes in zip(gold, given, strict=True)
        ]
        gains.append((_f1(gold, changed, iou) - now, -rank, mistake))
    for gain, _, mistake in sorted(gains, key=lambda found: found[:2], reverse=True):
        if gain >= _GAIN:
            yield mistake
    yield from _loose(gold, given)
    yield from _cut_off(gold, given, iou)


def _f1(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> float:
    found = match_boxes(gold, given, threshold=iou, labels=False).f1
    return 0.0 if found != found else found


def _made(corners: tuple[float, float, float, float], label: str) -> Box | None:
    x, y, width, height = corners
    sane = all(abs(value) < _FARTHEST for value in corners)
    return (
        Box(x=x, y=y, width=width, height=height, label=label) if sane and width > 0 and height > 0 else None
    )


_CORRECTIONS: tuple[tuple[Mistake, Correction], ...] = (
    (
        Mistake(
            "x and y are exchanged: rows were given for columns, as an array's `[row, column]` suggests.",
            "x runs to the right and y downwards; give x first.",
        ),
        lambda box, image: (box.y, box.x, box.height, box.width),
    ),
    (
        Mistake(
            "The corner's x and y are exchanged, width and height are not.",
            "x runs to the right and y downwards; give x first.",
        ),
        lambda box, image: (box.y, box.x, box.width, box.height),
    ),
    (
        Mistake(
            "The opposite corner (x2, y2) was given where width and height are meant.",
            "Give width = x2 - x and height = y2 - y.",
        ),
        lambda box, image: (box.x, box.y, box.width - box.x, box.height - box.y),
    ),
    (
        Mistake(
            "The middle of the box was given where its upper left corner is meant, as YOLO files do.",
            "Take half of the width from x and half of the height from y.",
        ),
        lambda box, image: (box.x - box.width / 2, box.y - box.height / 2, box.width, box.height),
    ),
    (
        Mistake(
            "The values are shares of the image (0 to 1) where pixels are meant.",
            "Multiply x and width by the image's width, y and height by its height.",
        ),
        lambda box, image: (
            box.x * image.width,
            box.y * image.height,
            box.width * image.width,
            box.height * image.height,
        ),
    ),
    (
        Mistake(
            "The values are percent of the image, as Label Studio exports them, where pixels are meant.",
            "Divide by 100 and multiply by the image's width or height.",
        ),
        lambda box, image: (
            box.x * image.width / 100,
            box.y * image.height / 100,
            box.width * image.width / 100,
            box.height * image.height / 100,
        ),
    ),
    (
        Mistake(
            "y was counted from the lower edge of the image; it counts from the upper one.",
            "Take y and the height from the image's height.",
        ),
        lambda box, image: (box.x, image.height - box.y - box.height, box.width, box.height),
    ),
)


def _scaled(gold: Sequence[Shapes], given: Sequence[Sequence[Box]]) -> Iterator[tuple[Mistake, Correction]]:
    """The correction for boxes drawn on an image shown larger or smaller, where the two sides differ in size."""
    ratios = [
        (sum(box.width + box.height for box in image.boxes) / len(image.boxes))
        / (sum(box.width + box.height for box in boxes) / len(boxes))
        for image, boxes in zip(gold, given, strict=True)
        if image.boxes and boxes
    ]
    if not ratios or abs((factor := median(ratios)) - 1) < 0.05:
        return
    yield (
        Mistake(
            f"All values are about {1 / factor:.2g} times what they should be: the image was measured at another size.",
            "Give pixels of the image as it is stored, not as it is shown.",
        ),
        lambda box, image: (box.x * factor, box.y * factor, box.width * factor, box.height * factor),
    )


def _loose(gold: Sequence[Shapes], given: Sequence[Sequence[Box]]) -> Iterator[Mistake]:
    pairs = match_boxes(gold, given, threshold=0.1, labels=False).pairs
    ratios = [_area(given[p.image][p.predicted]) / _area(gold[p.image].boxes[p.gold]) for p in pairs]
    if len(ratios) >= 3 and (middle := median(ratios)) > _PADDED:
        yield Mistake(
            f"Your boxes are loose: half of them have {middle:.1f} times the object's area or more.",
            "Move each side inwards until it touches the object.",
        )
    elif len(ratios) >= 3 and (middle := median(ratios)) < 1 / _PADDED:
        yield Mistake(
            f"Your boxes cut into the objects: half of them have {middle:.0%} of the object's area or less.",
            "Move each side outwards until nothing of the object lies outside.",
        )


def _area(box: Box) -> float:
    return box.width * box.height


def _cut_off(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    missed = match_boxes(gold, given, threshold=iou, labels=False).missed
    edge = [
        (image, number)
        for image, number in missed
        if _touches(gold[image].boxes[number], gold[image].width, gold[image].height)
    ]
    if len(edge) >= 2 and len(edge) > len(missed) / 2:
        yield Mistake(
            f"{len(edge)} of the {len(missed)} objects you missed are cut off by the image's edge.",
            "An object that is only partly in the image is still an object: box the part that shows.",
        )


def _touches(box: Box, width: int, height: int) -> bool:
    return box.x <= 1 or box.y <= 1 or box.x + box.width >= width - 1 or box.y + box.height >= height - 1
