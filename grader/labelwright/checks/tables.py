"""Checks of repaired tables, and the mistakes that tables show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from labelwright.checks.compare import Bands, count_noun, quote_some, settle, shorten
from labelwright.checks.repairs import Repair, equal, keyed, table_mistakes, without_repeats
from labelwright.checks.verdicts import Failed, Measure, Passed
from labelwright.exchange.plain_data import Table, is_missing

if TYPE_CHECKING:
    from labelwright.checks.work import Work


_MOST_OTHER_ROWS = 0.1
"""Above this share of lost and invented rows, nothing is earned."""
_WHY = "A wrong repair looks clean, so nobody checks it again."


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
    """Pass if cell-level F1 of the repairs reaches `full`, no valid row is lost and no row is invented.

    Rows are matched by `key`, which must be unique; `columns` (all but the key by default) are compared. A repair is a
    cell that differs from `dirty`; it is right if it equals `truth` (numbers within `tolerance`, relative).
    Precision is right repairs over all changed cells, recall is right repairs over all cells that needed one.
    Above 10 % of lost and invented rows, nothing is earned.
    `sentinels` are values such as -99 that mean "not measured"; they help to recognise cells filled with a mean.
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
            f"More than one row has the same `{key}`: {quote_some(twice)}.",
            why="A row that is in the table twice counts twice in every mean.",
            advice=f"Keep one row for each `{key}`.",
        )
    repair = Repair(own, rows, before, names, tuple(sentinels), tolerance)
    right, changed, needed, wrong = _count(repair)
    # Where many rows are others, the cells of the rest say nothing about a repair, and no mistake in them is known.
    other_rows = len(lost) + len(invented) > _MOST_OTHER_ROWS * len(rows)
    value = 2 * right / (changed + needed) if changed + needed else 1.0
    return settle(
        value,
        Bands(full, half),
        f"You changed {changed:,} cells; {needed:,} needed a change, and {right:,} of these are right now.{_some(wrong, key)}",
        mistakes=() if other_rows else table_mistakes(repair, wrong),
        credit=0.0 if other_rows else None,
        blocked=_rows_wrong(lost, invented),
        why=why,
        advice=_look(repair, [] if other_rows else wrong, key),
        measures=(_measure(value, needed, len(rows)),),
    )


def idempotent(
    work: Work,
    name: str,
    frame: pd.DataFrame,
    *,
    key: str = "",
    truth: pd.DataFrame | None = None,
    dirty: pd.DataFrame | None = None,
    least: float = 0.5,
    tolerance: float = 1e-9,
) -> Passed:
    """Pass if the learner's function `name` repairs `frame`, and changes nothing when it gets its own result.

    The function takes and returns a DataFrame. One that returns its argument unchanged, or the same table for any
    argument, would change nothing in a second run either, so both fail. With `truth` (and `dirty`, as `table_repaired`
    has them; by default `frame`), the first run must make at least the share `least` of the repairs that are needed.
    Messages name a row by its `key`, if one is given.
    """
    once = _frame(work.call(name, frame), name)
    _does_something(work, name, frame, once, tolerance)
    if truth is not None:
        _repairs(name, once, truth, frame if dirty is None else dirty, key, least)
    twice = _frame(work.call(name, frame, times=2), name)
    where = _first_change(once, twice, tolerance, key)
    if not where:
        return Passed(0, "no cell changes in a second run")
    raise Failed(
        f"`{name}` changes its own result when it runs a second time: {where}.",
        misconception="One step repeats or undoes its work, such as converting a unit again or dropping one more column.",
        why=_WHY_AGAIN,
        advice="Let each step check first whether its work is still needed.",
        measured=where,
        expected="no change in a second run",
    )


_WHY_AGAIN = (
    "Pipelines run more than once. A repair that changes its own result spoils the data on the second run."
)


