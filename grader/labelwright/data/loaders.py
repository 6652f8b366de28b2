"""Turn a card into a table: the registry of loaders, and the check that the table has the promised shape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from labelwright.data.card import CardError, DatasetCard
from labelwright.data.lexicon import load_lexicon
from labelwright.data.locate import DataChanged, locate

LOADERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    "vader_lexicon": load_lexicon,
}


def load(card: DatasetCard) -> pd.DataFrame:
    """Find, check and read the card's data with the loader it names.

    Raises CardError for a loader that does not exist, DataMissing or DataChanged as `locate` does.
    """
    loader = LOADERS.get(card.loader)
    if loader is None:
        raise CardError(
            f"{card.slug}: loader is {card.loader!r}, which does not exist. Known loaders: {', '.join(sorted(LOADERS))}."
        )
    return loader(locate(card))


def verify(card: DatasetCard) -> pd.DataFrame:
    """Load the data and compare rows and column names with the card; return the table.

    Raises DataChanged when they differ, besides the errors of `load`.
    """
    frame = load(card)
    promised = [column.name for column in card.columns]
    if len(frame) != card.shape.rows or list(frame.columns) != promised:
        raise DataChanged(
            f"{card.title}: loaded {len(frame):,} rows with columns {list(frame.columns)}; the card promises "
            f"{card.shape.rows:,} rows with columns {promised}. Either the card or the loader {card.loader!r} is wrong: "
            "correct it before any exercise uses this data."
        )
    return frame
