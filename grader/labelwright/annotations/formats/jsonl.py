"""labelwright's own format: one annotation a line of JSON, also the journal to which a labelling widget appends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labelwright.annotations.formats.base import (
    KINDS,
    Context,
    Format,
    FormatError,
    ParsedFile,
    build_annotation,
    items_by_id,
)
from labelwright.annotations.formats.source_text import dumps, expect_object, lines, parse
from labelwright.annotations.journal import read_entries, read_journal
from labelwright.annotations.record import Annotation, Item

FORMAT_VERSION = 1
LOSSES = (
    "Holds every field of every annotation. The items themselves (texts, images) are kept in their own file.",
)
_FIELDS = {"item", "annotator", "task"}


def line(annotation: Annotation) -> str:
    """One annotation as one line of JSON without its line end: all fields, always in the same order."""
    return dumps(annotation.model_dump(mode="json"))


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """The annotations in the order given, one a line; the same records always make the same bytes."""
    return "".join(f"{line(annotation)}\n" for annotation in annotations)


def load(text: str, context: Context) -> ParsedFile:
    """Read a journal: of several lines on the same item, annotator and task the last one holds.

    A line that is not JSON (torn where a program was killed) is passed over and reported; FormatError where a line is
    JSON but no annotation, was written by a newer version, or where no line at all can be read. A widget's journal, whose
    lines are acts, is read as the annotations that stand at its end.
    """
    if any(entry is not None for entry in read_entries(text)):
        return _journal(text, context)
    found, latest = ParsedFile(), dict[tuple[str, str, str], Annotation]()
    fault: FormatError | None = None
    numbered, items = list(lines(text)), items_by_id(context.items)
    for number, content in numbered:
        try:
            parts = parse(content, f"line {number}")
        except FormatError as error:
            fault = fault or error
            found.problems.append(_torn(number, number == numbered[-1][0]))
            continue
        made = _annotation(parts, f"line {number}", items)
        latest[made.item, made.annotator, made.task] = made
    if fault and not latest:
        raise fault
    found.annotations = list(latest.values())
    return found


def _journal(text: str, context: Context) -> ParsedFile:
    torn = sum(entry is None for entry in read_entries(text))
    problems = [f"{torn} broken lines of the journal were passed over."] if torn else []
    items = items_by_id(context.items)
    records = [record.model_dump(mode="json") for record in read_journal(text)]
    made = [
        build_annotation(record, f"item {record['item']}", items.get(record["item"])) for record in records
    ]
    return ParsedFile(annotations=made, problems=problems)


def _torn(number: int, last: bool) -> str:
    why = "as when a program is stopped while it writes; " if last else ""
    return f"line {number} is not whole JSON, {why}it was passed over. What it said must be labelled again."


def _annotation(parts: Any, where: str, items: dict[str, Item]) -> Annotation:
    record = expect_object(parts, where)
    version = record.get("format_version", FORMAT_VERSION)
    if isinstance(version, int) and version > FORMAT_VERSION:
        raise FormatError(
            f"written in version {version} of this format; this program reads up to {FORMAT_VERSION}.",
            "Update labelwright, then read it again.",
            where,
        )
    return build_annotation(record, where, items.get(str(record.get("item"))))


def looks(text: str) -> int:
    """3 where the first whole line has the fields of an annotation, else 0."""
    for _, content in lines(text[:1_000_000]):
        try:
            return 3 if set(expect_object(parse(content), "")) >= _FIELDS else 0
        except FormatError:
            continue
    return 0


FORMAT = Format("jsonl", "labelwright JSONL", ".jsonl", KINDS, LOSSES, looks, load, dump)
