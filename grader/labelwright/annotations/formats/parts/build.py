"""Build annotations and items from parsed parts, with every fault told in words and absurd sizes refused."""

from __future__ import annotations

from collections.abc import Mapping
from operator import is_
from typing import Any, TypeVar

from pydantic import ValidationError

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.values import Errors, ErrorSpan, Shapes, Span, Spans

Marked = TypeVar("Marked", Span, ErrorSpan)

MAX_PIXELS = 1_000_000
"""Largest width or height of an image, and ten times it the farthest coordinate."""
MAX_SECONDS = 10 * 365 * 86_400


def annotation(parts: Mapping[str, Any], where: str, item: Item | None = None) -> Annotation:
    """The annotation made of `parts`; FormatError names the fields at fault.

    Where `item` is known, spans must lie inside its text, and what they quote is filled in from it.
    """
    try:
        made = Annotation.model_validate(dict(parts))
    except (ValidationError, RecursionError) as error:
        raise _fault("the annotation", error, where) from None
    _check_sizes(made, where)
    return made if item is None else quoted(made, item, where)


def item(parts: Mapping[str, Any], where: str) -> Item:
    """The item made of `parts`; FormatError names the fields at fault."""
    try:
        return Item.model_validate(dict(parts))
    except (ValidationError, RecursionError) as error:
        raise _fault("the item", error, where) from None


def _fault(what: str, error: Exception, where: str) -> FormatError:
    if not isinstance(error, ValidationError):
        return FormatError(f"{what} is nested too deeply.", "Export the file again.", where)
    found = []
    for problem in error.errors(include_url=False, include_input=False)[:5]:
        place = ".".join(str(part) for part in problem["loc"]) or "as a whole"
        found.append(f"{place[:80]}: {problem['msg'].removeprefix('Value error, ')[:200]}")
    more = error.error_count() - len(found)
    tail = f"; and {more} more" if more > 0 else ""
    return FormatError(
        f"{what} does not hold ({'; '.join(found)}{tail}).",
        "Correct these fields, or leave the record out.",
        where,
    )


def _check_sizes(made: Annotation, where: str) -> None:
    value = made.value
    if made.seconds is not None and made.seconds > MAX_SECONDS:
        raise FormatError(f"{made.seconds:g} seconds for one item.", "Give the time in seconds.", where)
    if not isinstance(value, Shapes):
        return
    numbers = [n for box in value.boxes for n in (box.x, box.y, box.width, box.height)]
    numbers += [n for point in value.points for n in (point.x, point.y)]
    if max(value.width, value.height) > MAX_PIXELS or any(abs(n) > 10 * MAX_PIXELS for n in numbers):
        raise FormatError(
            f"a size or coordinate beyond {MAX_PIXELS:,} pixels.", "Give sizes and places in pixels.", where
        )


def quoted(made: Annotation, of: Item, where: str) -> Annotation:
    """The annotation with the text of every span and error filled in; FormatError where one lies outside the text."""
    value = made.value
    if isinstance(value, Spans):
        told: dict[str, Any] = {"spans": tuple(_quote(span, of, where) for span in value.spans)}
        same = all(map(is_, told["spans"], value.spans))
    elif isinstance(value, Errors):
        told = {"errors": tuple(_quote(error, of, where) for error in value.errors)}
        same = all(map(is_, told["errors"], value.errors))
    else:
        return made
    return made if same else made.model_copy(update={"value": value.model_copy(update=told)})


def _quote(span: Marked, of: Item, where: str) -> Marked:
    """The span with its text, itself where it has it already."""
    if span.end > len(of.text):
        raise FormatError(
            f"a span from {span.start} to {span.end} lies outside the text of {of.id!r}, which has "
            f"{len(of.text)} characters.",
            "Use the items that were labelled, unchanged.",
            where,
        )
    there = of.text[span.start : span.end]
    if span.text and span.text != there:
        raise FormatError(
            f"the span {span.start} to {span.end} of {of.id!r} says {span.text[:60]!r}, but the text has "
            f"{there[:60]!r} there.",
            "The text was changed after it was labelled: use the items that were labelled.",
            where,
        )
    return span if span.text == there else span.model_copy(update={"text": there})
