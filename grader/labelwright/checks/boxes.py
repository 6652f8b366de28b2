"""Checks of boxes, and the mistakes that boxes show."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Box, Shapes
from labelwright.checks.compare import Bands, Mistake, at_least, count_noun, quote_some, settle
from labelwright.checks.verdicts import Measure, Passed
from labelwright.quality.boxes import Matched, match_boxes
from labelwright.quality.boxes import iou as box_iou

Correction = Callable[[Box, Shapes], tuple[float, float, float, float]]
_GAIN = 0.2
"""How much a correction must raise F1 to explain the boxes."""
_EXPLAINED = 0.8
"""The share of the boxes that must match after a correction."""
_FEW = 3
"""The fewest boxes that can show a habit."""
_FARTHEST = 1e9
_PADDED = 1.3
"""A box of more than this many times the object's area is loose."""
_SEEN = 0.1
"""From this IoU on, a box is about an object, however badly it is drawn."""
_MOST_ERRORS = 0.6
"""The share of the errors that a mistake must explain to be named."""
_MOVED = 2
"""In pixels, the smallest move of all boxes that is named."""


@dataclass(frozen=True)
class Unmatched:
    """What no match explains, as (image, number): `near` pairs of an object and a box about it, and the rest of both."""

    near: tuple[tuple[int, int, int], ...]
    missed: tuple[tuple[int, int], ...]
    extra: tuple[tuple[int, int], ...]


def unmatched(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], found: Matched) -> Unmatched:
    """Return the objects and boxes that `found` left over; one of each is `near` if the box is about the object."""
    objects = [[n for image, n in found.missed if image == at] for at in range(len(gold))]
    boxes = [[n for image, n in found.extra if image == at] for at in range(len(gold))]
    close = match_boxes(
        [[gold[at].boxes[n] for n in numbers] for at, numbers in enumerate(objects)],
        [[given[at][n] for n in numbers] for at, numbers in enumerate(boxes)],
        threshold=_SEEN,
        labels=False,
    )
    return Unmatched(
        tuple((p.image, objects[p.image][p.gold], boxes[p.image][p.predicted]) for p in close.pairs),
        tuple((image, objects[image][n]) for image, n in close.missed),
        tuple((image, boxes[image][n]) for image, n in close.extra),
    )


