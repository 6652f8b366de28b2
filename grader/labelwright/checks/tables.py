"""Checks of repaired tables, and the mistakes that tables show."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from labelwright.checks.compare import Bands, Mistake, at_least, count_noun, quote_some, settle, shorten
from labelwright.checks.repairs import Repair, equal, keyed, number, table_mistakes, without_repeats
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
    mistakes: Iterable[Mistake] = (),
    blocked: str = "",
    most: float = 0.5,
    odd: Collection[str] = (),
) -> Passed:
    """Pass if cell-level F1 of the repairs reaches `full`, no valid row is lost and no row is invented.

    Rows are matched by `key`, which must be unique; `columns` (all but the key by default) are compared. A repair is a
    cell that differs from `dirty`; it is right if it equals `truth` (numbers within `tolerance`, relative).
    Precision is right repairs over all changed cells, recall is right repairs over all cells that needed one.
    Above 10 % of lost and invented rows, nothing is earned.
    `sentinels` are values such as -99 that mean "not measured"; they help to recognise cells filled with a mean.
    `mistakes` that the exercise itself recognised come before those that any table shows. `blocked` says what forbids a
    pass, for any F1, and leaves the share `most` of the points. A row whose key is in `odd` is shown only if no other row is wrong.
    """
    names = list(columns) or [column for column in truth.columns if column != key]
    _columns(given, [key, *names])
    own = keyed(given, key)
    rows, before = keyed(truth, key), without_repeats(keyed(dirty, key))
    lost = [item for item in rows.index if item not in own.index]
    invented = [item for item in own.index if item not in rows.index]
    _no_repeats(own, key)
    repair = Repair(own, rows, before, names, tuple(sentinels), tolerance)
    right, changed, needed, wrong = _count(repair)
    wrong.sort(key=lambda cell: cell[0] in odd)
    typed = _as_text(repair)
    # Where many rows are others, the cells of the rest say nothing about a repair, and no mistake in them is known.
    other_rows = len(lost) + len(invented) > _MOST_OTHER_ROWS * len(rows)
    value = 2 * right / (changed + needed) if changed + needed else 1.0
    bands, credit = Bands(full, half), at_least(value, full=full, half=half)
    return settle(
        value,
        bands,
        f"You changed {changed - typed:,} cells; {needed:,} needed a change, and {right:,} of these are right now."
        + (
            f" {count_noun(typed, 'number or empty cell', 'numbers or empty cells')} of it are still texts."
            if typed
            else ""
        )
        + _some(wrong, key),
        mistakes=() if other_rows else (*mistakes, *table_mistakes(repair, wrong)),
        credit=0.0 if other_rows else min(credit, most) if blocked else credit,
        blocked=" ".join(part for part in (_rows_wrong(lost, invented), blocked) if part),
        why=why,
        advice=_look(repair, [] if other_rows else wrong, key),
        measures=(_measure(value, needed, len(rows)),),
        expected=f"{bands}; and nothing that forbids a pass" if blocked or lost or invented else "",
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
    With `key`, rows are compared by it, in any order, and messages name a row by it.
    """
    once = _frame(work.call(name, frame), name)
    _does_something(work, name, frame, once, tolerance)
    if truth is not None:
        _repairs(name, once, truth, frame if dirty is None else dirty, key, least)
    twice = _frame(work.call(name, frame, times=2), name)
    once, twice = _same_order(once, twice, key)
    where = _first_change(once, twice, tolerance, key)
    if not where:
        return Passed(0, "no cell changes in a second run")
    mistake = _change_known(once, twice, tolerance, key)
    raise Failed(
        f"`{name}` changes its own result when it runs a second time: {where}.",
        misconception=mistake.misconception,
        why=_WHY_AGAIN,
        advice=mistake.advice or "Let each step check first whether its work is still needed.",
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
    changed = _changes(once, twice, tolerance)
    if not changed:
        return ""
    row, column, before, after = changed[0]
    named = list(once.columns).count(key) == 1
    where = f"`{shorten(key)}` `{shorten(once[key].iloc[row], 40)}`" if named else f"row {row}"
    return f"{count_noun(len(changed), 'cell')}, first `{shorten(column)}` of {where}, from {_shown(before)} to {_shown(after)}"


def _changes(once: pd.DataFrame, twice: pd.DataFrame, tolerance: float) -> list[tuple[int, Any, Any, Any]]:
    """Return the cells that differ in two tables of one shape: row, column, the cell before and after."""
    return [
        (row, column, a, b)
        for place, column in enumerate(once.columns)
        for row, (a, b) in enumerate(zip(once.iloc[:, place], twice.iloc[:, place], strict=True))
        if not equal(a, b, tolerance)
    ]


def _shown(cell: Any) -> str:
    """Return a cell as a learner would write it."""
    if is_missing(cell):
        return "missing"
    return shorten(repr(cell.item() if hasattr(cell, "item") else cell), 40)


def _same_order(once: pd.DataFrame, twice: pd.DataFrame, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both tables in the order of their keys, if each key is in both once: no task asks for an order."""
    if not all(list(table.columns).count(key) == 1 for table in (once, twice)):
        return once, twice
    keys = [[str(one) for one in table[key]] for table in (once, twice)]
    if len(set(keys[0])) < len(keys[0]) or sorted(keys[0]) != sorted(keys[1]):
        return once, twice
    place = {one: at for at, one in enumerate(keys[1])}
    return once, twice.iloc[[place[one] for one in keys[0]]]


_MOST = 0.6  # A mistake is named if it explains this share of the changed cells.
_FACTORS = (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001)
_SELECT = "At the end, select the columns by their names, in one order."


def _change_known(once: pd.DataFrame, twice: pd.DataFrame, tolerance: float, key: str) -> Mistake:
    """Return what a second run does to the result of the first; an empty mistake if it is not known."""
    more = [one for one in twice.columns if one not in once.columns]
    fewer = [one for one in once.columns if one not in twice.columns]
    if more or fewer:
        return _columns_changed(more, fewer)
    if len(once) != len(twice):
        return _rows_changed(once, twice, key)
    if list(once.columns) != list(twice.columns):
        return Mistake("", _SELECT)
    changed = _changes(once, twice, tolerance)
    column, count = Counter(name for _, name, _, _ in changed).most_common(1)[0]
    cells = [(a, b) for _, name, a, b in changed if name == column]
    for factor in _FACTORS:
        pairs = [(number(a), number(b)) for a, b in cells]
        hits = sum(
            math.isclose(second, first * factor, rel_tol=1e-6) for first, second in pairs if first and second
        )
        if hits >= _MOST * len(changed):
            return Mistake(
                f"{count_noun(hits, 'cell')} of `{shorten(column)}` become {factor:g} times as large: a unit is converted again.",
                "Let the value decide: convert it only if it is outside the range that the column should have.",
            )
    emptied = [a for a, b in cells if is_missing(b) and not is_missing(a)]
    named = len(emptied) >= _MOST * len(changed)
    most = f"Most of these cells are in `{shorten(column)}`. " if count < len(changed) else ""
    found = (
        f"The second run empties {count_noun(len(emptied), 'cell')} of `{shorten(column)}`." if named else ""
    )
    result = _shown(emptied[0] if named else cells[0][0])
    advice = f"{most}Give the function of this column its own result, {result}. It must return it unchanged."
    return Mistake(found, advice)


def _columns_changed(more: list[Any], fewer: list[Any]) -> Mistake:
    if more and set(more) <= {"index", "level_0"}:
        found = f"`reset_index()` adds the column {quote_some(more)}."
        return Mistake(found, "Write `reset_index(drop=True)`.")
    if bool(more) == bool(fewer):
        return Mistake("", _SELECT)
    does = "adds" if more else "removes"
    advice = _SELECT if more else "Drop a column by its name, and only if it is there."
    return Mistake(f"The second run {does} the column {quote_some(more or fewer)}.", advice)


def _rows_changed(once: pd.DataFrame, twice: pd.DataFrame, key: str) -> Mistake:
    repeats = len(once) - once[key].map(str).nunique() if list(once.columns).count(key) == 1 else 0
    if repeats and len(once) - len(twice) == repeats:
        return Mistake(
            f"After the first run, {count_noun(repeats, 'row')} still repeat a `{shorten(key)}`. Only the second run removes them.",
            f"Keep one row for each `{shorten(key)}` in the first run. Rows that were typed twice are not equal in all cells.",
        )
    does = "removes rows that the first run kept" if len(twice) < len(once) else "adds rows"
    advice = "Look at these rows. In your own result, a missing cell is None or NaN and not a text."
    return Mistake(f"The second run {does}.", advice)


def _columns(given: pd.DataFrame, names: Sequence[str]) -> None:
    if given.columns.nlevels > 1:
        raise Failed("The columns of the table have several levels.", advice="Give each column one name.")
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


def _as_text(repair: Repair) -> int:
    """Return how many cells are as they came but of another type: a number as text, or an empty text."""
    return sum(
        _reads_as(own, before)
        for column in repair.columns
        for own, _, before in (repair.cell(item, column) for item in repair.shared)
    )


def _reads_as(own: Any, before: Any) -> bool:
    if not isinstance(own, str) or is_missing(before):
        return isinstance(own, str) and own == ""
    try:
        return number(before) is not None and equal(float(own), before)
    except ValueError:
        return False


def _no_repeats(own: pd.DataFrame, key: str) -> None:
    if own.index.has_duplicates:
        twice = list(dict.fromkeys(own.index[own.index.duplicated()]))
        raise Failed(
            f"More than one row has the same `{key}`: {quote_some(twice)}.",
            why="A row that is in the table twice counts twice in every mean.",
            advice=f"Keep one row for each `{key}`.",
        )


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
    rest = sum(len(items) for items in list(by_column.values())[5:])
    return f" Wrong: {', '.join(listed[:5])}{f', and {rest:,} in other columns' if rest else ''}."


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
    if parts:
        parts.append("While this is so, you get half of the points at most.")
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
