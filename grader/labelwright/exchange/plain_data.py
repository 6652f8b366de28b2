"""Send values out of a learner's process as data that cannot execute, and rebuild them strictly.

`encode` runs in the learner's process and may be deceived; `decode` runs on the trusted side and trusts nothing: it
builds only exact built-in types, `Table`, `Column` and `Opaque` from JSON text.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, UserList
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from labelwright.errors import LabelwrightError

if TYPE_CHECKING:
    import pandas as pd

MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 24
MAX_PARTS = 2_000_000
"""The most commas and brackets in the JSON text: many small parts need far more memory and time than many bytes."""
MAX_COLUMNS = 10_000
MAX_ALIKE = 64
_LONG_NUMBER = re.compile(rb"[0-9]{20}")
_AS_THEY_ARE = frozenset((bool, float, type(None)))
_RELATIVES = (
    int,
    float,
    str,
    Enum,
    Decimal,
    Fraction,
    date,
    time,
    Mapping,
    list,
    tuple,
    set,
    frozenset,
    UserList,
)
"""Kinds that are data by another name; the exact built-in types come first."""
_SIMPLE = frozenset((bool, int, float, str, type(None)))
MAX_TEXT = 200_000
"""The longest single string that is sent, in characters; the sender cuts longer ones."""


class PlainError(LabelwrightError, ValueError):
    """The bytes are not plain data as this module writes it, or are too large or nested too deeply."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is not data: only the name of its type is sent."""

    kind: str

    def __repr__(self) -> str:
        """Return the type's name in angle brackets: messages quote values, and learners do not know this class."""
        return f"<{self.kind}>"


@dataclass(frozen=True, slots=True)
class Column:
    """A pandas Series as plain lists: `index[i]` is the label of `values[i]`."""

    name: Any
    index: list[Any]
    values: list[Any]

    def __repr__(self) -> str:
        """Return what it is for the learner."""
        return f"<Series of {len(self.values)}>"


@dataclass(frozen=True, slots=True)
class Table:
    """A pandas DataFrame as plain lists, one list of values per column; `names` are the names of the index's levels."""

    columns: list[Any]
    index: list[Any]
    data: list[list[Any]]
    names: tuple[Any, ...] = ()

    def __repr__(self) -> str:
        """Return what it is for the learner."""
        return "<DataFrame of {} x {}>".format(*self.shape)

    @property
    def shape(self) -> tuple[int, int]:
        """The number of (rows, columns)."""
        return len(self.index), len(self.columns)

    def frame(self) -> pd.DataFrame:
        """Return the same table as a new DataFrame, built on the trusted side."""
        import pandas as pd

        positions: dict[Any, list[Any]] = dict(enumerate(self.data))
        index = pd.Index(labels(self.index), dtype=object if self.index else None)
        frame = pd.DataFrame(positions, index=index)
        frame.columns = pd.Index(labels(self.columns))
        return frame


def is_missing(value: object) -> bool:
    """Return whether a single value is empty: None, NaN, NaT or pandas' NA; a list, set or table is not."""
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return value is None or (isinstance(value, float) and value != value)
    return bool(pandas.api.types.is_scalar(value) and pandas.isna(value))


def labels(listed: list[Any]) -> list[Any]:
    """Return the labels of an index as pandas takes them: labels of several levels, sent as lists, become tuples."""
    return [tuple(label) if isinstance(label, list) else label for label in listed]


def dumps(value: object) -> bytes:
    """Encode `value` as JSON bytes; raise PlainError if they exceed MAX_BYTES or MAX_PARTS."""
    text = json.dumps(encode(value), ensure_ascii=False, separators=(",", ":"))
    payload = text.encode("utf-8", "backslashreplace")
    _measure(payload)
    return payload


def loads(payload: bytes) -> Any:
    """Rebuild a value from the bytes of `dumps`; raise PlainError on anything else."""
    _measure(payload)
    # Integers of more than 64 bits: our sender refuses them, but the bytes may come from another one.
    whole = _integer if _LONG_NUMBER.search(payload) else None
    try:
        return decode(json.loads(payload.decode("utf-8"), parse_int=whole))
    except (ValueError, RecursionError) as error:
        raise PlainError(f"not plain data: {error}") from None


