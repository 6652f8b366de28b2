"""Judge a repaired table cell by cell, and whether the repair changes nothing when it runs again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from labelwright.annotations.plain import Table
from labelwright.checks.check import Passed
from labelwright.checks.failed import Failed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.cells import equal, keyed, without_repeats
from labelwright.checks.vocabulary.mistakes.tables import Repair, table_mistakes
from labelwright.checks.vocabulary.settle import Bands, named, settle, short, times

if TYPE_CHECKING:
    from labelwright.checks.work import Work

_WHY = "What a repair gets wrong looks clean afterwards, so nobody looks at it again."


def table_repaired(
    given: pd.DataFrame,
    truth: pd.DataFrame,
    dirty: pd.DataFrame,
    *,
    key: str,
    full: float,
    half: float | None = None,
    columns: Sequence[str] = (),
    sentinels: Sequence[Any] = (),
    tolerance: float = 1e-6,
    why: str = _WHY,
) -> Passed:
    """Pass where cell-level F1 of the repairs reaches `full`, no valid row is lost and none is invented.

    Rows are matched by `key`, which must be unique; `columns` (all but the key by default) are compared. A repair is a
    cell that differs from `dirty`; it is right where it equals `truth` (numbers within `tolerance`, relative).
    Precision is right over all changed cells, recall right over all cells that needed it. `sentinels` are values
    such as -99 that stand for nothing, by which a mean filled in too early is recognised.
    """
    names = list(columns) or [column for column in truth.columns if column != key]
    _columns(given, [key, *names])
    own = keyed(given, key)
    rows, before = keyed(truth, key), without_repeats(keyed(dirty, key))
    lost = [item for item in rows.index if item not in own.index]
    invented = [item for item in own.index if item not in rows.index]
    if own.index.has_duplicates:
        twice = list(dict.fromkeys(own.index[own.index.duplicated()]))
        raise Failed(
            f"More than one row has the same `{key}`: {named(twice)}.",
            why="A row that is there twice counts twice in every mean.",
            advice=f"Keep one row for each `{key}`.",
        )
    repair = Repair(own, rows, before, names, tuple(sentinels), tolerance)
    right, changed, needed, wrong = _count(repair)
    value = 2 * right / (changed + needed) if changed + needed else 1.0
    return settle(
        value,
        Bands(full, half),
        f"You changed {changed:,} cells; {needed:,} needed it, and {right:,} of them are right now.{_some(wrong)}",
        mistakes=table_mistakes(repair, wrong),
        blocked=_rows_wrong(lost, invented),
        why=why,
        advice="Take one of these cells, and look at its row as it came in and as it left your code.",
        measures=(_measure(value, needed, len(rows)),),
    )


def idempotent(work: Work, name: str, frame: pd.DataFrame, *, tolerance: float = 1e-9) -> Passed:
    """Pass where the learner's function `name`, given its own result, changes nothing more.

    The function takes and returns a DataFrame; it is called twice.
    """
    once = _frame(work.call(name, frame), name)
    twice = _frame(work.call(name, once), name)
    where = _first_change(once, twice, tolerance)
    if not where:
        return Passed(0, "no cell changes in a second run")
    raise Failed(
        f"`{name}` run on its own result changes it again: {where}.",
        misconception="A step undoes or repeats itself, such as a unit converted once more or a row number dropped each time.",
        why="Pipelines run more than once; a repair that does not stand still spoils what it repaired.",
        advice="Let each step look at whether its work is needed before it does it.",
        measured=where,
        expected="no change in a second run",
    )


def _frame(value: Any, name: str) -> pd.DataFrame:
    if not isinstance(value, Table):
        raise Failed(
            f"`{name}(...)` gives no DataFrame.",
            misconception="It may change its argument in place and return nothing." if value is None else "",
            advice="End the function with `return` and the repaired DataFrame.",
        )
    return value.frame()


def _first_change(once: pd.DataFrame, twice: pd.DataFrame, tolerance: float) -> str:
    if once.shape != twice.shape:
        return "{} rows and {} columns become {} and {}".format(*once.shape, *twice.shape)
    if list(once.columns) != list(twice.columns):
        return "the columns change their names or order"
    changed = [
        (row, column)
        for place, column in enumerate(once.columns)
        for row, (a, b) in enumerate(zip(once.iloc[:, place], twice.iloc[:, place], strict=True))
        if not equal(a, b, tolerance)
    ]
    if not changed:
        return ""
    row, column = changed[0]
    place = list(once.columns).index(column)
    before, after = once.iloc[row, place], twice.iloc[row, place]
    return (
        f"{times(len(changed), 'cell')}, first `{short(column)}` in row {row}, from {short(repr(before), 40)} to "
        f"{short(repr(after), 40)}"
    )


def _columns(given: pd.DataFrame, names: Sequence[str]) -> None:
    if given.columns.nlevels > 1:
        raise Failed("The table has column names of several levels.", advice="Give each column one name.")
    missing = [name for name in names if name not in given.columns]
    if missing:
        raise Failed(
            f"The table has no column {named(missing)}; it has {named(list(given.columns), 12)}.",
            why="The next step of a pipeline looks its columns up by name.",
            advice="Keep the names as the task gives them, without spaces at their ends.",
        )
    twice = [name for name in names if list(given.columns).count(name) > 1]
    if twice:
        raise Failed(f"The column {named(twice)} stands there more than once.", advice="Keep one of them.")


def _count(repair: Repair) -> tuple[int, int, int, list[tuple[Any, str]]]:
    """Right repairs, changed cells, cells that needed repair, and where it is still or newly wrong."""
    right = changed = needed = 0
    wrong: list[tuple[Any, str]] = []
    for column in repair.columns:
        for item in repair.shared:
            own, true, before = repair.cell(item, column)
            touched, due = not equal(own, before, repair.tolerance), not equal(true, before, repair.tolerance)
            good = equal(own, true, repair.tolerance)
            changed, needed, right = changed + touched, needed + due, right + (touched and due and good)
            if not good:
                wrong.append((item, column))
    return right, changed, needed, wrong


def _some(wrong: list[tuple[Any, str]]) -> str:
    if not wrong:
        return ""
    by_column: dict[str, list[Any]] = {}
    for item, column in wrong:
        by_column.setdefault(column, []).append(item)
    listed = [
        f"{len(items):,} in `{column}` (such as row {short(items[0], 40)})"
        for column, items in by_column.items()
    ]
    return f" Not right: {', '.join(listed[:5])}."


def _rows_wrong(lost: list[Any], invented: list[Any]) -> str:
    parts = []
    if lost:
        parts.append(f"{times(len(lost), 'valid row is', 'valid rows are')} lost: {named(lost)}.")
    if invented:
        parts.append(
            f"{times(len(invented), 'row is', 'rows are')} there that should not be: {named(invented)}."
        )
    return " ".join(parts)


def _measure(value: float, needed: int, rows: int) -> Measure:
    return Measure(
        id="repair-f1",
        name="Cell-level F1 of repairs",
        value=0.0 if math.isnan(value) else round(value, 4),
        n=needed,
        n_unit=f"faulty cells in {rows:,} rows",
        reference="the table before faults were put in",
    )
