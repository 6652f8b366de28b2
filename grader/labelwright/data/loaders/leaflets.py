"""Read the authored training and test texts in which overlaps were planted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from labelwright.data.loaders.tables import read_table


def load_leaflets(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row a text: batch (a whole number from 0), part ("train" or "test"), id, text.

    Line breaks within a text are part of it. Raises ValueError as `read_table` does.
    """
    return read_table(files[0], text=("part", "id", "text"))
