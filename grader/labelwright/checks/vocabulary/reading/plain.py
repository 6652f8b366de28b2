"""Make annotations of a learner's variable, which arrives as plain data in one of a few shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.formats.parts.build import annotation
from labelwright.annotations.plain import Column, Opaque, Table, labels
from labelwright.annotations.record import Annotation
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Kind, Value
from labelwright.checks.failed import Failed
from labelwright.checks.vocabulary.settle import short

_VALUE: TypeAdapter[Any] = TypeAdapter(Value)
_RECORD = frozenset(Annotation.model_fields)
MOST = 100_000
"""Most annotations that are read from one variable."""


def from_plain(value: Any, name: str, task: LabelTask | None, learner: str) -> list[Annotation]:
    """The annotations in plain data: a list of records, or a value for each item; Failed says which part is at fault."""
    rows = _rows(value, name)
    if len(rows) > MOST:
        raise Failed(f"`{name}` holds {len(rows):,} annotations; at most {MOST:,} are read.")
    return [_annotation(item, raw, name, task, learner) for item, raw in rows if not _missing(raw)]


def _rows(value: Any, name: str) -> list[tuple[Any, Any]]:
    if isinstance(value, Table):
        return _table_rows(value, name)
    if isinstance(value, Column):
        return list(zip(labels(value.index), value.values, strict=True))
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list) and all(isinstance(row, dict) and "item" in row for row in value):
        return [(row["item"], row) for row in value]
    kind = value.kind if isinstance(value, Opaque) else type(value).__name__
    raise Failed(
        f"`{name}` is of the type {kind}, where annotations were asked for.",
        why="A label belongs to an item; without the item's id nobody knows which.",
        advice="Give a dict from item id to label, a Series or DataFrame with item ids, or the widget's `annotations`.",
    )


def _table_rows(table: Table, name: str) -> list[tuple[Any, Any]]:
    columns = {
        column: data
        for column, data in zip(table.columns, table.data, strict=True)
        if isinstance(column, str)
    }
    given = next((columns[word] for word in ("label", "value") if word in columns), None)
    if given is None or "item" not in columns:
        found = ", ".join(f"`{short(column, 30)}`" for column in table.columns[:10]) or "no column"
        raise Failed(
            f"`{name}` has {found}; a table of annotations has the columns `item` and `label`.",
            why="A label belongs to an item; without the item's id nobody knows which.",
            advice="Rename the columns, and keep one row an item.",
        )
    return list(zip(columns["item"], given, strict=True))


def _missing(raw: Any) -> bool:
    return raw is None or raw is Ellipsis or raw != raw


def _annotation(item: Any, raw: Any, name: str, task: LabelTask | None, learner: str) -> Annotation:
    whose: dict[str, Any] = {"annotator": learner, "task": task.name if task else "answers"}
    try:
        if isinstance(raw, dict) and {"item", "value"} <= set(raw):
            record = {part: content for part, content in raw.items() if part in _RECORD}
            return annotation({**whose, **record, "item": str(item)}, "")
        value = _VALUE.validate_python(_tagged(raw, task.kind if task else None))
        return annotation({"item": str(item), "value": value, **whose}, "")
    except (ValidationError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise Failed(
            f"`{name}`: the answer for item `{short(item)}` is {short(repr(raw))}, which is not "
            f"{_WANTED[task.kind] if task else 'a label'}{_reason(error)}.",
            why="One answer in another form stops every program that reads the file.",
            advice="Give every item its answer in the form that the task describes.",
        ) from None


def _reason(error: Exception) -> str:
    if isinstance(error, FormatError):
        return f" ({short(error.found, 160)})"
    if not isinstance(error, ValidationError):
        return ""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f" ({short(first['msg'].removeprefix('Value error, '), 120)})"


def _tagged(raw: Any, kind: Kind | None) -> Any:
    """`raw` as the fields of a value of `kind`; without a kind, text is a label and a list of text labels."""
    if isinstance(raw, dict) and "kind" in raw:
        return raw
    if isinstance(raw, bool) and kind in (None, "choice"):
        raise TypeError("a truth value is no label")
    if kind is None:
        kind = "choice" if isinstance(raw, (str, int)) else "choices"
    return {"kind": kind, **_FIELDS[kind](raw)}


def _label(raw: Any) -> Any:
    """A whole number stands for the label that is written so, as a spreadsheet makes 1.0 of 1."""
    return str(int(raw)) if isinstance(raw, (int, float)) and float(raw).is_integer() else raw


def _listed(raw: Any) -> list[Any]:
    return sorted(raw, key=str) if isinstance(raw, set) else list(raw)


def _parts(raw: Any, names: Iterable[str]) -> list[Any]:
    """Spans or errors given as mappings, or as (start, end, label) and so on."""
    return [part if isinstance(part, dict) else dict(zip(names, part, strict=True)) for part in _listed(raw)]


def _pairwise(raw: Any) -> dict[str, Any]:
    if isinstance(raw, str):
        return {"winner": raw, "strength": 0 if raw == "tie" else 1}
    if isinstance(raw, dict):
        return raw
    # A number from -3 (the first is much better) to 3 (the second is), as scales of preference are commonly written.
    return {"winner": "tie" if raw == 0 else "a" if raw < 0 else "b", "strength": abs(raw)}


_FIELDS: dict[Kind, Callable[[Any], dict[str, Any]]] = {
    "choice": lambda raw: {"label": _label(raw)},
    "choices": lambda raw: {"labels": _listed(raw)},
    "spans": lambda raw: {"spans": _parts(raw, ("start", "end", "label"))},
    "shapes": dict,
    "pairwise": _pairwise,
    "rubric": lambda raw: {"scores": raw},
    "errors": lambda raw: {"errors": _parts(raw, ("start", "end", "type", "severity"))},
    "text": lambda raw: {"text": raw},
    "ranking": lambda raw: {"order": [part if isinstance(part, list) else [part] for part in _listed(raw)]},
}
_WANTED: dict[Kind, str] = {
    "choice": "one label",
    "choices": "a list of labels",
    "spans": "a list of spans, each with start, end and label",
    "shapes": "boxes with the width and height of their image",
    "pairwise": '"a", "b" or "tie", or a number from -3 (the first much better) to 3 (the second)',
    "rubric": "a whole-number score for each criterion",
    "errors": "a list of errors, each with start, end, type and severity",
    "text": "a text",
    "ranking": "the responses' numbers from best to worst",
}
