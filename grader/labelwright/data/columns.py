"""Say whether a column of a loaded table holds the type that the card promises."""

from __future__ import annotations

import datetime

import pandas as pd
from pandas.api import types

from labelwright.data.card import ColumnType


def type_fault(column: pd.Series, promised: ColumnType) -> str:
    """Return what the column holds instead of the `promised` type, as the end of a sentence; empty where it fits.

    Missing values fit every type. Whole numbers held as floats fit `integer` only beside missing values, for which
    pandas' plain integers have no place.
    """
    present = column.dropna()
    if present.empty or _FITS[promised](column, present):
        return ""
    odd = [value for value in present if not isinstance(value, str)] if promised == "text" else list(present)
    example = f", for example {odd[0]!r}" if odd else ""
    return f"holds {column.dtype}{example}"


def _is_text(column: pd.Series, present: pd.Series) -> bool:
    return all(isinstance(value, str) for value in present)


def _is_integer(column: pd.Series, present: pd.Series) -> bool:
    if types.is_float_dtype(column.dtype) and column.hasnans:
        return bool((present % 1 == 0).all())
    return types.is_integer_dtype(column.dtype)


def _is_number(column: pd.Series, present: pd.Series) -> bool:
    return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)


def _is_boolean(column: pd.Series, present: pd.Series) -> bool:
    # Beside missing values a plain boolean column becomes one of Python objects.
    return types.is_bool_dtype(column.dtype) or all(isinstance(value, bool) for value in present)


def _is_date(column: pd.Series, present: pd.Series) -> bool:
    if types.is_datetime64_any_dtype(column.dtype):
        return True
    return all(isinstance(value, datetime.date) for value in present)


_FITS = {
    "text": _is_text,
    "integer": _is_integer,
    "number": _is_number,
    "boolean": _is_boolean,
    "date": _is_date,
}
