"""Values cross as data and come back as data; what is not data becomes its type's name, even if it pretends to be data."""

from __future__ import annotations

import math
from collections import Counter, OrderedDict, UserDict, UserList, deque, namedtuple
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.exchange.plain_data import Column, Opaque, Table, dumps, encode, loads

text = st.text(st.characters(codec=None), max_size=20)
integers = st.integers(-(2**63), 2**64 - 1)
scalars = st.none() | st.booleans() | integers | st.floats() | text | st.just(Ellipsis)
keys = st.none() | st.booleans() | integers | text | st.floats(allow_nan=False)


def nested(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return (
        st.lists(children, max_size=5)
        | st.dictionaries(keys, children, max_size=5)
        | st.sets(keys, max_size=5)
    )


values = st.recursive(scalars, nested, max_leaves=20)


def same(one: Any, other: Any) -> bool:
    """Equal, of the same built-in type all the way down, NaN equal to NaN, broken text equal once joined."""
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return (one == other and math.copysign(1, one) == math.copysign(1, other)) or (
            one != one and other != other
        )
    if isinstance(one, str):
        return joined(one) == joined(other)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return len(one) == len(other) and all(map(same, list(one.items()), list(other.items())))
    if isinstance(one, tuple):
        return all(map(same, one, other))
    return (
        bool(one == other)
        if not isinstance(one, set)
        else {joined(x) for x in one} == {joined(x) for x in other}
    )


def joined(value: Any) -> Any:
    """Two halves of a surrogate pair are one character on the other side."""
    return (
        value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
        if isinstance(value, str)
        else value
    )


@given(values)
def test_data_comes_back_as_it_was(value: Any) -> None:
    assert same(loads(dumps(value)), value)


@given(st.text(st.characters(codec=None)))
def test_any_text_crosses(value: str) -> None:
    assert joined(loads(dumps(value))) == joined(value)


@pytest.mark.parametrize(
    ("value", "came"),
    [
        ((1, 2), [1, 2]),
        ({(1, 2): 3}, {(1, 2): 3}),
        ({"a": (1,)}, {"a": [1]}),
        (frozenset({1}), {1}),
        (range(3), [0, 1, 2]),
        ({"a": 1}.keys(), ["a"]),
        (deque([1]), [1]),
        (Counter("aab"), {"a": 2, "b": 1}),
        (OrderedDict(a=1), {"a": 1}),
        (np.float64(0.5), 0.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (np.str_("a"), "a"),
        (np.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (np.array(5), 5),
        (np.array([], dtype=float), []),
        (pd.NA, None),
        (pd.NaT, None),
        (pd.Timestamp("2026-01-02 03:04"), "2026-01-02T03:04:00"),
        (pd.Index(["a", "b"]), ["a", "b"]),
        (pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]), [[1, "a"], [2, "b"]]),
        (pd.array([1, None], dtype="Int64"), [1, None]),
        (pd.Categorical(["a", None]), ["a", math.nan]),
        (2**64, Opaque("an integer of more than 64 bits")),
        (-(2**63) - 1, Opaque("an integer of more than 64 bits")),
        (len, Opaque("a function")),
        (lambda: 0, Opaque("a function")),
        (object(), Opaque("object")),
        (3 + 4j, Opaque("complex")),
        (b"bytes", Opaque("bytes")),
        (type, Opaque("type")),
        (ValueError("x"), Opaque("ValueError")),
        (namedtuple("Pair", "a b")(1, 2), [1, 2]),
        (next(pd.DataFrame({"a": [1]}).itertuples()), [0, 1]),
        (Decimal("0.5"), 0.5),
        (Decimal("NaN"), math.nan),
        (Fraction(1, 4), 0.25),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
        (np.datetime64("2026-01-02"), "2026-01-02"),
        (UserDict(a=1), {"a": 1}),
        (MappingProxyType({"a": 1}), {"a": 1}),
        (UserList([1]), [1]),
        (IntEnum("Level", "low high").high, 2),
        ({frozenset({1, 2})}, {frozenset({1, 2})}),
        ({(1, (2, 3)): "deep"}, {(1, (2, 3)): "deep"}),
        (pa.array([1, None]), [1, None]),
        (pa.scalar("a"), "a"),
    ],
    # Without addresses in memory, so that a test has the same name in every run.
    ids=lambda value: repr(value).split(" at 0x")[0][:40],
)
def test_what_a_value_becomes(value: object, came: object) -> None:
    found = loads(dumps(value))
    assert same(found, came) if not isinstance(came, Opaque) else found == came


FRAMES = {
    "plain": pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
    "no rows": pd.DataFrame({"a": [], "b": []}),
    "no columns": pd.DataFrame(index=[1, 2]),
    "nothing": pd.DataFrame(),
    "twice the name": pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    "names of numbers": pd.DataFrame({0: [1.5], 1: [math.nan]}),
    "an index of text": pd.DataFrame({"a": [1, 2]}, index=["x", "y"]),
    "twice the index": pd.DataFrame({"a": [1, 2]}, index=["x", "x"]),
    "columns of two levels": pd.DataFrame(
        [[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])
    ),
    "rows of two levels": pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)])),
    "categories": pd.DataFrame({"a": pd.Categorical(["x", "y"])}),
    "times": pd.DataFrame({"a": pd.to_datetime(["2026-01-02"])}),
    "lists": pd.DataFrame({"a": [[1, 2], [3]]}),
    "missing": pd.DataFrame({"a": pd.array([1, None], dtype="Int64")}),
    "truth": pd.DataFrame({"a": [True, False]}),
    "infinite": pd.DataFrame({"a": [math.inf, -math.inf]}),
}


def missing(value: Any) -> Any:
    """A float column has NaN where another has None; both mean that nothing is there."""
    return None if value != value else value


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_crosses_and_is_built_again(name: str) -> None:
    frame = FRAMES[name]
    table = loads(dumps(frame))
    assert isinstance(table, Table)
    assert table.shape == frame.shape
    again = table.frame()
    assert again.shape == frame.shape
    assert list(again.columns) == list(frame.columns)
    for place in range(frame.shape[1]):
        there = [missing(encode(value)) for value in frame.iloc[:, place].tolist()]
        assert [missing(encode(value)) for value in again.iloc[:, place].tolist()] == there


def test_a_fresh_frame_every_time() -> None:
    table = loads(dumps(FRAMES["plain"]))
    frame = table.frame()
    frame.loc[0, "a"] = 99
    assert table.frame().loc[0, "a"] == 1


def test_a_series_crosses_with_its_name_and_index() -> None:
    series = pd.Series([1.5, math.nan], index=["x", "y"], name="score")
    column = loads(dumps(series))
    assert isinstance(column, Column)
    assert (column.name, column.index) == ("score", ["x", "y"])
    assert column.values == pytest.approx([1.5, math.nan], nan_ok=True)
