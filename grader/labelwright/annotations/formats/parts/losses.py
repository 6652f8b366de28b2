"""Measure what a file lost: compare the records that went in with those that a reader gets back out of it."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence

from labelwright.annotations.formats.parts.base import FormatError, Losses
from labelwright.annotations.formats.parts.build import quoted
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.values import Box, Point, Shapes

PIXEL = 1e-5
"""Coordinates closer than this, in pixels, count as the same: a percentage and back costs the last digits."""


def measure(before: Sequence[Annotation], after: Sequence[Annotation], items: Mapping[str, Item]) -> Losses:
    """What `after` no longer says of `before`, a sentence for each field; empty where nothing is lost.

    Annotations are matched by item, annotator and task where the file holds them, else by item alone and in order.
    """
    found, taken = Counter[str](), set[int]()
    exact: defaultdict[tuple[str, str, str], deque[int]] = defaultdict(deque)
    loose: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, annotation in enumerate(after):
        exact[_key(annotation)].append(number)
        loose[annotation.item].append(number)
    for annotation in before:
        partner = _next(exact[_key(annotation)], taken)
        partner = _next(loose[annotation.item], taken) if partner is None else partner
        if partner is None:
            found["missing"] += 1
            continue
        taken.add(partner)
        found.update(_changes(filled(annotation, items), filled(after[partner], items)))
    return tuple(_sentence(name, number, len(before)) for name, number in sorted(found.items()))


def _key(annotation: Annotation) -> tuple[str, str, str]:
    return annotation.item, annotation.annotator, annotation.task


def _next(waiting: deque[int], taken: set[int]) -> int | None:
    while waiting:
        number = waiting.popleft()
        if number not in taken:
            return number
    return None


def filled(annotation: Annotation, items: Mapping[str, Item]) -> Annotation:
    """The annotation with what its spans quote filled in, where the item is known."""
    item = items.get(annotation.item)
    try:
        return quoted(annotation, item, "") if item else annotation
    except FormatError:
        return annotation


def _changes(before: Annotation, after: Annotation) -> list[str]:
    names = [name for name in Annotation.model_fields if name != "value"]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return changed if same_value(before, after) else [*changed, "value"]


def same_value(before: Annotation, after: Annotation) -> bool:
    """Whether both hold the same value, coordinates within PIXEL."""
    left, right = before.value, after.value
    if not (isinstance(left, Shapes) and isinstance(right, Shapes)):
        return left == right
    sizes = (left.width, left.height) == (right.width, right.height)
    counts = len(left.boxes) == len(right.boxes) and len(left.points) == len(right.points)
    return sizes and counts and all(map(_close, _shapes(left), _shapes(right)))


def _shapes(value: Shapes) -> list[Box | Point]:
    return [*value.boxes, *value.points]


def _close(left: Box | Point, right: Box | Point) -> bool:
    if type(left) is not type(right) or left.label != right.label:
        return False
    names = [name for name in type(left).model_fields if name != "label"]
    return all(abs(getattr(left, name) - getattr(right, name)) <= PIXEL for name in names)


def _sentence(name: str, number: int, whole: int) -> str:
    share = f"{number} of {whole} annotations"
    if name == "missing":
        return f"{share} are not in the file at all."
    return f"{share} come back with a different `{name}`."
