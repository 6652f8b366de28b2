"""Capture what a person reads to mark a task: the learner's variables, files and labels as plain text of a limited size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labelwright.annotations.journal import SUFFIX, JournalState, read_entries
from labelwright.checks.kinds import spelled
from labelwright.checks.results import plain
from labelwright.checks.verdicts import (
    MAX_TEXT,
    Failed,
    LabelledItem,
    NotAttempted,
    PersonTask,
    Response,
    ResponsePart,
    RubricCriterion,
)
from labelwright.errors import LabelwrightError
from labelwright.exchange.plain_data import Opaque, Table, is_missing

if TYPE_CHECKING:
    from labelwright.annotations.journal import Entry
    from labelwright.checks.work import Work
    from labelwright.course.exercise import Exercise, Task

MAX_ITEMS = 500
"""The most labelled items that one response keeps."""
MAX_ITEM_TEXT = 2_000
"""The longest text of one item, label, reason or note, in characters."""
MAX_RESPONSE = 200_000
"""The longest response, in characters of all its parts together."""


def person_tasks(
    exercise: Exercise, responses: tuple[Response, ...], finished: bool
) -> tuple[PersonTask, ...]:
    """Return the exercise's tasks that a person marks.

    A task without any answer is not answered. If the run did not finish, a person decides even then.
    """
    empty = {each.task for each in responses if all(part.problem for part in each.parts)}
    unread = {each.task for each in responses if any(part.cut for part in each.parts)}
    return tuple(
        PersonTask(
            id=task.id,
            title=task.title,
            points=task.points,
            answered=not finished or task.id not in empty - unread,
            criteria=tuple(RubricCriterion.model_validate(each.model_dump()) for each in task.criteria),
        )
        for task in exercise.tasks
        if task.by_person
    )


def read_responses(exercise: Exercise, work: Work) -> tuple[Response, ...]:
    """Ask the work for everything that its marker must read; nothing that is asked for is missing without a sentence."""
    return tuple(_read(task, work) for task in exercise.tasks if task.by_person)


def _read(task: Task, work: Work) -> Response:
    try:
        return _response(task, work)
    except Exception as error:
        # The work is graded in any case, and its marker is told that something is missing here.
        said = f"It could not be read: {type(error).__name__}: {error}"[:MAX_ITEM_TEXT]
        return Response(task=task.id, parts=(ResponsePart(name=", ".join(task.response), cut=said),))


def _response(task: Task, work: Work) -> Response:
    parts: list[ResponsePart] = []
    left = MAX_RESPONSE
    journals = [_Journal(name, work) for name in task.response if name.endswith(SUFFIX)]
    texts = _texts(work)
    known = set(texts).union(*(journal.state.latest for journal in journals))
    by_item: dict[str, dict[str, Any]] = {}
    for name in task.response:
        if name.endswith(SUFFIX):
            continue
        part, value = _part(work, name, left)
        keyed = _by_item(value)
        if keyed and set(keyed) & known:
            # What somebody wrote about an item is read next to the item.
            by_item[name] = keyed
        else:
            parts.append(part)
            left -= len(part.text)
    for journal in journals:
        ids = journal.state.latest
        about = {variable: values for variable, values in by_item.items() if set(values) & set(ids)}
        parts.append(journal.part(texts, about, left))
        by_item = {variable: values for variable, values in by_item.items() if variable not in about}
        left -= sum(map(_size, parts[-1].items))
    if by_item:
        parts.append(_loose_items(by_item, texts, left))
    return Response(task=task.id, parts=tuple(parts))


def _by_item(value: Any) -> dict[str, Any]:
    """Return a mapping by the text of its keys; empty if the value is not a mapping."""
    return {spelled(key) or str(key): each for key, each in value.items()} if isinstance(value, dict) else {}


def _part(work: Work, name: str, left: int) -> tuple[ResponsePart, Any]:
    """Return one variable or file as text, and the variable's value."""
    is_file = name in work.material.exercise.files
    try:
        value = work.file(name) if is_file else work.value(name)
    except NotAttempted as missing:
        return ResponsePart(name=name, problem=str(missing)), None
    except Failed as failed:
        return ResponsePart(name=name, cut=f"It could not be read: {failed.found}"), None
    text = _written(value)
    if not text.strip():
        return ResponsePart(name=name, problem=f"`{name}` is empty."), None
    if isinstance(value, Opaque):
        return ResponsePart(
            name=name, cut=f"It is {value.kind}, which is not data and cannot be shown."
        ), None
    return _cut(name, text, left), value


def _cut(name: str, text: str, left: int) -> ResponsePart:
    most = max(0, min(MAX_TEXT, left))
    if len(text) <= most:
        return ResponsePart(name=name, text=text)
    return ResponsePart(
        name=name, text=text[:most], cut=f"{len(text) - most:,} of {len(text):,} characters are left out."
    )


