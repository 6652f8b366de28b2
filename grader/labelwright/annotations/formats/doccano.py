"""Read and write doccano's JSONL: each line is a text with its labels or `entities`, with offsets in UTF-16 units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labelwright.annotations.formats import base
from labelwright.annotations.formats.base import (
    Context,
    Format,
    FormatError,
    ItemLookup,
    ParsedFile,
    build_annotation,
    build_item,
    fill_quotes,
    items_by_id,
    need_item,
)
from labelwright.annotations.formats.source_text import (
    dumps,
    expect_list,
    expect_object,
    kind_of,
    lines,
    parse,
)
from labelwright.annotations.offsets import OffsetError, Offsets
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.values import Kind, Spans

LOSSES = (
    "Stores spans, one or several labels per text, or one written text.",
    "A text without labels is read as finished with no labels; for a single choice it is skipped. Skipped items are "
    "not stored.",
    "Offsets are UTF-16 code units, as doccano counts by default. If a project counts grapheme clusters, its files "
    "cannot be read exactly where a character has several code points.",
    "Annotators, times, notes, flags, guideline versions and relations are not stored.",
)
KINDS: tuple[Kind, ...] = ("choice", "choices", "spans", "text")
_LABELS = ("label", "labels", "entities")


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return one line for each annotation: `text`, `label` and our id as `item`, which doccano stores as metadata.

    FormatError for kinds that doccano does not have, several annotators, and items that are not given.
    """
    base.need_kinds(annotations, "doccano's JSONL", KINDS)
    base.need_one_annotator(annotations, "doccano's JSONL")
    items, written = items_by_id(context.items), []
    for annotation in annotations:
        if annotation.value is not None:
            item = need_item(annotation, items)
            label = _label(fill_quotes(annotation, item, ""), item)
            written.append(dumps({"text": item.text, "label": label, "item": item.id}) + "\n")
    return "".join(written)


def _label(annotation: Annotation, item: Item) -> list[Any]:
    value = annotation.value
    if isinstance(value, Spans):
        places = Offsets(item.text, "utf-16").from_code_points
        return [[places(span.start), places(span.end), span.label] for span in value.spans]
    if value is None or value.kind == "text":
        return [value.text] if value else []
    return list(value.labels) if value.kind == "choices" else [value.label] if value.kind == "choice" else []


def load(text: str, context: Context) -> ParsedFile:
    """Read lines with `text` (or `data`) and `label`, `labels` or `entities`; without a task the kind is guessed."""
    found, lookup = ParsedFile(), ItemLookup(context.items)
    rows = [
        (f"line {number}", expect_object(parse(line, f"line {number}"), f"line {number}"))
        for number, line in lines(text)
    ]
    kind = context.kind(_guess([_parts(row, where) for where, row in rows]))
    for number, (where, row) in enumerate(rows, 1):
        item = _item(row, lookup, where, number)
        value = _value(kind, _parts(row, where), item, where)
        found.items.append(item)
        if row.get("relations"):
            found.problems.append(f"{where}: relations between spans were not read.")
        if value is None:
            found.problems.append(f"{where}: no label yet; the text was skipped.")
            continue
        record = {"item": item.id, "annotator": context.annotator, "task": context.name, "origin": "imported"}
        found.annotations.append(build_annotation({**record, "value": {"kind": kind, **value}}, where, item))
    if kind == "spans" and any(Offsets(item.text).units != len(item.text) for item in found.items):
        found.problems.append(
            "some texts contain characters such as emoji: offsets were read as UTF-16 code units."
        )
    return found


def _item(row: dict[str, Any], lookup: ItemLookup, where: str, number: int) -> Item:
    text = row.get("text", row.get("data"))
    if not isinstance(text, str):
        raise FormatError(
            f"`text` must be a text, found {kind_of(text)}.", "Export the project again as JSONL.", where
        )
    meta = row.get("meta") if isinstance(row.get("meta"), dict) else {}
    name = row.get("item", (meta or {}).get("item"))
    known = lookup.by_id(str(name)) if name is not None else lookup.take(text)
    if known and known.text != text:
        problem = f"the text of {known.id!r} is not the text of the given item."
        raise FormatError(problem, "Use the items that were labelled, unchanged.", where)
    return known or build_item(
        {"id": str(name if name is not None else row.get("id", number)), "text": text}, where
    )


def _parts(row: dict[str, Any], where: str) -> list[Any]:
    for name in _LABELS:
        if name in row:
            return [row[name]] if isinstance(row[name], str) else expect_list(row[name], where, f"`{name}`")
    raise FormatError("no `label`, `labels` or `entities`.", "Export the project with its labels.", where)


def _guess(rows: Sequence[list[Any]]) -> Kind:
    parts = [part for row in rows for part in row]
    if any(not isinstance(part, str) for part in parts):
        return "spans"
    return "choice" if rows and all(len(row) == 1 for row in rows) else "choices"


def _value(kind: Kind, parts: list[Any], item: Item, where: str) -> dict[str, Any] | None:
    if kind == "spans":
        places = Offsets(item.text, "utf-16")
        return {"spans": [_span(part, places, where) for part in parts]}
    if kind == "choices":
        return {"labels": parts}
    if kind not in ("choice", "text"):
        raise FormatError(f"doccano's JSONL cannot store a {kind}.", "Name a task of another kind.", where)
    if len(parts) > 1:
        raise FormatError(
            f"{len(parts)} answers where the task asks for one.", "Keep one, or ask for `choices`.", where
        )
    return {"label" if kind == "choice" else "text": parts[0]} if parts else None


def _span(part: Any, places: Offsets, where: str) -> dict[str, Any]:
    if isinstance(part, dict):
        part = [part.get("start_offset"), part.get("end_offset"), part.get("label")]
    if not (isinstance(part, list) and len(part) == 3 and all(type(end) is int for end in part[:2])):
        raise FormatError("a span is not [start, end, label].", "Export the project again as JSONL.", where)
    try:
        return {
            "start": places.to_code_points(part[0]),
            "end": places.to_code_points(part[1]),
            "label": part[2],
        }
    except OffsetError as error:
        todo = "Export from a project that does not count grapheme clusters, with its texts unchanged."
        raise FormatError(f"{error}.", todo, where) from None


def likelihood(text: str) -> int:
    """Return 2 if the first line is an object with a text and labels or entities, otherwise 0."""
    for _, line in lines(text[:1_000_000]):
        try:
            row = parse(line)
        except FormatError:
            return 0
        return 2 if isinstance(row, dict) and ("text" in row or "data" in row) and _has_labels(row) else 0
    return 0


def _has_labels(row: dict[str, Any]) -> bool:
    entities = row.get("entities")
    if isinstance(entities, list) and entities:
        return isinstance(entities[0], dict)
    return any(name in row for name in _LABELS)


FORMAT = Format("doccano", "doccano JSONL", ".jsonl", KINDS, LOSSES, likelihood, load, dump)
