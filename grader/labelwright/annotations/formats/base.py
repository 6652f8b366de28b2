"""What all annotation formats share: the format record, losses, errors, and building records from parsed values."""

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


class ItemLookup:
    """The items at hand. Items with the same text are handed out in the order in which they were given.

    `key` turns a text into what is compared; CoNLL compares without white space.
    """

    def __init__(self, items: Sequence[Item], key: Callable[[str], str] = str) -> None:
        self._key, self._ids = key, {item.id: item for item in items}
        self._texts: defaultdict[str, deque[Item]] = defaultdict(deque)
        for item in items:
            self._texts[key(item.text)].append(item)

    def by_id(self, name: str) -> Item | None:
        """The item with this id, if it is among those given."""
        return self._ids.get(name)

    def take(self, text: str) -> Item | None:
        """The next item with this text, each once; None where there is none left."""
        waiting = self._texts.get(self._key(text))
        return waiting.popleft() if waiting else None


def need_item(annotation: Annotation, items: dict[str, Item]) -> Item:
    """The item of an annotation that is to be written; FormatError where it is not among those given."""
    try:
        return items[annotation.item]
    except KeyError:
        raise FormatError(
            f"the item {annotation.item!r} is not among the items given, and this format holds its text.",
            "Hand in the items that were labelled, or write JSONL or CSV, which need none.",
        ) from None


def items_by_id(items: Iterable[Item]) -> dict[str, Item]:
    """Items by their id; FormatError where two share one."""
    found: dict[str, Item] = {}
    for item in items:
        if item.id in found:
            raise FormatError(f"two items have the id {item.id!r}.", "Give every item its own id.")
        found[item.id] = item
    return found


Losses = tuple[str, ...]
"""Sentences, each saying one thing that a file does not carry; empty where nothing is lost."""

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


class FormatError(LabelwrightError, ValueError):
    """A file that cannot be read or written in a format; the text says where, what was expected and what to do.

    `where` is the place inside the file (`line 3`, `task 2`), empty where the whole file is meant; `path` is filled in
    by `read` and `write`.
    """

    def __init__(self, found: str, todo: str, where: str = "") -> None:
        self.found, self.todo, self.where, self.path = found, todo, where, ""
        super().__init__(found)

    def __str__(self) -> str:
        """The whole message on one line: file, place, what was found, what to do."""
        place = ", ".join(part for part in (self.path, self.where) if part)
        return f"{place}: {self.found} {self.todo}" if place else f"{self.found} {self.todo}"


@dataclass(frozen=True)
class Context:
    """What is known beside the file: the task, the items it was labelled on, and who labelled where no name stands."""

    task: LabelTask | None = None
    items: tuple[Item, ...] = ()
    annotator: str = "unknown"

    @property
    def name(self) -> str:
        """The name that annotations carry as their task where the file does not say."""
        return self.task.name if self.task else "imported"

    def kind(self, fallback: Kind) -> Kind:
        """The kind of value to build: the task's own, or `fallback` where no task was given."""
        return self.task.kind if self.task else fallback


@dataclass
class ParsedFile:
    """What a format's reader found, before duplicates are settled; `problems` are sentences for the reader."""

    annotations: list[Annotation] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ReadResult:
    """A file as records: `losses` say what its format cannot hold, `problems` what in this very file was passed over."""

    annotations: tuple[Annotation, ...]
    items: tuple[Item, ...]
    losses: Losses
    problems: tuple[str, ...]
    format: str


@dataclass(frozen=True)
class Format:
    """One file format. `load` and `dump` work on text; files, bounds and guessing belong to the registry.

    `looks` says how likely a text is in this format, from 0 (not) to 3 (surely).
    """

    name: str
    title: str
    suffix: str
    kinds: tuple[Kind, ...]
    losses: Losses
    looks: Callable[[str], int]
    load: Callable[[str, Context], ParsedFile]
    dump: Callable[[Sequence[Annotation], Context], str]


def need_kinds(annotations: Iterable[Annotation], format_: str, kinds: Sequence[Kind]) -> None:
    """Raise FormatError where an annotation is of a kind that the format cannot carry."""
    for annotation in annotations:
        if annotation.value is not None and annotation.value.kind not in kinds:
            raise FormatError(
                f"{format_} carries {', '.join(kinds)}; the annotation of {annotation.item!r} is a "
                f"{annotation.value.kind}.",
                "Write it as labelwright's JSONL, which carries every kind.",
            )


def need_one_annotator(annotations: Iterable[Annotation], format_: str) -> None:
    """Raise FormatError where several people's work would become one file that holds no names."""
    names = sorted({annotation.annotator for annotation in annotations})
    if len(names) > 1:
        raise FormatError(
            f"{format_} has no place for names, and here are {len(names)} annotators: {', '.join(names[:5])}.",
            "Write one file for each annotator, or use JSONL, CSV or Label Studio's JSON.",
        )


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
        found.update(
            _changes(_quote_if_possible(annotation, items), _quote_if_possible(after[partner], items))
        )
    return tuple(_sentence(name, number, len(before)) for name, number in sorted(found.items()))


def _key(annotation: Annotation) -> tuple[str, str, str]:
    return annotation.item, annotation.annotator, annotation.task


def _next(waiting: deque[int], taken: set[int]) -> int | None:
    while waiting:
        number = waiting.popleft()
        if number not in taken:
            return number
    return None


def _quote_if_possible(annotation: Annotation, items: Mapping[str, Item]) -> Annotation:
    """The annotation with what its spans quote filled in, where the item is known."""
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


Marked = TypeVar("Marked", Span, ErrorSpan)

MAX_PIXELS = 1_000_000
"""Largest width or height of an image, and ten times it the farthest coordinate."""
MAX_SECONDS = 10 * 365 * 86_400


def build_annotation(parts: Mapping[str, Any], where: str, item: Item | None = None) -> Annotation:
    """The annotation made of `parts`; FormatError names the fields at fault.

    Where `item` is known, spans must lie inside its text, and what they quote is filled in from it.
    """
    try:
        made = Annotation.model_validate(dict(parts))
    except (ValidationError, RecursionError) as error:
        raise _fault("the annotation", error, where) from None
    _check_sizes(made, where)
    return made if item is None else fill_quotes(made, item, where)


def build_item(parts: Mapping[str, Any], where: str) -> Item:
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


def fill_quotes(made: Annotation, of: Item, where: str) -> Annotation:
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
