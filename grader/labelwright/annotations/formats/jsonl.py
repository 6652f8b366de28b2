"""Read and write labelwright's own format: each line is one annotation as JSON; a widget's journal can be read too."""

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
    "Stores every field of every annotation. The items themselves (texts, images) are stored in their own file.",
)
_FIELDS = {"item", "annotator", "task"}


def line(annotation: Annotation) -> str:
    """Return one annotation as one line of JSON without its line end: all fields, always in the same order."""
    return dumps(annotation.model_dump(mode="json"))


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return the annotations in the order given, one per line; the same records always give the same bytes."""
    return "".join(f"{line(annotation)}\n" for annotation in annotations)


def load(text: str, context: Context) -> ParsedFile:
    """Read annotations; of several lines about the same item, annotator and task, the last one counts.

    A line that is not JSON (cut short when a program was killed) is skipped and reported. FormatError if a line is JSON
    but not an annotation, if a newer version wrote it, or if no line can be read. A widget's journal, whose lines are
    actions, gives the annotations after the last action.
    """
    if any(entry is not None for entry in read_entries(text)):
        return _journal(text, context)
    found, latest = ParsedFile(), dict[tuple[str, str, str], Annotation]()
    first_error: FormatError | None = None
    numbered, items = list(lines(text)), items_by_id(context.items)
    for number, content in numbered:
        try:
            parts = parse(content, f"line {number}")
        except FormatError as error:
            first_error = first_error or error
            found.problems.append(_broken_line(number, number == numbered[-1][0]))
            continue
        annotation = _annotation(parts, f"line {number}", items)
        latest[annotation.item, annotation.annotator, annotation.task] = annotation
    if first_error and not latest:
        raise first_error
    found.annotations = list(latest.values())
    return found


def _journal(text: str, context: Context) -> ParsedFile:
    broken = sum(entry is None for entry in read_entries(text))
    problems = [f"{broken} broken lines of the journal were skipped."] if broken else []
    items = items_by_id(context.items)
    records = [record.model_dump(mode="json") for record in read_journal(text)]
    annotations = [
        build_annotation(record, f"item {record['item']}", items.get(record["item"])) for record in records
    ]
    return ParsedFile(annotations=annotations, problems=problems)


def _broken_line(number: int, last: bool) -> str:
    reason = " (a program was probably stopped while it wrote the line)" if last else ""
    return f"line {number} is not complete JSON{reason} and was skipped. Label that item again."


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


def likelihood(text: str) -> int:
    """Return 3 if the first complete line has the fields of an annotation, otherwise 0."""
    for _, content in lines(text[:1_000_000]):
        try:
            return 3 if set(expect_object(parse(content), "")) >= _FIELDS else 0
        except FormatError:
            continue
    return 0


FORMAT = Format("jsonl", "labelwright JSONL", ".jsonl", KINDS, LOSSES, likelihood, load, dump)
