"""Compare single cells of tables that came as plain data."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from labelwright.checks.failed import Failed
from labelwright.checks.vocabulary.settle import short, times

_MOST_ROWS = 200_000


def missing(value: Any) -> bool:
    """Whether a cell holds nothing: None, NaN, NaT or pandas' NA."""
    return (
        value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value))
    )


def number(value: Any) -> float | None:
    """A cell as a float where it is a number and no truth value."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def equal(a: Any, b: Any, tolerance: float = 1e-9) -> bool:
    """Whether two cells say the same: both missing, numbers within a relative `tolerance`, dates alike, else equal."""
    if missing(a) or missing(b):
        return missing(a) and missing(b)
    first, second = number(a), number(b)
    if first is not None and second is not None:
        return math.isclose(first, second, rel_tol=tolerance, abs_tol=tolerance)
    # A date crosses from the learner's process as text.
    left, right = (_text(value) for value in (a, b))
    return left == right if isinstance(left, str) or isinstance(right, str) else bool(left == right)


def _text(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return value.removesuffix("T00:00:00") if isinstance(value, str) else value


def keyed(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """The table with `key`, as text, for its index; Failed where a key is missing or there are too many rows."""
    if len(frame) > _MOST_ROWS:
        raise Failed(f"The table has {len(frame):,} rows; at most {_MOST_ROWS:,} are read.")
    keys = list(frame[key])
    if any(missing(value) for value in keys):
        raise Failed(
            f"`{key}` is missing in {times(sum(map(missing, keys)), 'row')}.",
            why="A row without its key can be matched with nothing.",
            advice=f"Keep `{short(key)}` as it came.",
        )
    # An id of whole numbers becomes 7.0 as soon as one row of its column was empty.
    names = [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value) for value in keys
    ]
    return frame.drop(columns=[key]).set_axis(pd.Index(names, dtype=object), axis=0)


def without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """The first row of each key."""
    return frame[~frame.index.duplicated()]
