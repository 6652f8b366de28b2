"""Define what all annotation formats share: formats, errors, finding items, building records, and measuring losses."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Any, TypeVar

from pydantic import ValidationError

from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Box, Errors, ErrorSpan, Kind, Point, Shapes, Span, Spans
from labelwright.errors import LabelwrightError

KINDS: tuple[Kind, ...] = (
    "choice",
    "choices",
    "spans",
    "shapes",
    "pairwise",
    "rubric",
    "errors",
    "text",
    "ranking",
)
"""Every kind of value, in the order of `annotations.values`."""


Losses = tuple[str, ...]
"""Sentences, each about one thing that a file does not store; empty if nothing is lost."""


class FormatError(LabelwrightError, ValueError):
    """A file cannot be read or written in a format; the message says where, what was expected and what to do.

    `where` is the place inside the file (`line 3`, `task 2`), empty for the whole file; `read` and `write` set `path`.
    """

    def __init__(self, found: str, todo: str, where: str = "") -> None:
        self.found, self.todo, self.where, self.path = found, todo, where, ""
        super().__init__(found)

    def __str__(self) -> str:
        """Return the whole message on one line: file, place, what was found, what to do."""
        place = ", ".join(part for part in (self.path, self.where) if part)
        return f"{place}: {self.found} {self.todo}" if place else f"{self.found} {self.todo}"


@dataclass(frozen=True)
class Context:
    """What is known in addition to the file: the task, the labelled items, and the annotator if the file has no names."""

    task: LabelTask | None = None
    items: tuple[Item, ...] = ()
    annotator: str = "unknown"

    @property
    def name(self) -> str:
        """Return the name that annotations get as their task if the file does not say."""
        return self.task.name if self.task else "imported"

    def kind(self, fallback: Kind) -> Kind:
        """Return the kind of value to build: the task's kind, or `fallback` if no task was given."""
        return self.task.kind if self.task else fallback


@dataclass
class ParsedFile:
    """What a format's reader found, still with duplicates; `problems` are sentences for the user."""

    annotations: list[Annotation] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ReadResult:
    """A file as records: `losses` say what its format cannot store, `problems` what was skipped in this file."""

    annotations: tuple[Annotation, ...]
    items: tuple[Item, ...]
    losses: Losses
    problems: tuple[str, ...]
    format: str


@dataclass(frozen=True)
class Format:
    """One file format. `load` and `dump` work on text; the registry handles files, limits and guessing.

    `likelihood` says how likely it is that a text has this format, from 0 (no) to 3 (certain).
    """

    name: str
    title: str
    suffix: str
    kinds: tuple[Kind, ...]
    losses: Losses
    likelihood: Callable[[str], int]
    load: Callable[[str, Context], ParsedFile]
    dump: Callable[[Sequence[Annotation], Context], str]


def need_kinds(annotations: Iterable[Annotation], format_: str, kinds: Sequence[Kind]) -> None:
    """Raise FormatError if an annotation has a kind that the format cannot store."""
    for annotation in annotations:
        if annotation.value is not None and annotation.value.kind not in kinds:
            raise FormatError(
                f"{format_} can store {', '.join(kinds)}; the annotation of {annotation.item!r} is a "
                f"{annotation.value.kind}.",
                "Write it as labelwright's JSONL, which can store every kind.",
            )


def need_one_annotator(annotations: Iterable[Annotation], format_: str) -> None:
    """Raise FormatError if the work of several people would go into one file without names."""
    names = sorted({annotation.annotator for annotation in annotations})
    if len(names) > 1:
        raise FormatError(
            f"{format_} does not store names, but there are {len(names)} annotators: {', '.join(names[:5])}.",
            "Write one file for each annotator, or use JSONL, CSV or Label Studio's JSON.",
        )


class ItemLookup:
    """Finds the given items by id or by text. Items with the same text are returned in the order in which they were given.

    `key` turns a text into what is compared; CoNLL compares without white space.
    """

    def __init__(self, items: Sequence[Item], key: Callable[[str], str] = str) -> None:
        self._key, self._ids = key, {item.id: item for item in items}
        self._texts: defaultdict[str, deque[Item]] = defaultdict(deque)
        for item in items:
            self._texts[key(item.text)].append(item)

    def by_id(self, name: str) -> Item | None:
        """Return the item with this id; None if it was not given."""
        return self._ids.get(name)

    def take(self, text: str) -> Item | None:
        """Return the next item with this text, each item once; None if none is left."""
        waiting = self._texts.get(self._key(text))
        return waiting.popleft() if waiting else None


