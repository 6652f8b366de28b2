"""Read a mapping, a list of records, intervals, a table or an array in every form that they naturally take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from labelwright.checks.kinds import (
    WHY_FORM,
    Names,
    in_order,
    number,
    one_line,
    shown,
    spelled,
    without_left_over,
    wrong_kind,
)
from labelwright.checks.verdicts import Failed
from labelwright.exchange.plain_data import Column, Opaque, Table, labels

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


def table(value: Any, name: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """Return a DataFrame, from a DataFrame, a list of dicts, or a dict of columns; without `columns`, also from rows.

    Of `columns`, what is missing is taken from the index; a Series or dict fills two columns, its keys the first. A
    left-over `index` column is dropped; other columns stay.
    """
    found = as_table(value, tuple(columns))
    if found is None:
        raise wrong_kind(name, value, "a pandas DataFrame", "as the task describes it")
    if not columns:
        # A column of this name may be wanted, unless it only counts the rows.
        count, named = list(range(len(found.index))), zip(found.columns, found.data, strict=True)
        return without_left_over(found, [name for name, data in named if data != count]).frame()
    missing = [name for name in columns if name not in found.columns]
    if len(missing) == 1 and "index" in found.columns:
        # `reset_index` gives the labels of an index without a name this column.
        renamed = [missing[0] if name == "index" else name for name in found.columns]
        found = Table(renamed, found.index, found.data, found.names)
    return _with_index(without_left_over(found, columns), columns).frame()


def table_by(value: Any, name: str, keys: Sequence[str]) -> pd.DataFrame:
    """Return `table` with the labels in `keys` as its index, from its index, one of its columns, or its other axis."""
    names, found = Names(keys), as_table(value, ())
    if found is None:
        raise wrong_kind(name, value, "a pandas DataFrame", "as the task describes it")
    frame = found.frame()
    if not names.are_keys(labels(found.index)):
        holders = [place for place, data in enumerate(found.data) if names.are_keys(data)]
        if holders:
            frame = frame.set_axis(found.data[holders[0]], axis=0).drop(columns=[found.columns[holders[0]]])
        elif names.are_keys(labels(found.columns)):
            frame = frame.T
    return frame.set_axis([str(names(label)) for label in frame.index], axis=0)


def as_table(value: Any, columns: Sequence[str]) -> Table | None:
    """Return a table, from rows or columns in dicts or, without `columns`, in lists; None for another kind of value."""
    if isinstance(value, Table):
        return value
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        names = list(dict.fromkeys(name for row in value for name in row))
        return Table(names, list(range(len(value))), [[row.get(name) for row in value] for name in names])
    if isinstance(value, dict) and value:
        lists = [part.values if isinstance(part, Column) else part for part in value.values()]
        if all(isinstance(part, list) and len(part) == len(lists[0]) for part in lists):
            return Table(list(value), list(range(len(lists[0]))), lists)
        if len(columns) == 2:
            return Table(list(columns), list(range(len(value))), [list(value), list(value.values())])
    if isinstance(value, Column) and len(columns) == 2:
        return Table(list(columns), list(range(len(value.values))), [labels(value.index), value.values])
    if isinstance(value, list) and not columns and even(value):
        width = len(value[0])
        return Table(
            list(range(width)), list(range(len(value))), [[row[k] for row in value] for k in range(width)]
        )
    return None


def even(lists: list[Any]) -> bool:
    """Return whether these are two or more lists of one length."""
    return len(lists) > 1 and all(isinstance(part, list) and len(part) == len(lists[0]) for part in lists)


def _with_index(table: Table, columns: Sequence[str]) -> Table:
    """Return the table with the columns that are missing taken from its index, by name or because it is the only one."""
    missing = [name for name in columns if name not in table.columns]
    several = len(table.names) > 1 and all(
        isinstance(key, list) and len(key) == len(table.names) for key in table.index
    )
    levels = [list(level) for level in zip(*table.index, strict=True)] if several else [labels(table.index)]
    names = list(table.names) if len(table.names) == len(levels) else [None] * len(levels)
    counts = len(levels) == 1 and levels[0] == list(range(len(table.index)))
    if len(missing) == len(levels) == 1 and names == [None] and not counts:
        names = [missing[0]]
    taken = [(name, level) for name, level in zip(names, levels, strict=True) if name in missing]
    return Table(
        [*(name for name, _ in taken), *table.columns],
        list(range(len(table.index))) if taken else table.index,
        [*(level for _, level in taken), *table.data],
    )


def rows_of(value: Any, right: Sequence[Any]) -> Any:
    """Return a table as its rows and a dict by place as a list, where `right` is a list of such; another value as it is."""
    nested = bool(right) and isinstance(right[0], (list, tuple))
    if isinstance(value, Table) and nested:
        return _rows(without_left_over(value), [])
    if isinstance(value, (dict, Column)) and len(value if isinstance(value, dict) else value.values) == len(
        right
    ):
        ordered = in_order(value, list(range(len(right))))
        return value if ordered is None else ordered
    return value


def array(value: Any, axes: Sequence[Sequence[Any]] = ()) -> npt.NDArray[np.float64] | None:
    """Return an array of floats, from nested lists, arrays, Series, dicts or a table; None if a part is not a number.

    `axes` gives the labels of each axis, 0, 1, 2, ... by default. Where the labels of a Series, dict or table are these,
    they decide the order, and a table may have other columns too.
    """
    import numpy as np

    try:
        return np.asarray(_nested(value, [list(axis) for axis in axes]), dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def array_of(value: Any, name: str, axes: Sequence[Sequence[Any]] = ()) -> npt.NDArray[np.float64]:
    """Return `array`, or raise Failed naming `name`."""
    found = array(value, axes)
    if found is None:
        raise wrong_kind(name, value, "an array of numbers", "such as a numpy array or a list of lists")
    return found


def _nested(value: Any, axes: list[list[Any]]) -> Any:
    if isinstance(value, Table):
        return _rows(without_left_over(value), axes)
    if isinstance(value, (Column, dict)):
        size = len(value.values) if isinstance(value, Column) else len(value)
        value = in_order(value, axes[0] if axes else list(range(size)))
        if value is None:
            raise TypeError("a dict with other keys has no order")
    if isinstance(value, (list, tuple)):
        return [_nested(item, axes[1:]) for item in value]
    return value


def _rows(table: Table, axes: list[list[Any]]) -> list[list[Any]]:
    """Return a table's rows as lists, rows and columns in the order of their labels where they have the expected ones."""
    rows, columns = axes[0] if axes else (), axes[1] if len(axes) > 1 else ()
    down = _places(labels(table.index), rows or range(len(table.index)))
    across = _places(labels(table.columns), columns or range(len(table.columns)))
    return [[table.data[column][row] for column in across] for row in down]