def _measure(payload: bytes) -> None:
    if len(payload) > MAX_BYTES:
        raise PlainError(f"the value takes {len(payload):,} bytes; at most {MAX_BYTES:,} are read")
    if sum(payload.count(mark) for mark in (b",", b"[", b"{")) > MAX_PARTS:
        raise PlainError(f"the value has more than {MAX_PARTS:,} parts")


def _integer(digits: str) -> int:
    value = int(digits) if len(digits) <= 20 else 2**64
    if not -(2**63) <= value < 2**64:
        raise ValueError("an integer of more than 64 bits")
    return value


def encode(value: object, depth: int = 0) -> Any:
    """Turn `value` into parts that JSON can write; what is not data becomes the name of its type."""
    if depth > MAX_DEPTH:
        return _opaque("something nested too deeply")
    kind = type(value)
    if value is None or kind in (bool, float):
        return value
    if kind.__name__ == "NaTType":
        return None
    if kind is int:
        return value if -(2**63) <= value < 2**64 else _opaque("an integer of more than 64 bits")  # type: ignore[operator]
    if kind is str:
        return value[:MAX_TEXT]  # type: ignore[index]
    if kind in (list, tuple):
        return [encode(item, depth + 1) for item in value]  # type: ignore[attr-defined]
    if kind in (set, frozenset):
        return {"$": "set", "items": [encode(item, depth + 1) for item in value]}  # type: ignore[attr-defined]
    if isinstance(value, dict):
        keys = [encode(key, depth + 1) for key in value]
        return {"$": "map", "keys": keys, "values": [encode(item, depth + 1) for item in value.values()]}
    if value is Ellipsis:
        return {"$": "ellipsis"}
    return _encode_relative(value, depth) if issubclass(kind, _RELATIVES) else _encode_array(value, depth)


def _encode_relative(value: Any, depth: int) -> Any:
    """Encode what is data by another name: a named tuple is a tuple, a Decimal a number, a date its ISO text."""
    kind = type(value)
    if issubclass(kind, Enum):
        return encode(value.value, depth + 1)
    if issubclass(kind, int | float | Decimal | Fraction):
        return encode(int(value) if issubclass(kind, int) else float(value), depth + 1)
    if issubclass(kind, str):
        return str.__str__(value)[:MAX_TEXT]
    if issubclass(kind, date | time):
        return value.isoformat()
    if issubclass(kind, Mapping):
        return encode(dict(value), depth + 1)
    return encode(set(value) if issubclass(kind, set | frozenset) else list(value), depth)


def _encode_array(value: object, depth: int) -> Any:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            data = [_listed(value.iloc[:, i], depth) for i in range(value.shape[1])]
            return {
                "$": "table",
                "columns": _listed(value.columns, depth),
                "index": _listed(value.index, depth),
                "names": encode(list(value.index.names), depth + 1),
                "data": data,
            }
        if isinstance(value, pandas.Series):
            return {
                "$": "column",
                "name": encode(value.name, depth + 1),
                "index": _listed(value.index, depth),
                "values": _listed(value, depth),
            }
        if isinstance(value, (pandas.Index, pandas.api.extensions.ExtensionArray)):
            return _listed(value, depth)
        if value is pandas.NA:
            return None
        if isinstance(value, pandas.Interval):
            return encode([value.left, value.right], depth + 1)
    if numpy is not None and isinstance(value, (numpy.ndarray, numpy.generic)):
        # In nanoseconds, as pandas keeps them, numpy gives dates as whole numbers.
        dates = str(value.dtype).startswith("datetime64[n")
        return encode((value.astype("datetime64[us]") if dates else value).tolist(), depth + 1)
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None:
        if isinstance(value, pyarrow.Table):
            return encode(value.to_pandas(), depth + 1)
        if isinstance(value, pyarrow.Array | pyarrow.ChunkedArray):
            return encode(value.to_pylist(), depth + 1)
        if isinstance(value, pyarrow.Scalar):
            return encode(value.as_py(), depth + 1)
    record = sys.modules.get("labelwright.annotations.record")
    if record is not None and isinstance(value, (record.Annotation, record.Item)):
        return encode(value.model_dump(mode="json"), depth + 1)
    if type(value).__name__ in ("dict_keys", "dict_values", "dict_items", "range", "deque"):
        return encode(list(value), depth + 1)  # type: ignore[call-overload]
    return _opaque(_kind_of(value))


