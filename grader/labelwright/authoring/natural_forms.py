"""Write one right answer in every form in which learners naturally write it, to prove that checks read them all."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

Forms = dict[str, Callable[[], Any]]
_WITH_PYARROW = find_spec("pyarrow") is not None
"""pandas brings pyarrow on most machines, but does not need it."""


def _arrow() -> Any:
    return import_module("pyarrow")


def natural_forms(value: Any) -> Forms:
    """Return a maker for each natural form of a value, by the form's name; empty if the value's kind is not known."""
    forms = _forms(value)
    return {name: make for name, make in forms.items() if _WITH_PYARROW or "pyarrow" not in name}


def _forms(value: Any) -> Forms:
    if isinstance(value, (bool, np.bool_)) or value is None:
        return {}
    if isinstance(value, (int, float, np.integer, np.floating)):
        return _number(float(value))
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, pd.DataFrame):
        return _table(value)
    if isinstance(value, np.ndarray) and value.ndim == 2:
        return _matrix(value)
    if isinstance(value, pd.Series) and not value.index.equals(pd.RangeIndex(len(value))):
        return _mapping(dict(value.items()))
    if isinstance(value, dict):
        return _mapping(value)
    return _collection(value)


def _collection(value: Any) -> Forms:
    if not isinstance(value, (list, tuple, set, frozenset, np.ndarray, pd.Series, pd.Index)) or not len(
        value
    ):
        return {}
    # A set in a stable order, so that each form is the same in every run.
    items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
    first = items[0]
    if isinstance(first, dict):
        return _records(items)
    if isinstance(first, (tuple, list, set, frozenset)):
        pairs = all(len(item) == 2 for item in items)
        return _pairs([tuple(item) for item in items]) if pairs and _is_name(next(iter(first))) else {}
    if isinstance(first, str) or isinstance(value, (set, frozenset)):
        return _names(items)
    if isinstance(first, (int, float, np.number)) and not isinstance(first, bool):
        return _interval(items) if isinstance(value, tuple) and len(items) == 2 else _numbers(items)
    return {}


def _is_name(value: Any) -> bool:
    return isinstance(value, (str, int, np.integer)) and not isinstance(value, bool)


def _number(x: float) -> Forms:
    forms: Forms = {
        "float": lambda: x,
        "numpy scalar": lambda: np.float64(x),
        "array without axes": lambda: np.array(x),
        "array of one": lambda: np.array([x]),
        "list of one": lambda: [x],
        "tuple of one": lambda: (x,),
        "Series of one": lambda: pd.Series([x], index=["a"]),
        "table of one cell": lambda: pd.DataFrame({"a": [x]}),
        "Decimal": lambda: Decimal(repr(x)),
        "Fraction": lambda: Fraction(x),
        "pyarrow scalar": lambda: _arrow().scalar(x),
    }
    if x.is_integer():
        forms |= {"int": lambda: int(x), "numpy int": lambda: np.int64(x)}
    return forms


def _text(x: str) -> Forms:
    return {
        "numpy text": lambda: np.str_(x),
        "space around it": lambda: f" {x}\n",
        "list of one": lambda: [x],
        "Series of one": lambda: pd.Series([x]),
        "Categorical of one": lambda: pd.Categorical([x]),
        "pyarrow scalar": lambda: _arrow().scalar(x),
    }


def _numbers(items: list[Any]) -> Forms:
    plain = [float(item) for item in items]
    turned = list(range(len(plain)))[::-1]
    return {
        "list": lambda: plain,
        "tuple": lambda: tuple(plain),
        "array": lambda: np.array(plain),
        "array of one column": lambda: np.array(plain)[:, None],
        "array of one row": lambda: np.array(plain)[None, :],
        "Series": lambda: pd.Series(plain),
        "Series in another order": lambda: pd.Series(plain).iloc[turned],
        "Index": lambda: pd.Index(plain),
        "dict by place": lambda: dict(enumerate(plain)),
        "table of one column": lambda: pd.DataFrame({"a": plain}),
        "table with a left-over index": lambda: pd.DataFrame({"a": plain}).reset_index(),
        "numpy scalars": lambda: [np.float64(item) for item in plain],
        "Decimals": lambda: [Decimal(repr(item)) for item in plain],
        "pyarrow array": lambda: _arrow().array(plain),
        "dict values": lambda: dict(enumerate(plain)).values(),
    }


def _interval(items: list[Any]) -> Forms:
    low, high = (float(item) for item in items)
    return {
        "tuple": lambda: (low, high),
        "list": lambda: [low, high],
        "array": lambda: np.array([low, high]),
        "array of one row": lambda: np.array([[low, high]]),
        "Series": lambda: pd.Series([low, high]),
        "quantiles": lambda: pd.Series([low, high], index=[0.025, 0.975]),
        "dict": lambda: {"high": high, "low": low},
        "Series by name": lambda: pd.Series({"upper": high, "lower": low}),
        "table": lambda: pd.DataFrame({"high": [high], "low": [low]}),
        "pandas Interval": lambda: pd.Interval(low, high),
        "numpy scalars": lambda: (np.float64(low), np.float64(high)),
        "pyarrow array": lambda: _arrow().array([low, high]),
    }


def _names(items: list[Any]) -> Forms:
    forms: Forms = {
        "list": lambda: list(items),
        "tuple": lambda: tuple(items),
        "set": lambda: set(items),
        "frozenset": lambda: frozenset(items),
        "array": lambda: np.array(items),
        "array of objects": lambda: np.array(items, dtype=object),
        "Series": lambda: pd.Series(items, index=range(7, 7 + len(items))),
        "Index": lambda: pd.Index(items),
        "Categorical": lambda: pd.Categorical(items),
        "table of one column": lambda: pd.DataFrame({"a": items}),
        "table with a left-over index": lambda: pd.DataFrame(
            {"a": items}, index=range(3, 3 + len(items))
        ).reset_index(),
        "keys of a dict": lambda: dict.fromkeys(items, 0.5),
        "dict keys": lambda: dict.fromkeys(items).keys(),
        "pyarrow array": lambda: _arrow().array(items),
    }
    if all(_is_name(item) and str(item).isdigit() and str(int(item)) == str(item) for item in items):
        forms |= {
            "as text": lambda: [str(item) for item in items],
            "as numbers": lambda: [int(item) for item in items],
        }
        forms["as floats"] = lambda: pd.Series([float(item) for item in items])
    return forms


def _pairs(pairs: list[tuple[Any, Any]]) -> Forms:
    table = pd.DataFrame(pairs, columns=["one", "two"])
    return {
        "list of tuples": lambda: list(pairs),
        "set of tuples": lambda: set(pairs),
        "set of frozensets": lambda: set(map(frozenset, pairs)),
        "list of sets": lambda: list(map(set, pairs)),
        "list of lists": lambda: list(map(list, pairs)),
        "turned round": lambda: [pair[::-1] for pair in pairs],
        "tuple of tuples": lambda: tuple(pairs),
        "Series of tuples": lambda: pd.Series(pairs),
        "dict of scores": lambda: dict.fromkeys(pairs, 0.9),
        "Counter of frozensets": lambda: {frozenset(pair): 2 for pair in pairs},
        "table": lambda: table,
        "table with a left-over index": lambda: table.reset_index(),
        "table with a score": lambda: table.assign(score=0.9),
        "rows without index": lambda: list(table.itertuples(index=False)),
        "rows with index": lambda: list(table.itertuples()),
        "MultiIndex": lambda: pd.MultiIndex.from_frame(table),
        "array": lambda: np.array(pairs, dtype=object),
        "list of dicts": lambda: table.to_dict("records"),
        "pyarrow table": lambda: _arrow().Table.from_pandas(table),
    }


def _mapping(found: dict[Any, Any]) -> Forms:
    if not found:
        return {}
    keys, values = list(found), list(found.values())
    inner = values[0]
    pairs = all(isinstance(item, (tuple, list, np.ndarray)) and np.shape(item) == (2,) for item in values)
    if pairs and isinstance(inner[0], (float, np.floating)):
        return _intervals(found)
    holder = pd.Series(values, index=keys, dtype=None if np.isscalar(inner) else object)
    forms: Forms = {
        "dict": lambda: dict(found),
        "in another order": lambda: dict(list(found.items())[::-1]),
        "Series": lambda: holder,
        "list of pairs": lambda: list(found.items()),
        "pairs of a dict": lambda: found.items(),
    }
    if all(item is None or np.isscalar(item) for item in values):
        forms |= {
            "table of two columns": lambda: pd.DataFrame({"key": keys, "value": values}),
            "table with a left-over index": lambda: pd.DataFrame(
                {"key": keys, "value": values}
            ).reset_index(),
            "table by its index": lambda: pd.DataFrame({"value": values}, index=keys),
            "list of dicts": lambda: [{"key": key, "value": item} for key, item in found.items()],
        }
    if all(_is_name(key) and str(key).isdigit() for key in keys):
        forms["keys as text"] = lambda: {str(key): item for key, item in found.items()}
        forms["keys as numbers"] = lambda: {int(key): item for key, item in found.items()}
    if all(isinstance(item, (int, np.integer)) and not isinstance(item, bool) for item in values):
        forms["values as floats"] = lambda: {key: float(item) for key, item in found.items()}
    if all(isinstance(item, np.ndarray) and item.ndim == 2 for item in values):
        forms["dict of lists"] = lambda: {key: item.tolist() for key, item in found.items()}
        forms["dict of tables"] = lambda: {key: pd.DataFrame(item) for key, item in found.items()}
    return forms


def _intervals(found: dict[Any, Any]) -> Forms:
    keys, ends = list(found), [tuple(map(float, pair)) for pair in found.values()]
    table = pd.DataFrame(ends, index=keys, columns=["low", "high"])
    return {
        "dict of tuples": lambda: dict(zip(keys, ends, strict=True)),
        "dict of lists": lambda: {key: list(pair) for key, pair in zip(keys, ends, strict=True)},
        "dict of arrays": lambda: {key: np.array(pair) for key, pair in zip(keys, ends, strict=True)},
        "dict of dicts": lambda: table.to_dict("index"),
        "dict of low and high": lambda: table.to_dict(),
        "Series of tuples": lambda: pd.Series(ends, index=keys),
        "table by its index": lambda: table,
        "table with its columns the other way round": lambda: table[["high", "low"]],
        "table with one column more": lambda: table.assign(share=table.mean(axis=1)),
        "table with a column of names": lambda: table.rename_axis("annotator").reset_index(),
        "table with a left-over index": lambda: table.rename_axis("annotator").reset_index().reset_index(),
        "table on its side": lambda: table.T,
        "table of a dict": lambda: pd.DataFrame(dict(zip(keys, ends, strict=True))),
        "list of triples": lambda: [(key, *pair) for key, pair in zip(keys, ends, strict=True)],
    }


def _table(frame: pd.DataFrame) -> Forms:
    first = frame.columns[0]
    flat = frame.reset_index(drop=True)
    forms: Forms = {
        "as it is": frame.copy,
        "columns in another order": lambda: frame[list(frame.columns)[::-1]],
        "of objects": lambda: frame.astype(object),
        "with a left-over index": lambda: frame.reset_index(),
        "with one column too many": lambda: frame.assign(remark="none"),
    }
    if not any(pd.api.types.infer_dtype(column).startswith("mixed") for _, column in frame.items()):
        forms["pyarrow table"] = lambda: _arrow().Table.from_pandas(frame.convert_dtypes())
    if frame.index.equals(pd.RangeIndex(len(frame))):
        forms |= {
            "with other row labels": lambda: frame.set_axis(range(5, 5 + len(frame)), axis=0),
            "first column as index": lambda: frame.set_index(first),
            "list of dicts": lambda: flat.to_dict("records"),
            "dict of lists": lambda: flat.to_dict("list"),
        }
        if len(frame.columns) == 2 and frame[first].is_unique:
            forms["Series by the first column"] = lambda: frame.set_index(first)[frame.columns[1]]
            forms["dict by the first column"] = lambda: dict(
                zip(frame[first], frame[frame.columns[1]], strict=True)
            )
    else:
        forms["index as a column"] = lambda: frame.rename_axis("name").reset_index()
    return forms


def _matrix(value: np.ndarray) -> Forms:
    return {
        "array": lambda: value,
        "list of lists": value.tolist,
        "tuple of tuples": lambda: tuple(map(tuple, value)),
        "list of arrays": lambda: list(value),
        "table": lambda: pd.DataFrame(value),
        "table with its columns in another order": lambda: pd.DataFrame(value)[
            list(range(value.shape[1]))[::-1]
        ],
        "table of a crosstab": lambda: pd.DataFrame(value).rename_axis(index="row", columns="column"),
        "list of Series": lambda: [pd.Series(row) for row in value],
        "dict of rows": lambda: dict(enumerate(value)),
    }


def _records(items: list[dict[Any, Any]]) -> Forms:
    return {
        "list": lambda: list(items),
        "tuple": lambda: tuple(items),
        "table": lambda: pd.DataFrame(items),
        "table with a left-over index": lambda: pd.DataFrame(items).reset_index(),
        "dict by number": lambda: dict(enumerate(items)),
        "Series": lambda: pd.Series(items),
        "list of tuples": lambda: [tuple(item.values()) for item in items],
    }
