"""Read and write annotations as CSV, one row per annotation; values are stored in one or several cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from labelwright.annotations.formats.base import (
    KINDS,
    Context,
    Format,
    FormatError,
    ParsedFile,
    build_annotation,
    fill_quotes,
    items_by_id,
)
from labelwright.annotations.formats.source_text import MAX_BYTES, MAX_PARTS, dumps, expect_object, parse
from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Value
from labelwright.exchange.spreadsheet import escape_formula, unescape_formula

SCORE = "score:"
COLUMNS = (
    "label",
    "labels",
    "text",
    "order",
    "winner",
    "strength",
    "reasons",
    "evidence",
    "comment",
    "value",
)
"""All columns with a value or a part of one, in the order of writing; rubrics add columns `score:` plus a criterion's id."""

_RANKING = re.compile(r"\s*[0-9]{1,6}\s*([>=]\s*[0-9]{1,6}\s*)*")


def join(labels: tuple[str, ...]) -> str:
    """Return labels as one cell with `|` between them; a `|` or backslash inside a label gets a backslash before it."""
    return "|".join(label.replace("\\", "\\\\").replace("|", "\\|") for label in labels)


def split(cell: str) -> tuple[str, ...]:
    """Return the labels that `join` was given; an empty cell has no labels."""
    if not cell:
        return ()
    labels, current, escaped = [], "", False
    for character in cell:
        if escaped or character not in "\\|":
            current, escaped = current + character, False
        elif character == "\\":
            escaped = True
        else:
            labels.append(current)
            current = ""
    return (*labels, current)


def ranking(order: tuple[tuple[int, ...], ...]) -> str:
    """Return a ranking as a cell: `2 > 0 = 1` means that 2 is best and that 0 and 1 are tied."""
    return " > ".join(" = ".join(map(str, group)) for group in order)


def read_ranking(cell: str, where: str = "") -> list[list[int]]:
    """Return the groups of a ranking cell, best first; FormatError if the cell is not a ranking."""
    if not cell.strip():
        return []
    if not _RANKING.fullmatch(cell):
        raise FormatError(
            f"{cell[:40]!r} is not a ranking.", "Write numbers from 0, such as 2 > 0 = 1.", where
        )
    return [[int(number) for number in group.split("=")] for group in cell.split(">")]


def to_cells(value: Value) -> dict[str, str]:
    """Return the columns of one value; spans, shapes and errors are one column of JSON."""
    if value.kind == "choice":
        return {"label": value.label}
    if value.kind == "choices":
        return {"labels": join(value.labels)}
    if value.kind == "text":
        return {"text": value.text}
    if value.kind == "ranking":
        return {"order": ranking(value.order)}
    if value.kind == "rubric":
        return {f"{SCORE}{name}": str(score) for name, score in value.scores.items()}
    plain = value.model_dump(mode="json")
    if value.kind != "pairwise":
        return {"value": dumps({name: part for name, part in plain.items() if name != "kind"})}
    row = {"winner": value.winner, "strength": str(value.strength), "comment": value.note}
    evidence = dumps(plain["evidence"]) if value.evidence else ""
    return {**row, "reasons": join(value.reasons), "evidence": evidence}


def from_cells(kind: str, record: Mapping[str, str], where: str) -> dict[str, Any]:
    """Return the parts of a value of `kind` from its columns; FormatError if a cell cannot be read."""
    if kind == "ranking":
        return {"order": read_ranking(record.get("order", ""), where)}
    if kind == "rubric":
        scores = {name.removeprefix(SCORE): cell for name, cell in record.items() if name.startswith(SCORE)}
        return {"scores": {name: whole(cell, where) for name, cell in scores.items() if cell.strip()}}
    if kind == "pairwise":
        return _pairwise(record, where)
    if kind == "choices":
        return {"labels": split(record.get("labels", ""))}
    if kind in ("choice", "text"):
        name = "label" if kind == "choice" else "text"
        return {name: record[name]} if name in record else {}
    return expect_object(parse(record.get("value") or "{}", where), where)


def _pairwise(record: Mapping[str, str], where: str) -> dict[str, Any]:
    winner, strength = record.get("winner", "").strip().lower(), record.get("strength", "").strip()
    return {
        "winner": winner,
        "strength": whole(strength, where) if strength else int(winner != "tie"),
        "reasons": split(record.get("reasons", "")),
        "evidence": parse(record.get("evidence") or "[]", where),
        "note": record.get("comment", ""),
    }


def whole(cell: str, where: str) -> int:
    """Return the whole number in a cell; FormatError if there is none."""
    try:
        return int(cell[:20])
    except ValueError:
        raise FormatError(f"{cell[:40]!r} is not a whole number.", "Correct the cell.", where) from None