def _places(found: list[Any], wanted: Sequence[Any]) -> Sequence[int]:
    """Return where each wanted label is; if one is missing or repeated, all places in their order."""
    names = Names(wanted)
    places = {names(label): place for place, label in enumerate(found) if names.has(label)}
    repeated = sum(map(names.has, found)) != len(places)
    return (
        [places[label] for label in wanted]
        if len(places) == len(wanted) and not repeated
        else range(len(found))
    )


_LOW = frozenset(
    [
        "low",
        "lower",
        "lo",
        "from",
        "start",
        "min",
        "left",
        "lower_bound",
        "ci_low",
        "ci_lower",
        "0.025",
        "2.5%",
    ]
)
_HIGH = frozenset(
    [
        "high",
        "upper",
        "hi",
        "to",
        "end",
        "max",
        "right",
        "upper_bound",
        "ci_high",
        "ci_upper",
        "0.975",
        "97.5%",
    ]
)


def mapping(
    value: Any,
    name: str,
    keys: Iterable[Any] = (),
    *,
    wanted: str = "a dict",
    example: str = "",
    why: str = WHY_FORM,
) -> dict[Any, Any]:
    """Return a dict from key to plain value, each key as it is in `keys`; what is not in `keys` stays as it came.

    It may be a dict, a Series, a list of pairs, or a table: its two columns, or its index and its other columns (several
    of them give each key a dict by column).
    """
    names = Names(keys)
    pairs = _entries_by_pair(value, names) or _entries(value, names)
    if pairs is None or any(isinstance(key, (dict, set, Table, Column, Opaque)) for key, _ in pairs):
        raise wrong_kind(name, value, wanted, example or "such as {name: value}", why)
    found: dict[Any, Any] = {}
    for key, item in pairs:
        key = names(key)
        if key in found:
            raise Failed(
                f"`{name}` has more than one entry for {shown(key)}.",
                why="If a key has two values, nobody knows which one counts.",
                advice="Keep one entry for each key.",
            )
        found[key] = item
    return found


