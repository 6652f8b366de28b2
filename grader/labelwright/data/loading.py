"""Read the data of a card with the loader that it names, and check that the table is as the card says."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from pkgutil import iter_modules
from typing import cast

import pandas as pd
from pandas.api import types

from labelwright.data import loaders
from labelwright.data.card import CardError, ColumnType, DatasetCard
from labelwright.data.files import DataChanged, locate_all


def type_fault(column: pd.Series, promised: ColumnType) -> str:
    """Return what the column holds instead of the `promised` type, as the end of a sentence; empty if it fits.

    Missing values fit every type. Whole numbers stored as floats fit `integer` only if there are missing values too,
    which pandas' plain integers cannot store.
    """
    present = column.dropna()
    if present.empty or _FITS[promised](column, present):
        return ""
    odd = [value for value in present if not isinstance(value, str)] if promised == "text" else list(present)
    example = f", for example {odd[0]!r}" if odd else ""
    return f"has the type {column.dtype}{example}"


def _is_text(column: pd.Series, present: pd.Series) -> bool:
    return all(isinstance(value, str) for value in present)


def _is_integer(column: pd.Series, present: pd.Series) -> bool:
    if types.is_float_dtype(column.dtype) and column.hasnans:
        return bool((present % 1 == 0).all())
    return types.is_integer_dtype(column.dtype)


def _is_number(column: pd.Series, present: pd.Series) -> bool:
    return types.is_numeric_dtype(column.dtype) and not types.is_bool_dtype(column.dtype)


def _is_boolean(column: pd.Series, present: pd.Series) -> bool:
    # With missing values, a plain boolean column becomes one of Python objects.
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


Loader = Callable[..., pd.DataFrame]
"""A loader takes the data's files; one for many kinds of table also takes the card's `columns`."""


def load(card: DatasetCard) -> pd.DataFrame:
    """Find, check and read the card's data with the loader it names.

    Raises CardError for a loader that does not exist, DataMissing or DataChanged as `locate_all` does.
    """
    loader, files = _loader(card), locate_all(card)
    return loader(files, card.columns) if "columns" in signature(loader).parameters else loader(files)


def verify(card: DatasetCard) -> pd.DataFrame:
    """Load the data and compare rows, column names and column types with the card; return the table.

    Missing values are allowed in every column. Raises DataChanged if something differs, as well as the errors
    of `load`.
    """
    frame = load(card)
    promised = [column.name for column in card.columns]
    if len(frame) != card.shape.rows or list(frame.columns) != promised:
        raise DataChanged(
            f"{card.title}: loaded {len(frame):,} rows with the columns {list(frame.columns)}; the card says "
            f"{card.shape.rows:,} rows with the columns {promised}. {_advice(card)}"
        )
    faults = [
        f"column {column.name!r} {fault}, but the card says {column.type}"
        for column in card.columns
        if (fault := type_fault(frame[column.name], column.type))
    ]
    if faults:
        raise DataChanged(f"{card.title}: {'; '.join(faults)}. {_advice(card)}")
    return frame


def _advice(card: DatasetCard) -> str:
    return f"Either the card or the loader {card.loader!r} is wrong: correct it before any exercise uses this data."


def _loader(card: DatasetCard) -> Loader:
    module, _, name = card.loader.partition(".")
    home = f"{loaders.__name__}.{module}"
    # A module that exists but cannot be imported raises its own error here.
    found = getattr(import_module(home), name, None) if find_spec(home) else None
    if not callable(found):
        known = ", ".join(sorted(found.name for found in iter_modules(loaders.__path__)))
        raise CardError(
            f"{card.slug}: loader is {card.loader!r}, which does not exist. Write module.function, a function in one "
            f"of the modules of labelwright.data.loaders: {known}."
        )
    return cast("Loader", found)
