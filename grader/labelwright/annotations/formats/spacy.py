"""Read and write spaCy's training data as JSONL: a text with `entities`, overlapping `spans` or `cats`, in code points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
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
from labelwright.annotations.formats.source_text import dumps, expect_list, expect_object, lines, parse
from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Choices, Kind, Spans, Value

LOSSES = (
    "Stores spans and labels of whole texts. Spans that overlap go into the span group `sc`, because spaCy's entities may not overlap.",
    "Ids are not stored: reading finds items by their text, or numbers them.",
    "Annotators, skipped items, times, notes, flags and guideline versions are not stored.",
)
KINDS: tuple[Kind, ...] = ("choice", "choices", "spans")
GROUP = "sc"
"""The span group that spaCy's span categoriser reads by default."""


def dump(annotations: Sequence[Annotation], context: Context) -> str:
    """Return one line for each annotation: `[text, {...}]`; `Example.from_dict` takes the second part.

    FormatError for other kinds, several annotators, and items that are not given.
    """
    base.need_kinds(annotations, "spaCy's format", KINDS)
    base.need_one_annotator(annotations, "spaCy's format")
    items, written, labels = items_by_id(context.items), [], _labels(annotations, context)
    for annotation in annotations:
        item = need_item(annotation, items)
        value = fill_quotes(annotation, item, "").value
        if value is not None:
            written.append(dumps([item.text, _gold(value, labels)]) + "\n")
    return "".join(written)


def _labels(annotations: Sequence[Annotation], context: Context) -> list[str]:
    """Return every label of the task, then those that only the annotations have: spaCy needs a score for each on each text."""
    names = [option.name for option in context.task.labels] if context.task else []
    for annotation in annotations:
        if isinstance(value := annotation.value, Choices):
            names += value.labels
        elif isinstance(value, Choice):
            names.append(value.label)
    return list(dict.fromkeys(names))


def _gold(value: Value, labels: list[str]) -> dict[str, Any]:
    if isinstance(value, Spans):
        found = [[span.start, span.end, span.label] for span in value.spans]
        ordered = sorted(value.spans, key=lambda span: (span.start, span.end))
        crossing = any(right.start < left.end for left, right in pairwise(ordered))
        return {"spans": {GROUP: found}} if crossing else {"entities": found}
    given = (
        {value.label}
        if isinstance(value, Choice)
        else set(value.labels)
        if isinstance(value, Choices)
        else set()
    )
    return {"cats": {label: float(label in given) for label in labels}}


def load(text: str, context: Context) -> ParsedFile:
    """Read lines of `[text, {...}]` or `{"text": ..., ...}`; a label counts as given if its score is at least 0.5."""
    found, lookup = ParsedFile(), ItemLookup(context.items)
    rows = [_row(parse(line, f"line {number}"), f"line {number}") for number, line in lines(text)]
    kind = context.kind(_guess([gold for _, _, gold in rows]))
    for number, (where, content, gold) in enumerate(rows, 1):
        item = lookup.take(content)
        if item is None and context.items:
            found.problems.append(
                f"{where}: none of the given items has this text: {content[:60]!r}; it was skipped."
            )
            continue
        item = item or build_item({"id": str(number), "text": content}, where)
        record = {"item": item.id, "annotator": context.annotator, "task": context.name, "origin": "imported"}
        value = {"kind": kind, **_value(kind, gold, where)}
        found.annotations.append(build_annotation({**record, "value": value}, where, item))
        found.items.append(item)
    return found


def _row(parsed: Any, where: str) -> tuple[str, str, dict[str, Any]]:
    """Return the place of a line, its text and its annotations."""
    content, gold = None, parsed
    if isinstance(parsed, list) and len(parsed) == 2:
        content, gold = parsed
    elif isinstance(parsed, dict):
        content = parsed.get("text")
    if not isinstance(content, str) or not isinstance(gold, dict):
        problem = 'expected [text, {"entities": [[start, end, label]]}].'
        raise FormatError(problem, "Write the training data as JSON, one text per line.", where)
    return where, content, gold


def _guess(rows: Sequence[dict[str, Any]]) -> Kind:
    cats = [row["cats"] for row in rows if isinstance(row.get("cats"), dict)]
    if not cats:
        return "spans"
    return "choice" if all(len(_given(scores, "")) == 1 for scores in cats) else "choices"


def _given(scores: dict[str, Any], where: str) -> list[str]:
    if not all(isinstance(score, (int, float)) for score in scores.values()):
        raise FormatError("a score in `cats` is not a number.", "Give 1.0 or 0.0 for every label.", where)
    return [label for label, score in scores.items() if score >= 0.5]


def _value(kind: Kind, gold: dict[str, Any], where: str) -> dict[str, Any]:
    if kind == "spans":
        return {"spans": [_span(part, where) for part in _spans(gold, where)]}
    given = _given(expect_object(gold.get("cats"), where), where)
    if kind == "choices":
        return {"labels": given}
    if kind != "choice" or len(given) != 1:
        problem = f"{len(given)} labels, but the task is of kind {kind}."
        raise FormatError(problem, "Give each text one label, or name a task of kind `choices`.", where)
    return {"label": given[0]}


def _spans(gold: dict[str, Any], where: str) -> list[Any]:
    groups = gold.get("spans")
    if isinstance(groups, dict):
        return [
            part
            for name in groups
            for part in expect_list(groups[name], where, f"the span group {name[:40]!r}")
        ]
    return expect_list(gold.get("entities", groups or []), where, "`entities`")


def _span(part: Any, where: str) -> dict[str, Any]:
    if isinstance(part, dict):
        part = [
            part.get("start", part.get("start_char")),
            part.get("end", part.get("end_char")),
            part.get("label"),
        ]
    if not isinstance(part, list) or not 3 <= len(part) <= 4:
        raise FormatError("a span is not [start, end, label].", "Give offsets in characters.", where)
    return {"start": part[0], "end": part[1], "label": part[2]}


def likelihood(text: str) -> int:
    """Return 2 if the first line is `[text, {...}]` or a text with `entities`, `spans` or `cats`, otherwise 0."""
    for _, line in lines(text[:1_000_000]):
        try:
            _, _, gold = _row(parse(line), "")
        except FormatError:
            return 0
        return 2 if any(name in gold for name in ("entities", "spans", "cats")) else 0
    return 0


FORMAT = Format("spacy", "spaCy JSONL", ".jsonl", KINDS, LOSSES, likelihood, load, dump)
