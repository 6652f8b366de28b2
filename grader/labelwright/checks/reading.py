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
from labelwright.checks.compare import count_noun, quote_some, shorten
from labelwright.checks.kinds import VALUE_FORMS, kind_of, shown, spelled
from labelwright.checks.verdicts import Failed
from labelwright.exchange.plain_data import Column, Table, is_missing, labels

if TYPE_CHECKING:
    from labelwright.checks.work import Work


_VALUE: TypeAdapter[Any] = TypeAdapter(Value)
_RECORD = frozenset(Annotation.model_fields)
_WHOSE = "A label belongs to an item. Without the item's id, nobody knows which one."
MOST = 100_000
"""The most annotations that are read from one variable."""


def from_plain(value: Any, name: str, task: LabelTask | None, learner: str) -> list[Annotation]:
    """Return the annotations in plain data: a list of records, or a value for each item; Failed says which part is wrong."""
    rows = _rows(value, name)
    if len(rows) > MOST:
        raise Failed(f"`{name}` has {len(rows):,} annotations; at most {MOST:,} are read.")
    return [
        _annotation(item, raw, name, task, learner)
        for item, raw in rows
        if not (raw is Ellipsis or is_missing(raw))
    ]


def _rows(value: Any, name: str) -> list[tuple[Any, Any]]:
    if isinstance(value, Table):
        return _table_rows(value, name)
    if isinstance(value, Column):
        return list(zip(labels(value.index), value.values, strict=True))
    if isinstance(value, dict):
        return list(value.items())
    if isinstance(value, list) and all(isinstance(row, dict) and "item" in row for row in value):
        return [(row["item"], row) for row in value]
    if isinstance(value, list) and all(isinstance(row, list) and len(row) == 2 for row in value):
        return [(item, raw) for item, raw in value]
    raise Failed(
        f"`{name}` should contain annotations, but it is {kind_of(value)}.",
        why=_WHOSE,
        advice="Give a dict from item id to label, a Series or DataFrame with item ids, or the widget's `annotations`.",
    )


def _table_rows(table: Table, name: str) -> list[tuple[Any, Any]]:
    columns = {
        column: data
        for column, data in zip(table.columns, table.data, strict=True)
        if isinstance(column, str)
    }
    given = next((columns[word] for word in ("label", "value") if word in columns), None)
    items = next((columns[word] for word in ("item", "id") if word in columns), None)
    if items is None and table.index != list(range(len(table.index))):
        items = labels(table.index)
    if given is None or items is None:
        found = ", ".join(f"`{shorten(column, 30)}`" for column in table.columns[:10]) or "(none)"
        raise Failed(
            f"`{name}` has the columns {found}; a table of annotations needs the columns `item` and `label`.",
            why=_WHOSE,
            advice="Rename the columns, and keep one row per item.",
        )
    return list(zip(items, given, strict=True))


