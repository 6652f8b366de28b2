"""Match two people's annotations of the same items, so that a measure can compare them item by item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from labelwright.annotations.record import Annotation


@dataclass(frozen=True)
class Alignment:
    """`items` that both finished, in the order of the first, with the values of both; `only_*` names the others."""

    items: tuple[str, ...]
    first: tuple[Any, ...]
    second: tuple[Any, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def align(first: Iterable[Annotation], second: Iterable[Annotation]) -> Alignment:
    """Return the values of the items that both people finished; skipped items count as not done.

    Where a person annotated an item more than once, the last record counts, as in a file that only grows. Raises
    ValueError where the two values of an item are of different kinds.
    """
    first_values, second_values = _last_values(first), _last_values(second)
    both = tuple(item for item in first_values if item in second_values)
    for item in both:
        kinds = first_values[item].kind, second_values[item].kind
        if kinds[0] != kinds[1]:
            raise ValueError(
                f"item {item!r} has a value of kind {kinds[0]!r} from one person and {kinds[1]!r} from the other; "
                "compare annotations of one task."
            )
    return Alignment(
        both,
        tuple(first_values[item] for item in both),
        tuple(second_values[item] for item in both),
        tuple(item for item in first_values if item not in second_values),
        tuple(item for item in second_values if item not in first_values),
    )


def _last_values(annotations: Iterable[Annotation]) -> dict[str, Any]:
    """Return the last value of each item, without the items that were skipped last."""
    values = {annotation.item: annotation.value for annotation in annotations}
    return {item: value for item, value in values.items() if value is not None}
