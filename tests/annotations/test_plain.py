"""Values cross as data and come back as data; what is not data becomes its type's name, whatever it pretends."""

from __future__ import annotations

import json
import math
from collections import Counter, OrderedDict, deque, namedtuple
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelwright.annotations import plain
from labelwright.annotations.plain import Column, Opaque, PlainError, Table, decode, dumps, encode, loads

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
        (namedtuple("Pair", "a b")(1, 2), Opaque("Pair")),
    ],
    ids=lambda value: repr(value)[:40],
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


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["$", "items", "keys", "values", "name", "index", "columns", "data", "kind", "x"]
            ),
            inner | st.sampled_from(["set", "map", "column", "table", "ellipsis", "opaque"]),
            max_size=5,
        )
    ),
    max_leaves=25,
)
TYPES = (type(None), bool, int, float, str, list, dict, set, tuple, type(Ellipsis), Opaque, Column, Table)


def only_data(value: Any) -> bool:
    """Exact built-in types all the way down."""
    if type(value) not in TYPES:
        return False
    if isinstance(value, dict):
        return all(only_data(item) for pair in value.items() for item in pair)
    if isinstance(value, list | set | tuple):
        return all(map(only_data, value))
    if isinstance(value, Column):
        return only_data([value.name, value.index, value.values]) and len(value.index) == len(value.values)
    if isinstance(value, Table):
        even = all(len(column) == len(value.index) for column in value.data)
        return (
            only_data([value.columns, value.index, value.data])
            and even
            and len(value.data) == len(value.columns)
        )
    return type(value.kind) is str if isinstance(value, Opaque) else True


def read(payload: bytes) -> None:
    """Data or PlainError, never anything else."""
    try:
        value = loads(payload)
    except PlainError as error:
        assert str(error)  # noqa: PT017
    else:
        assert only_data(value)


@given(junk)
@settings(max_examples=300)
def test_hostile_json_is_data_or_refused(document: Any) -> None:
    read(json.dumps(document).encode())


@given(st.binary() | st.text().map(lambda value: value.encode()))
def test_hostile_bytes_are_data_or_refused(payload: bytes) -> None:
    read(payload)


@given(values, st.data())
def test_a_spoiled_message_is_data_or_refused(value: Any, data: st.DataObject) -> None:
    payload = bytearray(dumps(value))
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(payload))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"{}",
        b'{"a": 1}',
        b'{"$": "pickle"}',
        b'{"$": ["set"]}',
        b'{"$": "set"}',
        b'{"$": "set", "items": [{"$": "map", "keys": [], "values": []}]}',
        b'{"$": "map", "keys": [1], "values": []}',
        b'{"$": "map", "keys": "ab", "values": "ab"}',
        b'{"$": "table", "columns": ["a"], "index": [0], "data": [[1, 2]]}',
        b'{"$": "table", "columns": ["a"], "index": [0], "data": "x"}',
        b'{"$": "table", "columns": ["a"], "index": [0], "data": 5}',
        b'{"$": "column", "name": 1, "index": [0], "values": []}',
        b'{"$": "opaque"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b"[" * 60 + b"]" * 60,
        b"9" * 10_000,
    ],
    ids=lambda payload: repr(payload[:40]),
)
def test_what_is_refused(payload: bytes) -> None:
    with pytest.raises(PlainError):
        loads(payload)


def test_what_is_nested_too_deeply_is_named() -> None:
    deep: list[Any] = []
    for _ in range(plain.MAX_DEPTH * 2):
        deep = [deep]
    assert "something nested too deeply" in repr(loads(dumps(deep)))
    itself: list[Any] = []
    itself.append(itself)
    assert "something nested too deeply" in repr(loads(dumps(itself)))


def test_what_is_too_large_is_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "MAX_BYTES", 1_000)
    with pytest.raises(PlainError, match=r"the value takes 1,203 bytes; at most 1,000 are read"):
        dumps(["x" * 100 for _ in range(11)] + ["y" * 66])
    with pytest.raises(PlainError, match=r"1,001 bytes are more than the 1,000"):
        loads(b" " * 1_001)


def test_long_text_is_cut_by_the_sender() -> None:
    assert loads(dumps("x" * (plain.MAX_TEXT + 1))) == "x" * plain.MAX_TEXT


class Liar:
    """Says it is a list, a dict and a frame, and raises wherever it is touched."""

    __class__ = list  # type: ignore[assignment]

    def __len__(self) -> int:
        raise RuntimeError("len")

    def __iter__(self) -> Any:
        raise RuntimeError("iter")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("eq")

    def __hash__(self) -> int:
        raise RuntimeError("hash")

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)


class Sly(dict[str, int]):
    """A dict whose parts disagree."""

    def __iter__(self) -> Any:
        return iter(["a", "b", "c"])

    def values(self) -> Any:
        return [1]


class Text(str):
    """A text that is more than text."""


def test_a_liar_is_named_by_its_true_type() -> None:
    assert loads(dumps(Liar())) == Opaque("Liar")
    assert loads(dumps([Liar(), 1])) == [Opaque("Liar"), 1]
    assert type(loads(dumps(Text("a")))) in (Opaque, str)


def test_a_sly_dict_is_refused_by_the_reader() -> None:
    with pytest.raises(PlainError, match="keys and values differ in number"):
        loads(dumps(Sly(a=1)))


def test_decoding_believes_no_object() -> None:
    with pytest.raises(PlainError):
        decode(object())
