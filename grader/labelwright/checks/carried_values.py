"""Put a learner's plain value into the form of the solution's own, so that later steps of the solution can go on from it."""

from __future__ import annotations

from typing import Any

from labelwright.checks.containers import array_of
from labelwright.checks.kinds import Names, single
from labelwright.exchange.plain_data import Column, Table, labels


def like(own: Any, value: Any) -> Any:
    """Return a learner's plain value in the form of the solution's own value; ValueError if that cannot be.

    Numbers, texts, lists, dicts, Series and DataFrames are put into the form of `own`; nothing else is.
    """
    import numpy as np
    import pandas as pd

    if isinstance(own, bool | np.bool_):
        if isinstance(single(value), bool):
            return single(value)
    elif isinstance(own, int | float | np.integer | np.floating):
        one = single(value)
        if isinstance(one, int | float) and not isinstance(one, bool):
            return int(one) if isinstance(own, int | np.integer) and float(one).is_integer() else float(one)
    elif isinstance(own, str):
        if isinstance(single(value), str):
            return single(value)
    elif isinstance(own, pd.DataFrame):
        if isinstance(value, Table) and set(own.columns) <= set(labels(value.columns)):
            frame = value.frame()[list(own.columns)]
            return frame.astype(own.dtypes.to_dict())
    elif isinstance(own, pd.Series | dict):
        found = _by_key(value)
        names = Names(list(own.keys()))
        # A key that is missing or too many must not undo the others: the rest follows from the learner's own.
        # Where the keys are the answer, such as the lines with faults, none of them need be the solution's.
        alike = found is not None and isinstance(own, dict) and _kinds(found) <= _kinds(own)
        if found is not None and (not found or alike or any(map(names.has, found))):
            by_name = {names(key): item for key, item in found.items()}
            if isinstance(own, dict):
                return {key: like(own[key], item) if key in own else item for key, item in by_name.items()}
            order = [key for key in own.index if key in by_name]
            order += [key for key in by_name if key not in order]
            return pd.Series([by_name[key] for key in order], index=order, name=own.name)
    elif isinstance(own, list | tuple | set | frozenset | np.ndarray):
        if isinstance(own, np.ndarray) and own.ndim and own.dtype.kind in "iuf":
            array = array_of(value, "it").astype(own.dtype)
            if array.shape == own.shape:
                return array
            raise ValueError
        listed = value.values if isinstance(value, Column) else value
        if isinstance(listed, list | tuple | set | frozenset) and not isinstance(own, np.ndarray):
            return type(own)(tuple(item) if isinstance(item, list) else item for item in listed)
    raise ValueError


def _kinds(found: dict[Any, Any]) -> set[tuple[type, type]]:
    return {(type(key), type(value)) for key, value in found.items()}


def _by_key(value: Any) -> dict[Any, Any] | None:
    if isinstance(value, Column):
        return dict(zip(labels(value.index), value.values, strict=True))
    if (
        isinstance(value, list)
        and value
        and all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in value)
    ):
        value = {tuple(key) if isinstance(key, list) else key: item for key, item in value}
    return value if isinstance(value, dict) else None