def _entries_by_pair(value: Any, names: Names) -> list[tuple[Any, Any]] | None:
    """Return the entries of a mapping whose keys are pairs, from a cross-table, a dict of dicts or a table of three columns.

    None for something else. In a cross-table and a dict of dicts the first part of a key is the row, or the outer key.
    """
    if not names.known or not all(isinstance(key, tuple) and len(key) == 2 for key in names.known):
        return None
    first, second = (Names(dict.fromkeys(key[place] for key in names.known)) for place in (0, 1))
    if isinstance(value, dict) and value and all(isinstance(part, dict) for part in value.values()):
        return [((row, column), item) for row, part in value.items() for column, item in part.items()]
    if not isinstance(value, Table):
        return None
    table = value if len(value.columns) == 3 else without_left_over(value)
    index, columns = labels(table.index), labels(table.columns)
    if any(map(first.has, index)) and any(map(second.has, columns)):
        return [
            ((first(row), second(column)), table.data[at][place])
            for place, row in enumerate(index)
            for at, column in enumerate(columns)
        ]
    if len(columns) == 3 and any(map(first.has, table.data[0])) and any(map(second.has, table.data[1])):
        return [((first(a), second(b)), item) for a, b, item in zip(*table.data, strict=True)]
    return None


def _entries(value: Any, names: Names) -> list[tuple[Any, Any]] | None:
    if isinstance(value, dict):
        lists = list(value.values())
        if not (even(lists) and not any(map(names.has, value)) and any(map(names.are_keys, lists))):
            return list(value.items())
        value = Table(list(value), list(range(len(lists[0]))), lists)
    if isinstance(value, Column):
        return list(zip(labels(value.index), value.values, strict=True))
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        value = as_table(value, ())
    if isinstance(value, Table):
        # In a Series whose index was reset, the column `index` holds the keys.
        has_keys = len(value.columns) == 2 and any(map(names.are_keys, value.data))
        return _table_entries(value if has_keys else without_left_over(value), names)
    if isinstance(value, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        first = value and value[0][0]
        return (
            None if isinstance(first, (list, dict)) and not names.has(first) else [(a, b) for a, b in value]
        )
    return None


def _table_entries(table: Table, names: Names) -> list[tuple[Any, Any]] | None:
    index, columns = labels(table.index), labels(table.columns)
    numbered = index == list(range(len(index)))
    by_index = list(zip(index, _cells(table, None), strict=True)) if columns else None
    if names.are_keys(index) and not numbered:
        return by_index
    for place, data in enumerate(table.data):
        if names.are_keys(data) and len(columns) > 1:
            return list(zip(data, _cells(table, place), strict=True))
    if names.are_keys(columns):
        cells = [data[0] if len(index) == 1 else dict(zip(index, data, strict=True)) for data in table.data]
        return list(zip(columns, cells, strict=True))
    return list(zip(*table.data, strict=True)) if len(columns) == 2 and numbered else by_index


def _cells(table: Table, without: int | None) -> list[Any]:
    """Return what each row holds besides the key's column: a value, or a dict by column."""
    rest = [place for place in range(len(table.columns)) if place != without]
    if len(rest) == 1:
        return table.data[rest[0]]
    return [
        {table.columns[place]: table.data[place][row] for place in rest} for row in range(len(table.index))
    ]


def interval(value: Any, name: str) -> tuple[float, float]:
    """Return the two ends of an interval as they are, or by their names where these say which is the low one."""
    listed = _ends(value)
    if listed is None:
        raise wrong_kind(name, value, "2 numbers, the low end and the high end", "such as (0.61, 0.74)")
    return number(listed[0], f"{name}[0]"), number(listed[1], f"{name}[1]")


def _ends(value: Any) -> list[Any] | None:
    if isinstance(value, Table):
        value = one_line(value)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, (Column, dict)):
        keys = list(value.index if isinstance(value, Column) else value)
        items = list(value.values if isinstance(value, Column) else value.values())
        places = _end_places(keys)
        if places:
            return [items[place] for place in places]
        ordered = isinstance(value, Column) or all(isinstance(key, (int, float)) for key in keys)
        value = items if ordered else None
    return list(value) if isinstance(value, (list, tuple)) and len(value) == 2 else None


