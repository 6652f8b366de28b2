"""Read a learner's annotations, label sets and reference labels from plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from labelwright.annotations.formats.base import Context, FormatError, ParsedFile, build_annotation
from labelwright.annotations.formats.registry import find_format, guess_format, keep_latest, read
from labelwright.annotations.journal import Entry, JournalState, read_entries
from labelwright.annotations.record import Annotation as Annotation
from labelwright.annotations.record import Item as Item
from labelwright.annotations.task import LabelTask as LabelTask
from labelwright.annotations.task import read_task as read_task
from labelwright.annotations.values import Box as Box
from labelwright.annotations.values import (
    Choice,
    Choices,
    Errors,
    Kind,
    Rubric,
    Spans,
    Value,
)
from labelwright.annotations.values import Pairwise as Pairwise
from labelwright.annotations.values import Quote as Quote
from labelwright.annotations.values import Shapes as Shapes
from labelwright.annotations.values import Span as Span
from labelwright.checks.bands import named, short, times
from labelwright.checks.results import Failed
from labelwright.exchange.plain_data import Column, Opaque, Table, labels

if TYPE_CHECKING:
    from labelwright.checks.work import Work


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
            return build_annotation({**whose, **record, "item": str(item)}, "")
        value = _VALUE.validate_python(_tagged(raw, task.kind if task else None))
        return build_annotation({"item": str(item), "value": value, **whose}, "")
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


def within_label_set(annotations: Iterable[Annotation], name: str, task: LabelTask) -> None:
    """Failed where a value is of another kind than the task's, or uses a word that the task does not list."""
    strange: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], str] = {}
    allowed = _allowed(task)
    for one in annotations:
        if one.value is None:
            continue
        if one.value.kind != task.kind:
            raise Failed(
                f"`{name}`: item `{short(one.item)}` holds a value of the kind {one.value.kind}, where the task "
                f"asks for {task.kind}.",
                why="Values of another kind answer another question.",
                advice=f"Label the item in the task `{task.name}`.",
            )
        for use in _outside(one, allowed):
            strange[use] += 1
            where.setdefault(use, one.item)
    if strange:
        raise _outside_the_list(strange, where, name, task)


def _outside_the_list(
    strange: Counter[tuple[str, str]], where: dict[tuple[str, str], str], name: str, task: LabelTask
) -> Failed:
    (what, word), count = strange.most_common(1)[0]
    allowed = _allowed(task)[what]
    near = {known.casefold().strip(): known for known in allowed}.get(word.casefold().strip())
    close = get_close_matches(word[:200], allowed, n=1) if near is None else []
    others = "" if len(strange) == 1 else f" So do {len(strange) - 1:,} other words."
    return Failed(
        f"`{name}` uses the {what} `{short(word)}` {times(count, 'time')}, first in item "
        f"`{short(where[what, word])}`; it is not in the task's list.{others}",
        misconception=f"It differs from `{near}` only in case or space."
        if near
        else f"It is close to `{close[0]}`, which is in the list."
        if close
        else "",
        why="Labels outside the agreed list are the most common reason a batch is sent back.",
        advice=f"Use only: {named(allowed, 20)}.",
    )


def _allowed(task: LabelTask) -> dict[str, list[str]]:
    """The words that the task lists, by what they are."""
    found = {
        "label": [option.name for option in task.labels],
        "criterion": [criterion.id for criterion in task.criteria],
        "error type": list(task.error_types),
        "severity": list(task.severities),
    }
    if task.reasons:
        # A task without reasons leaves them free.
        found["reason"] = list(task.reasons)
    for criterion in task.criteria:
        found[f"score of {criterion.id}"] = [str(score) for score in sorted(criterion.anchors)]
    return found


