"""What a stranger sends is rebuilt as exact built-in data or refused with a message, for any bytes and objects."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.exchange import plain_data
from labelwright.exchange.plain_data import Column, Opaque, PlainError, Table, decode, dumps, loads

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
def test_hostile_json_is_data_or_refused(document: Any) -> None:
    read(json.dumps(document).encode())


@given(st.binary() | st.text().map(lambda value: value.encode()))
def test_hostile_bytes_are_data_or_refused(payload: bytes) -> None:
    read(payload)


GENUINE: list[Any] = [
    [1, "a", None, {"x": {1, 2}}, ...],
    {"state": "here", "value": {"a": [0.5], (1, 2): "b"}},
    pd.DataFrame({"a": [1, 2], "b": ["x", None]}),
    pd.Series([1.5, 2.5], index=["x", "y"]),
    [len, object(), 2**70],
]


@given(st.sampled_from([dumps(value) for value in GENUINE]), st.data())
def test_a_spoiled_message_is_data_or_refused(genuine: bytes, data: st.DataObject) -> None:
    payload = bytearray(genuine)
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
    for _ in range(plain_data.MAX_DEPTH * 2):
        deep = [deep]
    assert "something nested too deeply" in repr(loads(dumps(deep)))
    itself: list[Any] = []
    itself.append(itself)
    assert "something nested too deeply" in repr(loads(dumps(itself)))


def test_what_is_too_large_is_refused_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_data, "MAX_BYTES", 1_000)
    with pytest.raises(PlainError, match=r"the value takes 1,203 bytes; at most 1,000 are read"):
        dumps(["x" * 100 for _ in range(11)] + ["y" * 66])
    with pytest.raises(PlainError, match=r"the value takes 1,001 bytes; at most 1,000 are read"):
        loads(b" " * 1_001)


def test_long_text_is_cut_by_the_sender() -> None:
    assert loads(dumps("x" * (plain_data.MAX_TEXT + 1))) == "x" * plain_data.MAX_TEXT


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
