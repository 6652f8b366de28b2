"""CSV for spreadsheets: flat columns where the kind of value allows it, a JSON column where it does not."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from labelwright.annotations.formats import csv_cells as cells
from labelwright.annotations.formats.parts.base import KINDS, Context, Format, FormatError, Found
from labelwright.annotations.formats.parts.build import annotation as build
from labelwright.annotations.formats.parts.build import quoted
from labelwright.annotations.formats.parts.files import MAX_BYTES
from labelwright.annotations.formats.parts.jsontext import MAX_PARTS
from labelwright.annotations.formats.parts.lookup import by_id
from labelwright.annotations.record import Annotation

LOSSES = (
    "Holds every field of every annotation; spans, shapes and error spans stand as JSON in one column.",
    "A text that a spreadsheet would run as a formula gets an apostrophe before it, which reading takes away again.",
    "The items themselves (texts, images) are kept in their own file.",
)
HEAD = ("item", "annotator", "task", "kind")
TAIL = ("status", "reason", "flag", "note", "seconds", "at", "guideline", "origin", "format_version")
_SIGNS = {"order": "ranking", "winner": "pairwise", "labels": "choices", "label": "choice", "text": "text"}


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """The annotations as CSV after RFC 4180 (commas, `\\r\\n`): the columns that these annotations need, and no more."""
    rows = [_row(annotation) for annotation in annotations]
    used = {name for row in rows for name in row}
    scores = sorted(name for name in used if name.startswith(cells.SCORE))
    names = [*HEAD, *(name for name in cells.COLUMNS if name in used), *scores, *TAIL]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(map(cells.neutral, names))
    for row in rows:
        writer.writerow(cells.neutral(row.get(name, "")) for name in names)
    return stream.getvalue()


def _row(annotation: Annotation) -> dict[str, str]:
    plain = annotation.model_dump(mode="json", exclude={"value"})
    row = {name: "" if cell is None else str(cell) for name, cell in plain.items()}
    if annotation.value is None:
        return row
    return {**row, "kind": annotation.value.kind, **cells.to_cells(annotation.value)}


def load(text: str, context: Context) -> Found:
    """Read CSV with commas, semicolons or tabs; `item` is the one column it must have besides the value's own.

    What no column says is taken from the task and the annotator given. Columns of other names, and rows whose label
    is still empty, are passed over and reported.
    """
    if text.count("\n") + text.count(",") + text.count(";") + text.count("\t") > MAX_PARTS:
        raise FormatError(f"more than {MAX_PARTS:,} cells.", "Split the file into smaller ones.")
    found, rows, items = Found(), _rows(text, delimiter(text)), by_id(context.items)
    names = [_name(cell) for cell in rows[0][1]] if rows else []
    _check_names(names, found)
    for number, row in rows[1:]:
        where = f"line {number}"
        if len(row) > len(names):
            told = f"{len(row)} cells under {len(names)} columns."
            raise FormatError(told, "Put texts that hold the delimiter in double quotes.", where)
        record = dict(zip(names, map(cells.restore, row), strict=False))
        if made := _annotation(record, where, context):
            item = items.get(made.item)
            found.annotations.append(quoted(made, item, where) if item else made)
        else:
            found.problems.append(f"{where}: no label yet; the row was passed over.")
    return found


def _rows(text: str, mark: str, most: int | None = None) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    before, rows, start = csv.field_size_limit(MAX_BYTES), list[tuple[int, list[str]]](), 1
    try:
        for row in reader:
            if row:
                rows.append((start, row))
            start = reader.line_num + 1
            if len(rows) == most:
                break
    except csv.Error as error:
        told = "Look for a double quote that is opened and not closed."
        raise FormatError(f"not CSV that can be read: {error}.", told, f"line {start}") from None
    finally:
        csv.field_size_limit(before)
    return rows


def delimiter(text: str) -> str:
    """The delimiter among comma, semicolon and tab whose first row has a cell `item`, or else most cells."""
    return max(",;\t", key=lambda mark: _columns(text, mark))


def _columns(text: str, mark: str) -> tuple[bool, int]:
    try:
        rows = _rows(text[:100_000], mark, most=1)
    except FormatError:
        return False, 0
    names = [_name(cell) for cell in rows[0][1]] if rows else []
    return "item" in names, len(names)


def _name(cell: str) -> str:
    name = cells.restore(cell)
    return name if name.startswith(cells.SCORE) else name.strip()


def _check_names(names: list[str], found: Found) -> None:
    if "item" not in names or len(set(names)) != len(names):
        told = ", ".join(repr(name[:40]) for name in names[:10]) or "none"
        raise FormatError(
            f"the columns are {told}; an `item` column is needed and each name once.",
            "Name the column that holds the items' ids `item`.",
            "line 1",
        )
    known = {*HEAD, *TAIL, *cells.COLUMNS}
    strange = [name[:40] for name in names if name not in known and not name.startswith(cells.SCORE)]
    if strange:
        found.problems.append(f"columns that were not read: {', '.join(map(repr, strange[:20]))}.")


def _annotation(record: Mapping[str, str], where: str, context: Context) -> Annotation | None:
    parts: dict[str, Any] = {name: record[name] for name in (*HEAD, *TAIL) if record.get(name)}
    parts.setdefault("annotator", context.annotator)
    parts.setdefault("task", context.name)
    kind = parts.pop("kind", "") or _kind(record, context)
    if "format_version" in parts:
        parts["format_version"] = cells.whole(parts["format_version"], where)
    if record.get("status", "") != "skipped":
        if kind == "choice" and not record.get("label"):
            return None
        parts["value"] = {**cells.from_cells(kind, record, where), "kind": kind}
    return build(parts, where)


def _kind(record: Mapping[str, str], context: Context) -> str:
    if context.task:
        return context.task.kind
    if any(name.startswith(cells.SCORE) for name in record):
        return "rubric"
    return next((kind for sign, kind in _SIGNS.items() if sign in record), "choice")


def looks(text: str) -> int:
    """2 where the first line has an `item` column and another one, else 0."""
    has_item, number = _columns(text, delimiter(text))
    return 2 if has_item and number > 1 else 0


FORMAT = Format("csv", "CSV", ".csv", KINDS, LOSSES, looks, load, dump)
