"""Compare what a function gave with what is right, in every natural form of a result."""

from __future__ import annotations

from typing import Any

from labelwright.checks.containers import rows_of, same_keys
from labelwright.checks.repairs import equal
from labelwright.exchange.plain_data import Column, Table

_DEEP = 12


def gives(value: Any, right: Any, tolerance: float) -> bool:
    """Return whether a function's result is right, in any natural form: a table as rows, a Series as a list or dict."""
    return alike(value, right, tolerance) or alike(in_form(value, right), right, tolerance)


def in_form(value: Any, right: Any, depth: int = 0) -> Any:
    """Return `value` with its tables, Series and dicts as the lists and dicts that `right` has in their places."""
    if depth > _DEEP:
        return value
    if isinstance(right, dict):
        value = same_keys(value, right)
        if isinstance(value, dict):
            return {key: in_form(item, right.get(key), depth + 1) for key, item in value.items()}
    if isinstance(right, list | tuple):
        value = plain(rows_of(value, right))
        if isinstance(value, list) and len(value) == len(right):
            return [in_form(item, part, depth + 1) for item, part in zip(value, right, strict=True)]
    return value


def alike(value: Any, right: Any, tolerance: float = 1e-6, depth: int = 0) -> bool:
    """Return whether two plain values mean the same; see `function_gives`."""
    value, right = plain(value), plain(right)
    if depth > _DEEP:
        return False
    if isinstance(right, dict):
        return (
            isinstance(value, dict)
            and len(value) == len(right)
            and all(key in value and alike(value[key], right[key], tolerance, depth + 1) for key in right)
        )
    if isinstance(right, list):
        return (
            isinstance(value, list)
            and len(value) == len(right)
            and all(alike(a, b, tolerance, depth + 1) for a, b in zip(value, right, strict=True))
        )
    if isinstance(value, (list, dict, set)) or isinstance(right, set):
        return isinstance(value, set) and isinstance(right, set) and value == right
    if isinstance(right, bool) or isinstance(value, bool):
        return isinstance(right, bool) and isinstance(value, bool) and value == right
    return equal(value, right, tolerance)


def plain(value: Any) -> Any:
    """Return tables as lists of columns, columns and tuples as lists, frozen sets as sets."""
    if isinstance(value, Table):
        return [list(value.columns), *value.data]
    if isinstance(value, Column):
        return list(value.values)
    if isinstance(value, frozenset):
        return set(value)
    return list(value) if isinstance(value, tuple) else value
