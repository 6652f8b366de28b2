"""Line up two people's annotations of the same items, so that measures can compare them item by item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from labelwright.annotations.record import Annotation


@dataclass(frozen=True)
class Aligned:
    """`items` that both finished, in the first's order, and their values on each side; `only_*` names the rest."""

    items: tuple[str, ...]
    first: tuple[Any, ...]
    second: tuple[Any, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def align(first: Iterable[Annotation], second: Iterable[Annotation]) -> Aligned:
    """Return the values of the items that both sides finished; skipped items count as not done.

    Where a side annotated an item more than once, the last record counts, as in an append-only file. Raises
    ValueError where the two values of an item are of different kinds.
    """
    ours, theirs = _last(first), _last(second)
    both = tuple(item for item in ours if item in theirs)
    for item in both:
        kinds = ours[item].kind, theirs[item].kind
        if kinds[0] != kinds[1]:
            raise ValueError(
                f"item {item!r} holds a value of kind {kinds[0]!r} on one side and {kinds[1]!r} on the other; "
                "compare annotations of one task."
            )
    return Aligned(
        both,
        tuple(ours[item] for item in both),
        tuple(theirs[item] for item in both),
        tuple(item for item in ours if item not in theirs),
        tuple(item for item in theirs if item not in ours),
    )


def _last(annotations: Iterable[Annotation]) -> dict[str, Any]:
    """The last value of each item; an item skipped last has none."""
    found = {annotation.item: annotation.value for annotation in annotations}
    return {item: value for item, value in found.items() if value is not None}