def _listed(values: Any, depth: int) -> list[Any]:
    items = values.tolist()
    # Columns are long and mostly of one built-in type, which can be sent without looking at each value.
    if type(items) is list and set(map(type, items)) <= _AS_THEY_ARE:
        return items
    if getattr(values, "dtype", None) in ("int64", "int32", "int16", "int8"):
        return list(items)
    return [encode(item, depth + 1) for item in items]


def _kind_of(value: object) -> str:
    kind = type(value)
    if hasattr(kind, "__next__"):
        # To read it would empty it, and the learner's next cell would find nothing in it.
        return f"an iterator of the type `{kind.__name__[:40]}`"
    return "a function" if kind.__name__ in ("function", "builtin_function_or_method") else kind.__name__[:80]


def _opaque(kind: str) -> dict[str, str]:
    return {"$": "opaque", "kind": kind}


def decode(node: Any, depth: int = 0) -> Any:
    """Rebuild a value from parsed JSON; raise PlainError on an unknown shape or more than twice MAX_DEPTH levels."""
    if depth > 2 * MAX_DEPTH:
        raise PlainError("nested too deeply")
    if node is None or isinstance(node, (bool, int, float, str)):
        return node
    if isinstance(node, list):
        if set(map(type, node)) <= _SIMPLE:
            return node
        return [decode(item, depth + 1) for item in node]
    kind = node.get("$") if isinstance(node, dict) else None
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise PlainError("an unknown kind of value")
    try:
        return build(node, depth + 1)
    except (KeyError, TypeError) as error:
        raise PlainError(f"a broken value: {error}") from None


def _part(node: dict[str, Any], name: str, depth: int) -> list[Any]:
    part = node[name]
    if not isinstance(part, list):
        raise PlainError(f"{name} is not a list")
    return [decode(item, depth) for item in part]


def _map(node: dict[str, Any], depth: int) -> dict[Any, Any]:
    keys, values = _part(node, "keys", depth), _part(node, "values", depth)
    if len(keys) != len(values):
        raise PlainError("keys and values differ in number")
    return dict(zip(_hashable(keys), values, strict=True))


def _column(node: dict[str, Any], depth: int) -> Column:
    column = Column(decode(node["name"], depth), _part(node, "index", depth), _part(node, "values", depth))
    if len(column.index) != len(column.values):
        raise PlainError("index and values differ in length")
    return column


def _table(node: dict[str, Any], depth: int) -> Table:
    data = [decode(column, depth) for column in node["data"]]
    if len(data) > MAX_COLUMNS:
        raise PlainError(f"a table of {len(data):,} columns; at most {MAX_COLUMNS:,} are read")
    names = tuple(_hashable(_part(node, "names", depth))) if "names" in node else ()
    table = Table(_part(node, "columns", depth), _part(node, "index", depth), data, names)
    if len(data) != len(table.columns) or any(
        not isinstance(column, list) or len(column) != len(table.index) for column in data
    ):
        raise PlainError("the table's parts differ in length")
    return table


def _set(node: dict[str, Any], depth: int) -> set[Any]:
    return set(_hashable(_part(node, "items", depth)))


def _hashable(items: list[Any]) -> list[Any]:
    """Return items as they can be keys: a tuple arrives as a list, a frozenset as a set.

    Hashes of tuples of numbers can be made to collide, which makes a dict of them take hours to fill.
    """
    keys = [_frozen(item) if isinstance(item, list | set) else item for item in items]
    if len(keys) > MAX_ALIKE and max(Counter(map(hash, keys)).values()) > MAX_ALIKE:
        raise PlainError("too many keys with the same hash")
    return keys


def _frozen(item: Any) -> Any:
    if isinstance(item, list):
        return tuple(map(_frozen, item))
    return frozenset(item) if isinstance(item, set) else item


_BUILDERS: dict[str, Any] = {
    "set": _set,
    "map": _map,
    "column": _column,
    "table": _table,
    "ellipsis": lambda node, depth: Ellipsis,
    "opaque": lambda node, depth: Opaque(str(node["kind"])[:80]),
}