def _annotation(item: Any, raw: Any, name: str, task: LabelTask | None, learner: str) -> Annotation:
    whose: dict[str, Any] = {"annotator": learner, "task": task.name if task else "answers"}
    # An id that is a number may have become 7.0 in a column with a gap.
    item = spelled(item) or item
    try:
        if isinstance(raw, dict) and {"item", "value"} <= set(raw):
            record = {part: content for part, content in raw.items() if part in _RECORD}
            return build_annotation({**whose, **record, "item": str(item)}, "")
        value = _VALUE.validate_python(_tagged(raw, task.kind if task else None))
        return build_annotation({"item": str(item), "value": value, **whose}, "")
    except (ValidationError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise Failed(
            f"`{name}`: the answer for item `{shorten(item)}` is {shown(raw)}, which is not "
            f"{VALUE_FORMS[task.kind] if task else 'a label'}{_reason(error)}.",
            why="One answer in another form stops the programs that read the file.",
            advice="Give every item its answer in the form that the task describes.",
        ) from None


def _reason(error: Exception) -> str:
    if isinstance(error, FormatError):
        return f" ({shorten(error.found, 160)})"
    if not isinstance(error, ValidationError):
        return ""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f" ({shorten(first['msg'].removeprefix('Value error, '), 120)})"


def _tagged(raw: Any, kind: Kind | None) -> Any:
    """Return `raw` as the fields of a value of `kind`; without a kind, a text is a label and a list is several labels."""
    if isinstance(raw, dict) and "kind" in raw:
        return raw
    if isinstance(raw, bool) and kind in (None, "choice"):
        raise TypeError("a truth value is not a label")
    if kind is None:
        kind = "choice" if isinstance(raw, (str, int)) else "choices"
    return {"kind": kind, **_FIELDS[kind](raw)}


def _label(raw: Any) -> Any:
    """Return a whole number as the label that is written that way: a spreadsheet turns the label 1 into 1.0."""
    return str(int(raw)) if isinstance(raw, (int, float)) and float(raw).is_integer() else raw


def _listed(raw: Any) -> list[Any]:
    if isinstance(raw, Column):
        return raw.values
    if isinstance(raw, Table):
        return [dict(zip(raw.columns, row, strict=True)) for row in zip(*raw.data, strict=True)]
    return sorted(raw, key=str) if isinstance(raw, set | frozenset) else list(raw)


def _parts(raw: Any, names: Iterable[str]) -> list[Any]:
    """Return spans or errors as mappings, whether they are given so or as (start, end, label) and so on."""
    return [part if isinstance(part, dict) else dict(zip(names, part, strict=True)) for part in _listed(raw)]


def _pairwise(raw: Any) -> dict[str, Any]:
    if isinstance(raw, str):
        return {"winner": raw, "strength": 0 if raw == "tie" else 1}
    if isinstance(raw, dict):
        return raw
    # A number from -3 (the first is much better) to 3 (the second is), as preference scales are usually written.
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


def within_label_set(annotations: Iterable[Annotation], name: str, task: LabelTask) -> None:
    """Raise Failed if a value is not of the task's kind, or uses a word that the task does not list."""
    unlisted: Counter[tuple[str, str]] = Counter()
    where: dict[tuple[str, str], str] = {}
    allowed = _allowed(task)
    for given in annotations:
        if given.value is None:
            continue
        if given.value.kind != task.kind:
            raise Failed(
                f"`{name}`: item `{shorten(given.item)}` has a value of the kind {given.value.kind}, but the "
                f"task asks for {task.kind}.",
                why="A value of another kind answers another question.",
                advice=f"Label the item in the task `{task.name}`.",
            )
        for use in _outside(given, allowed):
            unlisted[use] += 1
            where.setdefault(use, given.item)
    if unlisted:
        raise _outside_the_list(unlisted, where, name, task)


def _outside_the_list(
    unlisted: Counter[tuple[str, str]], where: dict[tuple[str, str], str], name: str, task: LabelTask
) -> Failed:
    (what, word), count = unlisted.most_common(1)[0]
    allowed = _allowed(task)[what]
    near = {known.casefold().strip(): known for known in allowed}.get(word.casefold().strip())
    close = get_close_matches(word[:200], allowed, n=1) if near is None else []
    others = (
        ""
        if len(unlisted) == 1
        else f" {count_noun(len(unlisted) - 1, 'other word is', 'other words are')} not in the list either."
    )
    return Failed(
        f"`{name}` uses the {what} `{shorten(word)}` {count_noun(count, 'time')}, first in item "
        f"`{shorten(where[what, word])}`. It is not in the task's list.{others}",
        misconception=f"It differs from `{near}` only in capital letters or spaces."
        if near
        else f"It is similar to `{close[0]}`, which is in the list."
        if close
        else "",
        why="Labels that are not in the agreed list are the most common reason why a batch is sent back.",
        advice=f"Use only: {quote_some(allowed, 20)}.",
    )


def _allowed(task: LabelTask) -> dict[str, list[str]]:
    """Return the words that the task lists, by what they are."""
    found = {
        "label": [option.name for option in task.labels],
        "criterion": [criterion.id for criterion in task.criteria],
        "error type": list(task.error_types),
        "severity": list(task.severities),
    }
    if task.reasons:
        # If a task lists no reasons, any reason may be given.
        found["reason"] = list(task.reasons)
    for criterion in task.criteria:
        found[f"score of {criterion.id}"] = [str(score) for score in sorted(criterion.anchors)]
    return found


def _outside(annotation: Annotation, allowed: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return every word of an annotation that its task does not list, with what it was used as."""
    return [(what, word) for what, word in _words(annotation) if word not in allowed.get(what, [word])]


def _words(annotation: Annotation) -> list[tuple[str, str]]:
    value = annotation.value
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
    "A file that does not fit its items and its label set is sent back before anyone looks at the labels."
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
    """Return the annotations in the answer file `name` (a name with a dot) or in the variable `name`.

    A file may be a labelling journal or any format of `annotations.formats`; without `format` it is guessed. A variable
    may be a list of annotations, or give each item its value: a dict, a Series, or a DataFrame with the columns `item`
    and `label` (or `value`). Annotations of another task are ignored. Raise Failed if nothing can be read, an item is
    unknown or annotated twice (unless `several` annotators are expected), or a label is not in the task's set; raise
    NotAttempted if there is nothing yet.
    """
    if "." in name:
        found = _from_text(work.file(name), name, task, items, format, work.learner)
    else:
        found = from_plain(work.value(name), name, task, work.learner)
    annotations = _of_task(found, name, task)
    _known_items(annotations, name, items)
    if not several:
        _once_each(annotations, name)
    if task is not None:
        within_label_set(annotations, name, task)
    if not several:
        work.items.add(name, annotations)
    return annotations


def read_gold(path: Path, task: LabelTask | None = None) -> list[Annotation]:
    """Return the reviewed annotations in a file of the exercise's folder, in any format of `annotations.formats`.

    Raise FormatError, for the author, if it cannot be read.
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
        # Spans are compared with the texts later: only there can a wrong way of counting be told from a wrong place.
        whole = () if chosen.name in _WITH_IDS else tuple(item for item in items if isinstance(item, Item))
        found: ParsedFile = chosen.load(text, Context(task, whole, learner))
        keep_latest(found)
    except (FormatError, RecursionError) as error:
        todo = error.todo if isinstance(error, FormatError) else "Export the file again."
        place = f"{error.where}: " if isinstance(error, FormatError) and error.where else ""
        reason = error.found if isinstance(error, FormatError) else "it is nested too deeply."
        raise Failed(f"`{name}` cannot be read: {place}{reason}", why=_SEND_BACK, advice=todo) from None
    return found.annotations


def _from_journal(entries: list[Entry | None]) -> list[Annotation]:
    """Return the latest annotation of each item, by annotator and task."""
    by_owner: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry:
            by_owner.setdefault((entry.annotator, entry.task), []).append(entry)
    found: list[Annotation] = []
    for own_entries in by_owner.values():
        state = JournalState()
        state.add_all(own_entries)
        latest_ones = (entry.annotation() for entry in state.latest.values())
        found += [annotation for annotation in latest_ones if annotation is not None]
    return found


def _of_task(found: list[Annotation], name: str, task: LabelTask | None) -> list[Annotation]:
    if task is None:
        return found
    of_task = [annotation for annotation in found if annotation.task == task.name]
    if of_task or not found:
        return of_task
    others = list(dict.fromkeys(annotation.task for annotation in found))
    raise Failed(
        f"`{name}` has {count_noun(len(found), 'annotation')}, all for {quote_some(others, 3)} and none for the task `{task.name}`.",
        misconception="These annotations belong to another task.",
        why="Labels for another question cannot answer this one.",
        advice=f"Hand in the labels that you gave in the task `{task.name}`.",
    )


def _known_items(found: list[Annotation], name: str, items: Sequence[Item | str]) -> None:
    known = {item if isinstance(item, str) else item.id for item in items}
    unknown = list(
        dict.fromkeys(annotation.item for annotation in found if known and annotation.item not in known)
    )
    if not unknown:
        return
    most = len(unknown) > len(found) / 2
    raise Failed(
        f"`{name}` contains {count_noun(len(unknown), 'item that is', 'items that are')} not among your {len(known):,}: "
        f"{quote_some(unknown)}.",
        misconception="These look like items of another form of the exercise, or of another file."
        if most
        else "Some program changed the ids: a spreadsheet turns 007 into 7, and a space at the end makes another id.",
        why=_SEND_BACK,
        advice="Compare one of these ids with the ids that you got, character by character.",
    )


def _once_each(found: list[Annotation], name: str) -> None:
    counts = Counter(annotation.item for annotation in found)
    twice = [item for item, count in counts.items() if count > 1]
    if twice:
        raise Failed(
            f"`{name}` has more than one annotation for {count_noun(len(twice), 'item')}: {quote_some(twice)}.",
            why="If an item has two answers, nobody knows which one counts.",
            advice="Keep one annotation per item.",
        )