LOSSES = (
    "Stores every field of every annotation; spans, shapes and error spans are JSON in one column.",
    "A text that a spreadsheet would run as a formula gets an apostrophe before it; reading removes it.",
    "The items themselves (texts, images) are stored in their own file.",
)
HEAD = ("item", "annotator", "task", "kind")
TAIL = ("status", "reason", "flag", "note", "seconds", "at", "guideline", "origin", "format_version")
_SIGNS = {"order": "ranking", "winner": "pairwise", "labels": "choices", "label": "choice", "text": "text"}


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return the annotations as CSV after RFC 4180 (commas, `\\r\\n`), with only the columns that they need."""
    rows = [_row(annotation) for annotation in annotations]
    used = {name for row in rows for name in row}
    scores = sorted(name for name in used if name.startswith(SCORE))
    names = [*HEAD, *(name for name in COLUMNS if name in used), *scores, *TAIL]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(escape_formula(name, keep_numbers=True) for name in names)
    for row in rows:
        writer.writerow(escape_formula(row.get(name, ""), keep_numbers=True) for name in names)
    return stream.getvalue()


def _row(annotation: Annotation) -> dict[str, str]:
    plain = annotation.model_dump(mode="json", exclude={"value"})
    row = {name: "" if cell is None else str(cell) for name, cell in plain.items()}
    if annotation.value is None:
        return row
    return {**row, "kind": annotation.value.kind, **to_cells(annotation.value)}


def load(text: str, context: Context) -> ParsedFile:
    """Read CSV with commas, semicolons or tabs; it must have the column `item` and the columns of the value.

    What no column says is taken from the given task and annotator. Columns with other names, and rows whose label
    is still empty, are skipped and reported.
    """
    if text.count("\n") + text.count(",") + text.count(";") + text.count("\t") > MAX_PARTS:
        raise FormatError(f"more than {MAX_PARTS:,} cells.", "Split the file into smaller ones.")
    found, rows, items = ParsedFile(), _rows(text, delimiter(text)), items_by_id(context.items)
    names = [_name(cell) for cell in rows[0][1]] if rows else []
    _check_names(names, found)
    for number, row in rows[1:]:
        where = f"line {number}"
        if len(row) > len(names):
            problem = f"{len(row)} cells in a row, but only {len(names)} columns."
            raise FormatError(problem, "Put texts that contain the delimiter in double quotes.", where)
        record = dict(zip(names, map(unescape_formula, row), strict=False))
        if annotation := _annotation(record, where, context):
            item = items.get(annotation.item)
            found.annotations.append(fill_quotes(annotation, item, where) if item else annotation)
        else:
            found.problems.append(f"{where}: no label yet; the row was skipped.")
    return found


def _rows(text: str, mark: str, most: int | None = None) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the number of its first line."""
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
        todo = "Look for a double quote that is opened but not closed."
        raise FormatError(f"this is not valid CSV: {error}.", todo, f"line {start}") from None
    finally:
        csv.field_size_limit(before)
    return rows


def delimiter(text: str) -> str:
    """Return comma, semicolon or tab: the one that gives a first row with a cell `item`, otherwise with the most cells."""
    return max(",;\t", key=lambda mark: _columns(text, mark))


def _columns(text: str, mark: str) -> tuple[bool, int]:
    try:
        rows = _rows(text[:100_000], mark, most=1)
    except FormatError:
        return False, 0
    names = [_name(cell) for cell in rows[0][1]] if rows else []
    return "item" in names, len(names)


def _name(cell: str) -> str:
    name = unescape_formula(cell)
    return name if name.startswith(SCORE) else name.strip()


def _check_names(names: list[str], found: ParsedFile) -> None:
    if "item" not in names or len(set(names)) != len(names):
        listed = ", ".join(repr(name[:40]) for name in names[:10]) or "none"
        raise FormatError(
            f"the columns are {listed}; there must be an `item` column, and no column name twice.",
            "Name the column that holds the items' ids `item`.",
            "line 1",
        )
    known = {*HEAD, *TAIL, *COLUMNS}
    strange = [name[:40] for name in names if name not in known and not name.startswith(SCORE)]
    if strange:
        found.problems.append(f"columns that were not read: {', '.join(map(repr, strange[:20]))}.")


def _annotation(record: Mapping[str, str], where: str, context: Context) -> Annotation | None:
    parts: dict[str, Any] = {name: record[name] for name in (*HEAD, *TAIL) if record.get(name)}
    parts.setdefault("annotator", context.annotator)
    parts.setdefault("task", context.name)
    kind = parts.pop("kind", "") or _kind(record, context)
    if "format_version" in parts:
        parts["format_version"] = whole(parts["format_version"], where)
    if record.get("status", "") != "skipped":
        if kind == "choice" and not record.get("label"):
            return None
        parts["value"] = {**from_cells(kind, record, where), "kind": kind}
    return build_annotation(parts, where)


def _kind(record: Mapping[str, str], context: Context) -> str:
    if context.task:
        return context.task.kind
    if any(name.startswith(SCORE) for name in record):
        return "rubric"
    return next((kind for sign, kind in _SIGNS.items() if sign in record), "choice")


def likelihood(text: str) -> int:
    """Return 2 if the first line has an `item` column and another one, otherwise 0."""
    has_item, number = _columns(text, delimiter(text))
    return 2 if has_item and number > 1 else 0


FORMAT = Format("csv", "CSV", ".csv", KINDS, LOSSES, likelihood, load, dump)
