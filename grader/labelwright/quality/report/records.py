"""Turn Annotation records into tables of ratings, or into the spans or boxes of each annotator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Box, Choice, Choices, Errors, Pairwise, Rubric, Shapes, Span, Spans
from labelwright.quality.coefficients.coding import Level

Records = Mapping[str, Mapping[str, Annotation]]
"""{annotator: {item: the annotator's last record of it}}"""
Thing = TypeVar("Thing")
Question = tuple[str, pd.DataFrame, Level | None, tuple[Any, ...] | None]
"""A question of a task: its title, table, level (None to guess) and labels in order (None for the labels in use)."""


def gather(annotations: Iterable[Annotation]) -> tuple[str, dict[str, dict[str, Annotation]]]:
    """Return the kind of value and the finished records by annotator and item; the last record of a pair counts.

    Raises ValueError where records belong to several tasks or kinds, or where fewer than two annotators finished any.
    """
    by_annotator: dict[str, dict[str, Annotation]] = {}
    tasks: set[str] = set()
    kinds: set[str] = set()
    for record in annotations:
        tasks.add(record.task)
        by_annotator.setdefault(record.annotator, {}).pop(record.item, None)
        if record.value is not None:
            by_annotator[record.annotator][record.item] = record
            kinds.add(record.value.kind)
    if len(tasks) > 1 or len(kinds) > 1:
        raise ValueError(
            f"the annotations belong to {len(tasks)} tasks ({', '.join(sorted(tasks))}) and {len(kinds)} kinds of value; "
            "make one report for each task."
        )
    done = {who: records for who, records in by_annotator.items() if records}
    if len(done) < 2:
        raise ValueError(
            f"found finished annotations of {len(done)} annotator(s) ({', '.join(done) or 'nobody'}); agreement needs two "
            "or more annotators who did the same items."
        )
    return kinds.pop(), done


def choice_questions(records: Records, task: LabelTask | None) -> list[Question]:
    """Return the only question of a single-choice task."""
    labels = tuple(option.name for option in task.labels) if task else None
    table = _table(records, lambda value: value.label if isinstance(value, Choice) else None)
    return [("Label", table, "nominal", labels)]


def choices_questions(records: Records, task: LabelTask | None) -> list[Question]:
    """Return a yes-or-no question for every label of a multiple-choice task."""
    used = {
        label
        for done in records.values()
        for record in done.values()
        if isinstance(record.value, Choices)
        for label in record.value.labels
    }
    names = [option.name for option in task.labels] if task else sorted(used)
    return [
        (f"Label {name}", _table(records, _has(name)), "nominal", ("no", "yes"))
        for name in names
        if name in used
    ]


def sets_table(records: Records) -> pd.DataFrame:
    """Return the whole set of labels of each item and annotator, as frozensets."""
    return _table(records, lambda value: frozenset(value.labels) if isinstance(value, Choices) else None)


def pairwise_questions(records: Records, task: LabelTask | None) -> list[Question]:
    """Return two questions: which response is better, and how much, from -3 (b much better) to 3 (a much better)."""
    tie = ("tie",) if task is None or task.tie else ()
    winner = _table(records, lambda value: value.winner if isinstance(value, Pairwise) else None)
    used = ("a", *tie, "b") if not (winner == "tie").any().any() else ("a", "tie", "b")
    strength = _table(records, _signed)
    return [
        ("Which is better", winner, "nominal", used),
        ("How much better: -3 for b, 3 for a", strength, "ordinal", tuple(range(-3, 4))),
    ]


def rubric_questions(records: Records, task: LabelTask | None) -> list[Question]:
    """Return the scores of each criterion as a question."""
    ids = {
        criterion
        for done in records.values()
        for record in done.values()
        if isinstance(record.value, Rubric)
        for criterion in record.value.scores
    }
    known = {criterion.id: criterion for criterion in task.criteria} if task else {}
    order = [name for name in known if name in ids] + sorted(ids - set(known))
    return [
        (
            known[name].title if name in known else name,
            _table(records, _score(name)),
            "ordinal",
            tuple(sorted(known[name].anchors)) if name in known else None,
        )
        for name in order
    ]


def drawn_spans(records: Records) -> dict[str, dict[str, Sequence[Span]]]:
    """Return the spans of each annotator and item; an error span counts as a span labelled with its type."""
    return {
        who: {item: _spans(record.value) for item, record in done.items()} for who, done in records.items()
    }


def drawn_boxes(records: Records) -> dict[str, dict[str, Sequence[Box]]]:
    """Return the boxes of each annotator and item."""
    return {
        who: {
            item: record.value.boxes if isinstance(record.value, Shapes) else ()
            for item, record in done.items()
        }
        for who, done in records.items()
    }


def _table(records: Records, read: Callable[[Any], Any]) -> pd.DataFrame:
    """Return a table items x annotators, in order of first appearance, None for a missing value."""
    items = list(dict.fromkeys(item for done in records.values() for item in done))
    cells = np.full((len(items), len(records)), None, dtype=object)
    for column, done in enumerate(records.values()):
        for row, item in enumerate(items):
            if item in done:
                cells[row, column] = read(done[item].value)
    return pd.DataFrame(cells, index=items, columns=list(records), dtype=object)


def _has(name: str) -> Callable[[Any], Any]:
    return lambda value: ("yes" if name in value.labels else "no") if isinstance(value, Choices) else None


def _score(name: str) -> Callable[[Any], Any]:
    return lambda value: value.scores.get(name) if isinstance(value, Rubric) else None


def _signed(value: Any) -> int | None:
    if not isinstance(value, Pairwise):
        return None
    return {"a": value.strength, "b": -value.strength, "tie": 0}[value.winner]


def _spans(value: Any) -> Sequence[Span]:
    if isinstance(value, Spans):
        return value.spans
    if isinstance(value, Errors):
        return tuple(Span(start=e.start, end=e.end, label=e.type, text=e.text) for e in value.errors)
    return ()
