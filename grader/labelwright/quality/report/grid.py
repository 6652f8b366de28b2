"""Ratings, spans or boxes as one grid of items and annotators."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Box, Choice, Choices, Errors, Pairwise, Rubric, Shapes, Span, Spans
from labelwright.quality.ceiling import Raters
from labelwright.quality.coefficients.coding import Codes, Level, code_ratings, read_table

MOST_STEPS = 11
"""A whole-number scale with more steps than this counts as interval, not ordinal, unless `level` is given."""


@dataclass(frozen=True)
class Grid:
    """Ratings as `cells`, items x raters, None for missing, with the scale they are on."""

    cells: npt.NDArray[Any]
    items: tuple[str, ...]
    raters: tuple[str, ...]
    level: Level
    categories: tuple[Any, ...] | None
    people: bool

    @cached_property
    def coded(self) -> Codes:
        """The ratings as places among the labels, for items with two ratings or more."""
        return code_ratings(self.cells[self.paired], self.categories)

    @cached_property
    def paired(self) -> npt.NDArray[np.bool_]:
        """Which items have two ratings or more."""
        paired: npt.NDArray[np.bool_] = self.present.sum(axis=1) >= 2
        return paired

    @cached_property
    def present(self) -> npt.NDArray[np.bool_]:
        """Where there is a rating: items x raters."""
        return ~np.asarray(pd.isna(self.cells), dtype=bool)

    @property
    def complete(self) -> bool:
        """Whether every rater rated every item."""
        return bool(self.present.all())

    def numbers(self) -> npt.NDArray[np.float64]:
        """Return the ratings as numbers, NaN for missing: themselves, or their places where labels are words."""
        if all(is_number(value) for value in self.cells[self.present]):
            return np.where(self.present, self.cells, np.nan).astype(np.float64)
        codes = code_ratings(self.cells, self.categories)
        out = np.full(self.cells.shape, np.nan)
        rated = self.present.any(axis=1)
        out[rated] = np.where(codes.codes >= 0, codes.codes, np.nan)
        return out


def grid_of(
    table: npt.ArrayLike | pd.DataFrame,
    level: Level | None = None,
    categories: Sequence[Hashable] | None = None,
    raters: Raters | None = None,
) -> Grid:
    """Read a table items x raters; the level is guessed where it is not given.

    Columns are people where `raters` says so, or where it is None and the columns of a data frame have names.
    Raises ValueError on a table that cannot be compared, and on ordered levels for words without `categories`.
    """
    cells, missing = read_table(table)
    cells = cells.copy()
    cells[missing] = None
    for place in np.ndindex(*cells.shape):
        if isinstance(cells[place], np.generic):
            cells[place] = cells[place].item()
    used = cells[:, (~missing).any(axis=0)]
    present = list(used[~np.asarray(pd.isna(used), dtype=bool)])
    scale = level or guess_level(present)
    named = isinstance(table, pd.DataFrame) and all(isinstance(name, str) for name in table.columns)
    columns = np.flatnonzero((~missing).any(axis=0))
    names = list(table.columns) if isinstance(table, pd.DataFrame) else list(range(1, cells.shape[1] + 1))
    rows = table.index if isinstance(table, pd.DataFrame) else range(len(cells))
    grid = Grid(
        used,
        tuple(str(row) for row in rows),
        tuple(str(names[place]) for place in columns),
        scale,
        None if categories is None else tuple(categories),
        named if raters is None else raters == "people",
    )
    return _with_scale(grid, present)


def guess_level(present: Sequence[Any]) -> Level:
    """Guess the level of some labels: words are nominal, short whole-number scales ordinal, other numbers interval."""
    if not all(is_number(value) for value in present) or len(set(present)) <= 2:
        return "nominal"
    whole = all(float(value).is_integer() for value in present)
    return "ordinal" if whole and max(present) - min(present) < MOST_STEPS else "interval"


def is_number(value: Any) -> bool:
    """Return whether a rating is a number (True and False are labels)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_scale(grid: Grid, present: list[Any]) -> Grid:
    """Add the unused steps of a short whole-number scale; raise ValueError on words whose order is not given."""
    if grid.level == "nominal" or grid.categories is not None:
        return grid
    if not all(is_number(value) for value in present):
        word = next(value for value in present if not is_number(value))
        raise ValueError(
            f"found the label {word!r}; for level {grid.level!r} give the labels in order, lowest first: "
            "categories=[...], or use level='nominal'."
        )
    if all(float(value).is_integer() for value in present) and max(present) - min(present) < 2 * MOST_STEPS:
        return replace(grid, categories=tuple(range(int(min(present)), int(max(present)) + 1)))
    return grid


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
