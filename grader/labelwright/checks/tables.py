"""Checks of repaired tables, and the mistakes that tables show."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from labelwright.checks.compare import Bands, Mistake, count_noun, quote_some, settle, shorten
from labelwright.checks.verdicts import Failed, Measure, Passed
from labelwright.exchange.plain_data import Table, is_missing

if TYPE_CHECKING:
    from labelwright.checks.work import Work


_MOST_ROWS = 200_000


def number(value: Any) -> float | None:
    """Return a cell as a float if it is a number and not a truth value, otherwise None."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def equal(a: Any, b: Any, tolerance: float = 1e-9) -> bool:
    """Return whether two cells mean the same: both empty, numbers within a relative `tolerance`, equal dates, or equal."""
    if is_missing(a) or is_missing(b):
        return is_missing(a) and is_missing(b)
    first, second = number(a), number(b)
    if first is not None and second is not None:
        return math.isclose(first, second, rel_tol=tolerance, abs_tol=tolerance)
    # A date comes from the learner's process as text.
    left, right = (_text(value) for value in (a, b))
    return left == right if isinstance(left, str) or isinstance(right, str) else bool(left == right)


def _text(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return value.removesuffix("T00:00:00") if isinstance(value, str) else value


def keyed(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the table with `key`, as text, as its index; raise Failed if a key is missing or there are too many rows."""
    if len(frame) > _MOST_ROWS:
        raise Failed(f"The table has {len(frame):,} rows; at most {_MOST_ROWS:,} are read.")
    keys = list(frame[key])
    if any(is_missing(value) for value in keys):
        raise Failed(
            f"`{key}` is empty in {count_noun(sum(map(is_missing, keys)), 'row')}.",
            why="A row without its key cannot be matched with any other row.",
            advice=f"Do not change `{shorten(key)}`.",
        )
    # In pandas, the id 7 becomes 7.0 if one row of its column was empty.
    names = [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value) for value in keys
    ]
    return frame.drop(columns=[key]).set_axis(pd.Index(names, dtype=object), axis=0)


def without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each key."""
    return frame[~frame.index.duplicated()]


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNITS = (1000.0, 100.0, 60.0, 3600.0, 2.54, 12.0, 0.3048, 0.45359237, 1.609344, 3.785411784, 28.349523125)
"""Factors between units that are often mixed up: kilo, percent, minutes, inches, feet, pounds, miles."""


@dataclass(frozen=True)
class Repair:
    """The learner's table, the truth and the dirty table, each indexed by key, and the columns to compare."""

    own: pd.DataFrame
    truth: pd.DataFrame
    dirty: pd.DataFrame
    columns: list[str]
    sentinels: tuple[Any, ...]
    tolerance: float

    @cached_property
    def shared(self) -> list[Any]:
        """The keys of rows that are in the learner's table and in the truth."""
        return [item for item in self.truth.index if item in self.own.index]

    @cached_property
    def _lists(self) -> tuple[dict[str, dict[Any, Any]], ...]:
        frames = (self.own, self.truth, self.dirty)
        return tuple(
            {
                column: dict(zip(frame.index, frame[column], strict=True)) if column in frame.columns else {}
                for column in self.columns
            }
            for frame in frames
        )

    def cell(self, item: Any, column: str) -> tuple[Any, Any, Any]:
        """Return a cell of the learner's table, of the truth and of the dirty table; None if the table has no such row."""
        own, truth, dirty = self._lists
        return own[column].get(item), truth[column].get(item), dirty[column].get(item)


def table_mistakes(repair: Repair, wrong: list[tuple[Any, str]]) -> Iterator[Mistake]:
    """Yield the mistakes that two or more wrong cells, and most of a column's wrong cells, show, column by column."""
    for column, count in Counter(column for _, column in wrong).most_common():
        cells = [repair.cell(item, column) for item, name in wrong if name == column]
        for recognise in (
            _text_for_number,
            _letter_case,
            _one_fill,
            _sentinel_left,
            _swapped_date,
            _unit,
            _erased,
        ):
            found = recognise(repair, column, cells)
            if found and count >= 2:
                yield found


def _most(hits: int, cells: list[Any]) -> bool:
    return hits >= 2 and hits > len(cells) / 2


def _text_for_number(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(isinstance(own, str) and number(true) is not None for own, true, _ in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"`{column}` still contains text that should be numbers: {hits} cells, such as "
        f"{next(own for own, true, _ in cells if isinstance(own, str) and number(true) is not None)[:40]!r}.",
        "Remove everything that does not belong to the number, convert with `pd.to_numeric`, and look at the rest.",
    )


def _letter_case(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    differing = [
        own
        for own, true, _ in cells
        if isinstance(own, str)
        and isinstance(true, str)
        and own.strip().casefold() == true.strip().casefold()
    ]
    if not _most(len(differing), cells):
        return None
    return Mistake(
        f"{len(differing)} cells of `{column}` have the right letters but other capitals, or a space at an end, such as "
        f"{shorten(repr(differing[0]), 40)}.",
        "Write each value exactly as the task spells it. If you need lower case to compare cells, compare, and then "
        "write the value in its own spelling.",
    )


def _one_fill(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    filled = Counter(
        round(value, 6)
        for own, _, before in cells
        if (is_missing(before) or any(equal(before, sentinel) for sentinel in repair.sentinels))
        and (value := number(own)) is not None
        and not any(equal(value, sentinel) for sentinel in repair.sentinels)
    )
    fill, hits = filled.most_common(1)[0] if filled else (0.0, 0)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"You filled {hits} empty cells of `{column}` with the same value, {fill:.4g}: a mean, a median or a zero that "
        "nobody measured.",
        "Leave a cell empty if its value is not known, unless another column says what it was.",
    )


def _sentinel_left(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(any(equal(own, sentinel) for sentinel in repair.sentinels) for own, _, _ in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"{hits} cells of `{column}` still have a code for 'not measured', which would count as a measurement.",
        "Turn such codes into empty cells before you compute a mean.",
    )


def _swapped_date(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = 0
    for own, true, _ in cells:
        a, b = (_DATE.match(str(value)[:20]) for value in (own, true))
        hits += bool(a and b and a.group(1) == b.group(1) and a.group(2, 3) == b.group(3, 2))
    if not _most(hits, cells):
        return None
    return Mistake(
        f"Day and month are swapped in {hits} dates of `{column}`: 03/04 was read in the wrong order.",
        "State the format (`format=`, `dayfirst=`). Days above 12 show which one is right.",
    )


def _unit(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    ratios = []
    for own, true, _ in cells:
        a, b = number(own), number(true)
        if a and b:
            ratios.append(a / b)
    for factor in (factor for unit in _UNITS for factor in (unit, 1 / unit)):
        hits = sum(abs(ratio / factor - 1) < 0.005 for ratio in ratios)
        if _most(hits, cells):
            return Mistake(
                f"{hits} cells of `{column}` are {factor:.4g} times what they should be: they are still in another unit, or were "
                "converted twice.",
                "Find the rows in the other unit by the size of their values, and convert only those.",
            )
    return None


def _erased(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(
        is_missing(own) and not is_missing(true) and not is_missing(before) for own, true, before in cells
    )
    if not _most(hits, cells):
        return None
    return Mistake(
        f'You emptied {hits} cells of `{column}` whose value could be read: `errors="coerce"` does this without a warning.',
        "List the values that could not be converted before you give them up.",
    )


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

    The function takes and returns a DataFrame. One that returns its argument unchanged, or a stored table whatever it
    is given, would change nothing in a second run either, so both fail. With `truth` (and `dirty`, as `table_repaired`
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