def box_mistakes(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    """Yield the mistakes that these boxes show, the one that explains most first.

    A way of measuring is named only where its correction makes nearly all boxes match, so the advice makes none worse.
    """
    yield from _doubled(gold, given, iou)
    now, found = _f1(gold, given, iou), []
    for rank, (mistake, correct) in enumerate((*_CORRECTIONS, *_scaled(gold, given))):
        changed = [
            [moved for box in boxes if (moved := _box_at(correct(box, image), box.label))]
            for image, boxes in zip(gold, given, strict=True)
        ]
        gain = _f1(gold, changed, iou) - now
        hits = len(match_boxes(gold, changed, threshold=iou, labels=False).pairs)
        if gain >= _GAIN and hits >= _EXPLAINED * sum(map(len, given)):
            found.append((gain, -rank, mistake))
    for _, _, mistake in sorted(found, key=lambda one: one[:2], reverse=True):
        yield mistake
    yield from _several_in_one(gold, given, iou)
    yield from _ill_fitting(gold, given, iou)
    yield from _cut_off(gold, given, iou)


def fit_mistakes(gold: Sequence[Shapes], given: Sequence[Sequence[Box]]) -> Iterator[Mistake]:
    """Yield why the boxes about an object overlap it too little: most of them are too large, too small or moved."""
    pairs = match_boxes(gold, given, threshold=_SEEN, labels=False).pairs
    yield from _fit([(gold[p.image].boxes[p.gold], given[p.image][p.predicted]) for p in pairs], "Your boxes")


def doubled_boxes(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> int:
    """Return how many boxes are a second box around an object that another box matches already."""
    extra = match_boxes(gold, given, threshold=iou, labels=False).extra
    return sum(
        any(box_iou(given[image][number], right) >= iou for right in gold[image].boxes)
        for image, number in extra
    )


def _doubled(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    extra = len(match_boxes(gold, given, threshold=iou, labels=False).extra)
    twice = doubled_boxes(gold, given, iou)
    if twice >= _FEW and twice >= _MOST_ERRORS * extra:
        yield Mistake(
            f"{twice} of your boxes are a second box around an object that has one already.",
            "Keep one box for each object and remove the others.",
        )


def _several_in_one(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    found = match_boxes(gold, given, threshold=iou, labels=False)
    wide = [
        (image, given[image][number])
        for image, number in found.extra
        if sum(_holds(given[image][number], right) for right in gold[image].boxes) >= 2
    ]
    held = sum(
        any(at == image and _holds(box, gold[image].boxes[number]) for at, box in wide)
        for image, number in found.missed
    )
    if len(wide) >= 2 and held >= _MOST_ERRORS * len(found.missed):
        yield Mistake(
            f"{count_noun(len(wide), 'box holds', 'boxes hold')} two or more objects.",
            "Draw one box for each object.",
        )


def _holds(box: Box, other: Box) -> bool:
    """Return whether the middle of `other` is inside `box`, and `box` is at least twice as large."""
    x, y = other.x + other.width / 2, other.y + other.height / 2
    inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return inside and _area(box) >= 2 * _area(other)


def _f1(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> float:
    found = match_boxes(gold, given, threshold=iou, labels=False).f1
    return 0.0 if found != found else found


def _box_at(corners: tuple[float, float, float, float], label: str) -> Box | None:
    x, y, width, height = corners
    sane = all(abs(value) < _FARTHEST for value in corners)
    return (
        Box(x=x, y=y, width=width, height=height, label=label) if sane and width > 0 and height > 0 else None
    )


def _times(box: Box, across: float, down: float) -> tuple[float, float, float, float]:
    return box.x * across, box.y * down, box.width * across, box.height * down


_CORRECTIONS: tuple[tuple[Mistake, Correction], ...] = (
    (
        Mistake(
            "You swapped x and y: the row came first, as in an array's `[row, column]`.",
            "x runs to the right and y runs down. Give x first.",
        ),
        lambda box, image: (box.y, box.x, box.height, box.width),
    ),
    (
        Mistake(
            "You swapped the x and y of the corner, but not width and height.",
            "x runs to the right and y runs down. Give x first.",
        ),
        lambda box, image: (box.y, box.x, box.width, box.height),
    ),
    (
        Mistake(
            "You gave the opposite corner (x2, y2) instead of width and height.",
            "Give width = x2 - x and height = y2 - y.",
        ),
        lambda box, image: (box.x, box.y, box.width - box.x, box.height - box.y),
    ),
    (
        Mistake(
            "You gave the middle of the box, as YOLO files do, instead of its upper left corner.",
            "Subtract half of the width from x and half of the height from y.",
        ),
        lambda box, image: (box.x - box.width / 2, box.y - box.height / 2, box.width, box.height),
    ),
    (
        Mistake(
            "Your values are shares of the image (0 to 1), not pixels.",
            "Multiply x and width by the image's width, and y and height by its height.",
        ),
        lambda box, image: _times(box, image.width, image.height),
    ),
    (
        Mistake(
            "Your values are percentages of the image, as Label Studio exports them, not pixels.",
            "Divide by 100 and multiply by the image's width or height.",
        ),
        lambda box, image: _times(box, image.width / 100, image.height / 100),
    ),
    (
        Mistake(
            "You measured y from the lower edge of the image. Measure it from the upper edge.",
            "The new y is the image's height minus y minus the box's height.",
        ),
        lambda box, image: (box.x, image.height - box.y - box.height, box.width, box.height),
    ),
)


def _scaled(gold: Sequence[Shapes], given: Sequence[Sequence[Box]]) -> Iterator[tuple[Mistake, Correction]]:
    """Yield the correction for boxes drawn on an image shown larger or smaller, if the two sides differ in size."""
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
            f"All your values are about {1 / factor:.2g} times what they should be: you measured the image at another size.",
            "Give pixels of the image as it is stored, not as it is shown.",
        ),
        lambda box, image: _times(box, factor, factor),
    )


def _ill_fitting(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    """Yield why most of the objects without a match have a box about them that does not match."""
    found = match_boxes(gold, given, threshold=iou, labels=False)
    near = [(gold[at].boxes[n], given[at][number]) for at, n, number in unmatched(gold, given, found).near]
    if len(near) >= _FEW and len(near) >= _MOST_ERRORS * max(len(found.missed), len(found.extra)):
        some = len(near) < _MOST_ERRORS * (len(found.pairs) + len(near))
        yield from _fit(near, f"{len(near)} of your boxes" if some else "Your boxes")


def _fit(pairs: Sequence[tuple[Box, Box]], which: str) -> Iterator[Mistake]:
    """Yield how these boxes differ from the objects that they are about, if most of them differ in one way."""
    if len(pairs) < _FEW:
        return
    ratios, most = [_area(box) / _area(right) for right, box in pairs], _MOST_ERRORS * len(pairs)
    if sum(ratio > _PADDED for ratio in ratios) >= most:
        yield Mistake(
            f"{which} are loose: half of them have {median(ratios):.1f} times the object's area or more.",
            "Move each side inwards until it touches the object.",
        )
    elif sum(ratio < 1 / _PADDED for ratio in ratios) >= most:
        yield Mistake(
            f"{which} cut into the objects: half of them have {median(ratios):.0%} of the object's area or less.",
            "Move each side outwards until the whole object is inside.",
        )
    else:
        yield from _moved(pairs, which)


def _moved(pairs: Sequence[tuple[Box, Box]], which: str) -> Iterator[Mistake]:
    moves = [
        (box.x - right.x + (box.width - right.width) / 2, box.y - right.y + (box.height - right.height) / 2)
        for right, box in pairs
    ]
    across, down = (median(move[way] for move in moves) for way in (0, 1))
    far = math.hypot(across, down)
    alike = sum(math.hypot(x - across, y - down) <= far / 2 for x, y in moves)
    if far < _MOVED or alike < _MOST_ERRORS * len(pairs):
        return
    sides = ((across, "to the right"), (-across, "to the left"), (down, "down"), (-down, "up"))
    ways = " and ".join(way for by, way in sides if by > far / 3)
    yield Mistake(
        f"{which} are moved {ways}: most of them lie on the same side of their object.",
        "Zoom in on one box and see where it begins. Then move each box back onto its object.",
    )


def _area(box: Box) -> float:
    return box.width * box.height


def _cut_off(gold: Sequence[Shapes], given: Sequence[Sequence[Box]], iou: float) -> Iterator[Mistake]:
    # An object with a bad box around it was seen, so it is not counted as missed here.
    found = match_boxes(gold, given, threshold=iou, labels=False)
    missed = [
        (image, number)
        for image, number in unmatched(gold, given, found).missed
        if all(box_iou(box, gold[image].boxes[number]) < _SEEN for box in given[image])
    ]
    edge = [one for one in missed if touches_edge(gold, *one)]
    if len(edge) >= 2 and len(edge) >= _MOST_ERRORS * len(found.missed):
        yield Mistake(
            f"{len(edge)} of the {len(missed)} objects without a box are cut off by the edge of the image.",
            "An object that is only partly in the image still counts: draw a box around the part that you see.",
        )


def touches_edge(gold: Sequence[Shapes], image: int, number: int) -> bool:
    """Return whether an object's box ends at the edge of its image, or a pixel before it."""
    box, size = gold[image].boxes[number], gold[image]
    far = max(box.x + box.width - size.width, box.y + box.height - size.height)
    return min(box.x, box.y) <= 1 or far >= -1


Drawn = Mapping[str, Shapes | Sequence[Box]] | Sequence[Annotation]
_MOST = 500
_WHY = "A detector learns from the boxes that you draw. If they are loose, shifted or missing, its boxes will be too."


def drawn_boxes(given: Drawn) -> dict[str, tuple[Box, ...]]:
    """Return the boxes of each labelled image; skipped images and other kinds of value are left out."""
    if isinstance(given, Mapping):
        return {
            item: tuple(shapes.boxes if isinstance(shapes, Shapes) else shapes)
            for item, shapes in given.items()
        }
    return {
        annotation.item: annotation.value.boxes
        for annotation in given
        if isinstance(annotation.value, Shapes)
    }


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
    """Pass if the F1 of boxes matched at `iou` reaches `full`; Failed names what was missed and the likely mistake.

    Labels do not affect the matching: `label_accuracy` is the share of matched boxes that must have the right label, and
    `mean_iou` is the mean overlap of matched boxes that a pass needs. Every image of `gold` counts; an image without
    an annotation counts as an image without boxes.
    """
    learner_boxes = drawn_boxes(given)
    guess = [learner_boxes.get(item, ())[:_MOST] for item in gold]
    right, ids = list(gold.values()), list(gold)
    found = match_boxes(right, guess, threshold=iou, labels=False)
    left = unmatched(right, guess, found)
    is_loose = at_least(found.f1, full=full) == 1
    return settle(
        found.f1,
        Bands(full, half),
        _found(found, left, ids, iou),
        mistakes=fit_mistakes(right, guess) if is_loose else box_mistakes(right, guess, iou),
        blocked=_blocked(found, mean_iou, label_accuracy),
        why=why,
        advice=next_step(right, left),
        measures=_measures(found, iou, len(ids)),
    )


def next_step(gold: Sequence[Shapes], left: Unmatched) -> str:
    """Return what to try, by what most of the objects and boxes without a match are."""
    near, missed, extra = len(left.near), len(left.missed), len(left.extra)
    if extra > max(near, missed):
        return "Look at the boxes that have no object of their own. Remove those around something else."
    if near >= missed:
        return "Draw each box to the outermost pixels of the object."
    edge = any(touches_edge(gold, *one) for one in left.missed)
    step = "In each of these images, count the objects and then your boxes."
    return f"{step} Also look along the edges of the image." if edge else step


def _found(found: Matched, left: Unmatched, ids: Sequence[str], iou: float) -> str:
    gold, drawn = len(found.pairs) + len(found.missed), len(found.pairs) + len(found.extra)
    overlap = f", with a mean IoU of {found.mean_closeness:.2f}" if found.pairs else ""
    near, missed, extra = (
        list(dict.fromkeys(ids[image] for image, *_ in part)) for part in (left.near, left.missed, left.extra)
    )
    return (
        f"{len(found.pairs)} of {count_noun(gold, 'object')} are matched by your {count_noun(drawn, 'box', 'boxes')} at IoU "
        f"{iou:g}{overlap}."
        + (
            f" {len(left.near)} of your boxes fit their object badly, in {quote_some(near, 3)}."
            if near
            else ""
        )
        + (f" You missed objects in {quote_some(missed, 3)}." if missed else "")
        + (f" Some of your boxes have no object of their own in {quote_some(extra, 3)}." if extra else "")
    )


def _blocked(found: Matched, mean_iou: float, label_accuracy: float) -> str:
    if found.pairs and found.mean_closeness < mean_iou:
        return f"The mean IoU of your matched boxes is {found.mean_closeness:.2f}; at least {mean_iou:g} is needed."
    if found.pairs and found.label_accuracy < label_accuracy:
        return f"{found.label_accuracy:.0%} of your matched boxes have the right label; at least {label_accuracy:.0%} is needed."
    return ""


def _measures(found: Matched, iou: float, images: int) -> tuple[Measure, ...]:
    n = len(found.pairs) + len(found.missed)
    value = 0.0 if math.isnan(found.f1) else round(found.f1, 4)
    unit = f"objects in {images} images"
    measures = [Measure(id="box-f1", name=f"Box F1 at IoU {iou:g}", value=value, n=n, n_unit=unit)]
    if found.pairs:
        mean = round(found.mean_closeness, 4)
        measures.append(
            Measure(id="box-iou", name="Mean IoU", value=mean, n=len(found.pairs), n_unit="matched boxes")
        )
    return tuple(measures)