def items_by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Return the items by id; FormatError if two have the same id."""
    found: dict[str, Item] = {}
    for item in items:
        if item.id in found:
            raise FormatError(f"two items have the id {item.id!r}.", "Give every item its own id.")
        found[item.id] = item
    return found


def need_item(annotation: Annotation, items: dict[str, Item]) -> Item:
    """Return the item of an annotation that is to be written; FormatError if it was not given."""
    try:
        return items[annotation.item]
    except KeyError:
        raise FormatError(
            f"the item {annotation.item!r} is not among the items given, and this format stores its text.",
            "Give the items that were labelled, or write JSONL or CSV, which do not need them.",
        ) from None


Marked = TypeVar("Marked", Span, ErrorSpan)


MAX_PIXELS = 1_000_000
"""Largest width or height of an image; a coordinate may be at most ten times as large."""


MAX_SECONDS = 10 * 365 * 86_400


def build_annotation(parts: Mapping[str, Any], where: str, item: Item | None = None) -> Annotation:
    """Return the annotation made of `parts`; FormatError names the wrong fields.

    If `item` is given, spans must be inside its text, and their texts are filled in from it.
    """
    try:
        annotation = Annotation.model_validate(dict(parts))
    except (ValidationError, RecursionError) as error:
        raise _invalid("the annotation", error, where) from None
    _check_sizes(annotation, where)
    return annotation if item is None else fill_quotes(annotation, item, where)


def build_item(parts: Mapping[str, Any], where: str) -> Item:
    """Return the item made of `parts`; FormatError names the wrong fields."""
    try:
        return Item.model_validate(dict(parts))
    except (ValidationError, RecursionError) as error:
        raise _invalid("the item", error, where) from None


def _invalid(what: str, error: Exception, where: str) -> FormatError:
    if not isinstance(error, ValidationError):
        return FormatError(f"{what} is nested too deeply.", "Export the file again.", where)
    problems = []
    for problem in error.errors(include_url=False, include_input=False)[:5]:
        place = ".".join(str(part) for part in problem["loc"]) or "as a whole"
        problems.append(f"{place[:80]}: {problem['msg'].removeprefix('Value error, ')[:200]}")
    more = error.error_count() - len(problems)
    tail = f"; and {more} more" if more > 0 else ""
    return FormatError(
        f"{what} is not valid ({'; '.join(problems)}{tail}).",
        "Correct these fields, or leave the record out.",
        where,
    )


def _check_sizes(annotation: Annotation, where: str) -> None:
    value = annotation.value
    if annotation.seconds is not None and annotation.seconds > MAX_SECONDS:
        raise FormatError(f"{annotation.seconds:g} seconds for one item.", "Give the time in seconds.", where)
    if not isinstance(value, Shapes):
        return
    numbers = [n for box in value.boxes for n in (box.x, box.y, box.width, box.height)]
    numbers += [n for point in value.points for n in (point.x, point.y)]
    if max(value.width, value.height) > MAX_PIXELS or any(abs(n) > 10 * MAX_PIXELS for n in numbers):
        raise FormatError(
            f"a size or coordinate beyond {MAX_PIXELS:,} pixels.", "Give sizes and places in pixels.", where
        )


def fill_quotes(annotation: Annotation, item: Item, where: str) -> Annotation:
    """Return the annotation with the text of every span and error filled in; FormatError if one is outside the text."""
    value = annotation.value
    if isinstance(value, Spans):
        parts: dict[str, Any] = {"spans": tuple(_quote(span, item, where) for span in value.spans)}
        same = all(map(is_, parts["spans"], value.spans))
    elif isinstance(value, Errors):
        parts = {"errors": tuple(_quote(error, item, where) for error in value.errors)}
        same = all(map(is_, parts["errors"], value.errors))
    else:
        return annotation
    return annotation if same else annotation.model_copy(update={"value": value.model_copy(update=parts)})


def _quote(span: Marked, item: Item, where: str) -> Marked:
    """Return the span with its text; the same object if it already has it."""
    if span.end > len(item.text):
        raise FormatError(
            f"a span from {span.start} to {span.end} is outside the text of {item.id!r}, which has "
            f"{len(item.text)} characters.",
            "Use the items that were labelled, unchanged.",
            where,
        )
    text = item.text[span.start : span.end]
    if span.text and span.text != text:
        raise FormatError(
            f"the span {span.start} to {span.end} of {item.id!r} says {span.text[:60]!r}, but the item's text has "
            f"{text[:60]!r} there.",
            "The text was changed after it was labelled: use the items that were labelled.",
            where,
        )
    return span if span.text == text else span.model_copy(update={"text": text})


PIXEL = 1e-5
"""Coordinates closer than this, in pixels, count as equal: converting to percent and back changes the last digits."""


def measure(before: Sequence[Annotation], after: Sequence[Annotation], items: Mapping[str, Item]) -> Losses:
    """Return what was lost from `before` to `after`, one sentence for each field; empty if nothing was lost.

    Annotations are matched by item, annotator and task if the file stores them, otherwise by item and in order.
    """
    changes, taken = Counter[str](), set[int]()
    exact: defaultdict[tuple[str, str, str], deque[int]] = defaultdict(deque)
    loose: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, annotation in enumerate(after):
        exact[_key(annotation)].append(number)
        loose[annotation.item].append(number)
    for annotation in before:
        partner = _next(exact[_key(annotation)], taken)
        partner = _next(loose[annotation.item], taken) if partner is None else partner
        if partner is None:
            changes["missing"] += 1
            continue
        taken.add(partner)
        changes.update(
            _changes(_quote_if_possible(annotation, items), _quote_if_possible(after[partner], items))
        )
    return tuple(_sentence(name, number, len(before)) for name, number in sorted(changes.items()))


def _key(annotation: Annotation) -> tuple[str, str, str]:
    return annotation.item, annotation.annotator, annotation.task


def _next(waiting: deque[int], taken: set[int]) -> int | None:
    while waiting:
        number = waiting.popleft()
        if number not in taken:
            return number
    return None


def _quote_if_possible(annotation: Annotation, items: Mapping[str, Item]) -> Annotation:
    """Return the annotation with the texts of its spans filled in, if the item is known."""
    item = items.get(annotation.item)
    try:
        return fill_quotes(annotation, item, "") if item else annotation
    except FormatError:
        return annotation


def _changes(before: Annotation, after: Annotation) -> list[str]:
    names = [name for name in Annotation.model_fields if name != "value"]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return changed if has_same_value(before, after) else [*changed, "value"]


def has_same_value(before: Annotation, after: Annotation) -> bool:
    """Return whether both have the same value, coordinates within PIXEL."""
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
