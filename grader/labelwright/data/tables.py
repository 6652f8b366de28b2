"""Turn a card into a table with the loader it names, and check that the table is the one the card promises."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import cast

import pandas as pd

from labelwright.data import loaders
from labelwright.data.card import CardError, DatasetCard
from labelwright.data.columns import type_fault
from labelwright.data.locate import DataChanged, locate_all

Loader = Callable[[tuple[Path, ...]], pd.DataFrame]


def load(card: DatasetCard) -> pd.DataFrame:
    """Find, check and read the card's data with the loader it names.

    Raises CardError for a loader that does not exist, DataMissing or DataChanged as `locate_all` does.
    """
    return _loader(card)(locate_all(card))


def verify(card: DatasetCard) -> pd.DataFrame:
    """Load the data and compare rows, column names and column types with the card; return the table.

    Missing values are allowed in every column. Raises DataChanged when something differs, besides the errors of
    `load`.
    """
    frame = load(card)
    promised = [column.name for column in card.columns]
    if len(frame) != card.shape.rows or list(frame.columns) != promised:
        raise DataChanged(
            f"{card.title}: loaded {len(frame):,} rows with columns {list(frame.columns)}; the card promises "
            f"{card.shape.rows:,} rows with columns {promised}. {_advice(card)}"
        )
    faults = [
        f"column {column.name!r} {fault}, where the card promises {column.type}"
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
    # A module that exists but cannot be imported is a fault of its own and shows itself.
    found = getattr(import_module(home), name, None) if find_spec(home) else None
    if not callable(found):
        known = ", ".join(sorted(found.name for found in iter_modules(loaders.__path__)))
        raise CardError(
            f"{card.slug}: loader is {card.loader!r}, which does not exist. Write module.function, a function in one "
            f"of the modules of labelwright.data.loaders: {known}."
        )
    return cast("Loader", found)