def _outside(one: Annotation, allowed: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Every word of an annotation that its task does not list, with what it was used as."""
    return [(what, word) for what, word in _words(one) if word not in allowed.get(what, [word])]


def _words(one: Annotation) -> list[tuple[str, str]]:
    value = one.value
    if isinstance(value, Choice):
        return [("label", value.label)]
    if isinstance(value, Choices):
        return [("label", label) for label in value.labels]
    if isinstance(value, Spans):
        return [("label", span.label) for span in value.spans]
    if isinstance(value, Shapes):
        names = [box.label for box in value.boxes] + [point.label for point in value.points]
        return [("label", label) for label in names]
    if isinstance(value, Errors):
        types = [("error type", error.type) for error in value.errors]
        return types + [("severity", error.severity) for error in value.errors]
    if isinstance(value, Rubric):
        scores = [(f"score of {criterion}", str(score)) for criterion, score in value.scores.items()]
        return [("criterion", criterion) for criterion in value.scores] + scores
    return [("reason", reason) for reason in value.reasons] if isinstance(value, Pairwise) else []


_WITH_IDS = ("jsonl", "csv")
_SEND_BACK = (
    "A file that does not fit its items and its label set is sent back before anybody looks at the labels."
)


def read_annotations(
    work: Work,
    name: str,
    *,
    task: LabelTask | None = None,
    items: Sequence[Item | str] = (),
    format: str | None = None,
    several: bool = False,
) -> list[Annotation]:
    """The annotations in the answer file `name` (a name with a dot) or in the variable `name`.

    A file may be a labelling journal or any format of `annotations.formats`; without `format` it is guessed. A variable
    may be a list of annotations, or give each item its value: a dict, a Series, or a DataFrame with the columns `item`
    and `label` (or `value`). Annotations of another task are left aside. Failed where nothing can be read, an item is
    unknown or annotated twice (unless `several` annotators are expected), or a label is outside the task's set;
    NotAttempted where there is nothing yet.
    """
    if "." in name:
        found = _from_text(work.file(name), name, task, items, format, work.learner)
    else:
        found = from_plain(work.value(name), name, task, work.learner)
    kept = _of_task(found, name, task)
    _known_items(kept, name, items)
    if not several:
        _once_each(kept, name)
    if task is not None:
        within_label_set(kept, name, task)
    return kept


def read_gold(path: Path, task: LabelTask | None = None) -> list[Annotation]:
    """The reviewed annotations in a file beside the checks, in any format of `annotations.formats`.

    FormatError, for the author, where it cannot be read.
    """
    return list(read(path, task=task).annotations)


def _from_text(
    text: str,
    name: str,
    task: LabelTask | None,
    items: Sequence[Item | str],
    format: str | None,
    learner: str,
) -> list[Annotation]:
    entries = list(read_entries(text)) if format in (None, "jsonl") and '"act"' in text else []
    if any(entries):
        return _from_journal(entries)
    try:
        chosen = find_format(format) if format else guess_format(text, PurePosixPath(name).suffix)
        # Spans are judged against the texts later: there, a wrong way of counting can be told from a wrong place.
        whole = () if chosen.name in _WITH_IDS else tuple(item for item in items if isinstance(item, Item))
        found: ParsedFile = chosen.load(text, Context(task, whole, learner))
        keep_latest(found)
    except (FormatError, RecursionError) as error:
        todo = error.todo if isinstance(error, FormatError) else "Export the file again."
        place = f"{error.where}: " if isinstance(error, FormatError) and error.where else ""
        said = error.found if isinstance(error, FormatError) else "it is nested too deeply."
        raise Failed(f"`{name}` cannot be read: {place}{said}", why=_SEND_BACK, advice=todo) from None
    return found.annotations


def _from_journal(entries: list[Entry | None]) -> list[Annotation]:
    """The latest annotation of each item, by annotator and task."""
    owners: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry:
            owners.setdefault((entry.annotator, entry.task), []).append(entry)
    found: list[Annotation] = []
    for own in owners.values():
        ledger = JournalState()
        ledger.take_all(own)
        made = (entry.annotation() for entry in ledger.latest.values())
        found += [annotation for annotation in made if annotation is not None]
    return found


def _of_task(found: list[Annotation], name: str, task: LabelTask | None) -> list[Annotation]:
    if task is None:
        return found
    kept = [one for one in found if one.task == task.name]
    if kept or not found:
        return kept
    others = list(dict.fromkeys(one.task for one in found))
    raise Failed(
        f"`{name}` holds {times(len(found), 'annotation')}, all of {named(others, 3)} and none of the task `{task.name}`.",
        misconception="These are the annotations of another task.",
        why="Labels made for another question cannot answer this one.",
        advice=f"Hand in what you labelled under `{task.name}`.",
    )


def _known_items(found: list[Annotation], name: str, items: Sequence[Item | str]) -> None:
    known = {item if isinstance(item, str) else item.id for item in items}
    strange = list(dict.fromkeys(one.item for one in found if known and one.item not in known))
    if not strange:
        return
    most = len(strange) > len(found) / 2
    raise Failed(
        f"`{name}` names {times(len(strange), 'item that is', 'items that are')} not among your {len(known):,}: {named(strange)}.",
        misconception="These look like the items of another form of the exercise, or of another file."
        if most
        else "Ids were changed on the way: a spreadsheet turns 007 into 7, and a space at an end makes another id.",
        why=_SEND_BACK,
        advice="Compare one of these ids with the ids that you were given, character by character.",
    )


def _once_each(found: list[Annotation], name: str) -> None:
    seen: dict[str, int] = {}
    for one in found:
        seen[one.item] = seen.get(one.item, 0) + 1
    twice = [item for item, count in seen.items() if count > 1]
    if twice:
        raise Failed(
            f"`{name}` annotates {times(len(twice), 'item')} more than once: {named(twice)}.",
            why="With two answers to one item, which one counts is left to chance.",
            advice="Keep one annotation of each item.",
        )