def _written(value: Any) -> str:
    """Return a value as a person reads it: a text as it is, a table in lines, anything else as indented JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Table):
        rows = [value.columns, *zip(*value.data, strict=True)]
        return "\n".join(" | ".join("" if is_missing(cell) else str(cell) for cell in row) for row in rows)
    if isinstance(value, dict):
        value = {str(key): part for key, part in value.items()}
    try:
        return json.dumps(plain(value), ensure_ascii=False, indent=1, default=str)
    except (TypeError, ValueError):
        return str(plain(value))


class _Journal:
    """A journal of labels as the learner handed it in."""

    def __init__(self, name: str, work: Work) -> None:
        self.name = name
        self.state = JournalState()
        self._unreadable = 0
        self._empty: ResponsePart | None = None
        try:
            self._unreadable = self.state.add_all(read_entries(work.file(name)))
        except NotAttempted as missing:
            self._empty = ResponsePart(name=name, problem=str(missing))
        except Failed as failed:
            self._empty = ResponsePart(name=name, cut=f"It could not be read: {failed.found}")

    def part(
        self, texts: Mapping[str, str], about: Mapping[str, Mapping[str, Any]], left: int
    ) -> ResponsePart:
        """Return the labels next to the texts of their items; `about` has what variables say about these items."""
        cut = f"{self._unreadable} lines of the journal could not be read." if self._unreadable else ""
        if self._empty is not None:
            return self._empty
        if not self.state.latest:
            return ResponsePart(name=self.name, problem=f"`{self.name}` has no labels.", cut=cut)
        items = [_item(entry, texts, about) for entry in self.state.latest.values()]
        part = _fitting(self.name, items, left)
        return part.model_copy(update={"cut": f"{part.cut} {cut}".strip()})


def _loose_items(
    by_item: Mapping[str, Mapping[str, Any]], texts: Mapping[str, str], left: int
) -> ResponsePart:
    """Return what variables say about items that have no journal, next to the items' texts."""
    ids = dict.fromkeys(item for values in by_item.values() for item in values)
    items = [
        LabelledItem(
            id=item[:MAX_ITEM_TEXT], text=texts.get(item, "")[:MAX_ITEM_TEXT], also=_also(item, by_item)
        )
        for item in ids
    ]
    return _fitting(", ".join(by_item), items, left)


def _fitting(name: str, items: Sequence[LabelledItem], left: int) -> ResponsePart:
    """Return the first items that fit into the limits, and say how many do not."""
    kept: list[LabelledItem] = []
    for item in items[:MAX_ITEMS]:
        left -= _size(item)
        if left < 0:
            break
        kept.append(item)
    missing = len(items) - len(kept)
    cut = f"{missing} of {len(items)} items are left out." if missing else ""
    return ResponsePart(name=name, items=tuple(kept), cut=cut)


def _also(item: str, by_item: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (variable, _written(values[item])[:MAX_ITEM_TEXT])
        for variable, values in by_item.items()
        if item in values
    )


def _item(entry: Entry, texts: Mapping[str, str], by_item: Mapping[str, Mapping[str, Any]]) -> LabelledItem:
    value = entry.value.model_dump(mode="json", exclude={"kind"}) if entry.value is not None else {}
    label = next(iter(value.values())) if len(value) == 1 else value
    stated = label if isinstance(label, str) else _flat(label)
    return LabelledItem(
        id=entry.item,
        text=texts.get(entry.item, "")[:MAX_ITEM_TEXT],
        label=(stated if entry.status == "done" else entry.status)[:MAX_ITEM_TEXT],
        reason=entry.reason[:MAX_ITEM_TEXT],
        flag=entry.flag[:MAX_ITEM_TEXT],
        note=entry.note[:MAX_ITEM_TEXT],
        also=_also(entry.item, by_item),
    )


def _flat(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return json.dumps(value, ensure_ascii=False) if value else ""


def _size(item: LabelledItem) -> int:
    return len(item.model_dump_json())


def _texts(work: Work) -> dict[str, str]:
    """Return the text of each item of the learner's sample, from the trusted side: the learner cannot change it."""
    sample = work.material.exercise.sample
    if sample is None:
        return {}
    return work.cached("texts of the items", lambda: dict(_rows_as_text(work, sample.key)))


def _rows_as_text(work: Work, key: str) -> Iterator[tuple[str, str]]:
    try:
        frame = work.sample
    except LabelwrightError:
        return
    key = next((name for name in (key, "id", "item") if name in frame.columns), "")
    for place, row in zip(frame.index, frame.to_dict("records"), strict=True):
        item = row.pop(key, place)
        shown = {name: str(value) for name, value in row.items() if not is_missing(value)}
        lines = [value if len(shown) == 1 else f"{name}: {value}" for name, value in shown.items()]
        yield spelled(item) or str(item), "\n".join(lines)