def _does_something(work: Work, name: str, frame: pd.DataFrame, once: pd.DataFrame, tolerance: float) -> None:
    """Raise Failed if the function returns its argument unchanged, or the same table for half of its rows."""
    if not _first_change(frame, once, tolerance):
        raise Failed(
            f"`{name}` returns its argument unchanged.",
            misconception="A function that does nothing changes nothing in a second run either, but it repairs nothing.",
            why=_WHY_AGAIN,
            advice=f"Put the steps that repair the table into `{name}`.",
            measured="no change in the first run",
            expected="repairs in the first run, no change in a second run",
        )
    half = frame.iloc[: len(frame) // 2]
    if len(half) == 0:
        return
    try:
        fewer = _frame(work.call(name, half), name)
    except Failed:
        # It depends on its argument, or it could not fail on another one.
        return
    if not _first_change(once, fewer, tolerance):
        raise Failed(
            f"`{name}` returns the same table if it gets only the first {count_noun(len(half), 'row')} of its argument.",
            misconception="It ignores its argument and returns a table that was made before.",
            why="The next sheet has other rows. A function that does not read its argument cannot repair them.",
            advice=f"Use only the argument inside `{name}`, and not a variable of the notebook.",
            measured="the same table for other rows",
            expected="a table made of the rows that it is given",
        )


def _repairs(
    name: str, once: pd.DataFrame, truth: pd.DataFrame, dirty: pd.DataFrame, key: str, least: float
) -> None:
    """Raise Failed if the function makes fewer than the share `least` of the repairs that are needed."""
    names = [column for column in truth.columns if column != key]
    _columns(once, [key, *names])
    own, rows, before = (without_repeats(keyed(table, key)) for table in (once, truth, dirty))
    right, _, needed, _ = _count(Repair(own, rows, before, names, (), 1e-6))
    if right < least * needed:
        raise Failed(
            f"`{name}` makes {right:,} of the {needed:,} repairs that are needed, so a second run has little to spoil.",
            why=_WHY_AGAIN,
            advice=f"First let `{name}` repair more of the table. Then run it on its own result.",
            measured=f"{right:,} of {needed:,} repairs",
            expected=f"at least {least:.0%} of the repairs, and no change in a second run",
        )


def _frame(value: Any, name: str) -> pd.DataFrame:
    if not isinstance(value, Table):
        raise Failed(
            f"`{name}(...)` does not return a DataFrame.",
            misconception="Perhaps it changes its argument and returns nothing." if value is None else "",
            advice="End the function with `return` and the repaired DataFrame.",
        )
    return value.frame()


def _first_change(once: pd.DataFrame, twice: pd.DataFrame, tolerance: float, key: str = "") -> str:
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
    named = list(once.columns).count(key) == 1
    where = f"`{shorten(key)}` `{shorten(once[key].iloc[row], 40)}`" if named else f"row {row}"
    return (
        f"{count_noun(len(changed), 'cell')}, first `{shorten(column)}` of {where}, from {shorten(repr(before), 40)} to "
        f"{shorten(repr(after), 40)}"
    )


def _columns(given: pd.DataFrame, names: Sequence[str]) -> None:
    if given.columns.nlevels > 1:
        raise Failed(
            "The column names of the table have several levels.", advice="Give each column one name."
        )
    absent = [name for name in names if name not in given.columns]
    if absent:
        raise Failed(
            f"The table does not have the column {quote_some(absent)}. Its columns are {quote_some(list(given.columns), 12)}.",
            why="The next step of a pipeline finds the columns by their names.",
            advice="Keep the names as the task gives them, without spaces at the ends.",
        )
    twice = [name for name in names if list(given.columns).count(name) > 1]
    if twice:
        raise Failed(
            f"The table has the column {quote_some(twice)} more than once.", advice="Keep one of them."
        )


def _count(repair: Repair) -> tuple[int, int, int, list[tuple[Any, str]]]:
    """Return right repairs, changed cells, cells that needed repair, and the cells that are wrong now."""
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


def _some(wrong: list[tuple[Any, str]], key: str) -> str:
    if not wrong:
        return ""
    by_column: dict[str, list[Any]] = {}
    for item, column in wrong:
        by_column.setdefault(column, []).append(item)
    listed = [
        f"{len(items):,} in `{column}` (such as `{shorten(key)}` `{shorten(items[0], 40)}`)"
        for column, items in by_column.items()
    ]
    return f" Wrong: {', '.join(listed[:5])}."


def _look(repair: Repair, wrong: list[tuple[Any, str]], key: str) -> str:
    """Return what to look at: one wrong cell of the column that has most of them, as it was and as it is."""
    if not wrong:
        return f"Take one of these rows, and look for its `{shorten(key)}` after each step of your code."
    column = Counter(name for _, name in wrong).most_common(1)[0][0]
    item = next(one for one, name in wrong if name == column)
    own, _, before = repair.cell(item, column)
    was, now = (shorten("empty" if is_missing(cell) else repr(cell), 40) for cell in (before, own))
    became = f"it was {was} and is still that" if equal(own, before) else f"it was {was} and is now {now}"
    return f"Look at `{shorten(column)}` of `{shorten(key)}` `{shorten(item, 40)}`: {became}. Follow this row through your code."


def _rows_wrong(lost: list[Any], invented: list[Any]) -> str:
    parts = []
    if lost:
        parts.append(f"You lost {count_noun(len(lost), 'valid row')}: {quote_some(lost)}.")
    if invented:
        parts.append(
            f"{count_noun(len(invented), 'row')} should not be in the table: {quote_some(invented)}."
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
