"""Read a table or an array of numbers in every form that it naturally takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from labelwright.checks.kinds import Names, in_order, without_left_over, wrong_kind
from labelwright.exchange.plain_data import Column, Table, labels

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