def _end_places(names: Sequence[Any]) -> tuple[int, int] | None:
    """Return the places of the names of the low and the high end, or None."""
    texts = [str(spelled(name)).casefold() for name in names]
    low = [place for place, word in enumerate(texts) if word in _LOW]
    high = [place for place, word in enumerate(texts) if word in _HIGH]
    return (low[0], high[0]) if len(low) == len(high) == 1 else None


def intervals(value: Any, name: str, keys: Iterable[Any]) -> dict[Any, tuple[float, float]]:
    """Return each key's interval, from a mapping of pairs or a table with the columns low and high; see `mapping`."""
    names = Names(keys)
    if isinstance(value, list) and value and all(isinstance(row, list) and len(row) == 3 for row in value):
        value = {row[0] if isinstance(row[0], str) else names(row[0]): row[1:] for row in value}
    if isinstance(value, dict) and len(value) == 2 and (places := _end_places(list(value))):
        # {"low": {...}, "high": {...}}, as DataFrame.to_dict gives it.
        ends = [mapping(list(value.values())[place], name, names.known) for place in places]
        value = {key: [low, ends[1].get(key)] for key, low in ends[0].items()}
    wanted, example = "a dict from name to (low, high)", 'such as {"name": (0.61, 0.74)}'
    return {
        key: interval(_without_others(pair), f"{name}[{key!r}]")
        for key, pair in mapping(value, name, names.known, wanted=wanted, example=example).items()
    }


def _without_others(pair: Any) -> Any:
    """Return only the two ends of a row that has other entries too."""
    places = _end_places(list(pair)) if isinstance(pair, dict) else None
    return [list(pair.values())[place] for place in places] if places else pair


def records(
    value: Any, name: str, fields: Sequence[str], *, wanted: str = "", example: str = ""
) -> list[dict[Any, Any]]:
    """Return a list of dicts, from a list of dicts or tuples (in the order of `fields`), a table, or one dict."""
    if isinstance(value, dict):
        inner = list(value.values())
        value = inner if inner and all(isinstance(row, dict) for row in inner) else value
        value = [value] if isinstance(value, dict) and set(fields) & set(value) else value
    if isinstance(value, Column):
        value = value.values
    if isinstance(value, dict):
        value = as_table(value, ())
    if isinstance(value, Table):
        value = without_left_over(value, fields)
        value = [dict(zip(value.columns, row, strict=True)) for row in zip(*value.data, strict=True)]
    rows: list[Any] = [
        dict(zip(fields, row, strict=True)) if isinstance(row, list) and len(row) == len(fields) else row
        for row in (value if isinstance(value, (list, tuple)) else [None])
    ]
    if not all(isinstance(row, dict) for row in rows):
        given = f"{{{fields[0]!r}: ...}}" if fields else "{...}"
        raise wrong_kind(name, value, wanted or "a list of dicts", example or f"such as [{given}, {given}]")
    return rows


def same_keys(value: Any, right: Mapping[Any, Any]) -> Any:
    """Return a Series, table or list of pairs as a dict where its keys are those of `right`; another value as it is."""
    names = Names(right)
    pairs = _entries(value, names) if isinstance(value, (Column, Table, list)) else None
    fits = pairs and len(pairs) == len(right) and all(names.has(key) for key, _ in pairs)
    return {names(key): item for key, item in pairs or ()} if fits else value
