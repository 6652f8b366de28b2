"""Read the learner's table, its columns and its cells."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labelwright.checks import Failed
from labelwright.exchange.plain_data import Table

from .codebook import COLUMNS

KEY = "record"


def keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each record, by record."""
    return frame.astype(object).drop_duplicates(KEY).set_index(KEY)


def missing(value: Any) -> bool:
    """Return whether a cell is empty."""
    return value is None or value != value


def day(value: Any) -> str:
    """Return a date as the codebook writes it, without a midnight time."""
    return str(value).removesuffix("T00:00:00").removesuffix(" 00:00:00")


def within(value: Any, low: float, high: float) -> bool:
    """Return whether a cell is a number from `low` to `high`."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def shown(value: Any) -> str:
    """Return a cell as a message shows it."""
    if missing(value) or value == "":
        return "empty" if isinstance(value, str) else "missing"
    return f"{value:.6g}" if isinstance(value, (int, float)) else repr(value)[:80]


def no_index_column(value: Any, name: str) -> None:
    """Raise Failed if `reset_index` put the old row numbers into a column, which reading a table would drop."""
    over = [one for one in ("index", "level_0") if isinstance(value, Table) and one in value.columns]
    if over and set(COLUMNS) <= set(value.columns):
        raise Failed(
            f"`{name}` has the columns {', '.join(map(str, value.columns))}.",
            misconception=f"{', '.join(over)} is not a column of the codebook: `reset_index()` put the old row numbers there.",
            why="The next program finds its columns by name.",
            advice="Write `reset_index(drop=True)`.",
        )


def with_columns(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the frame with the codebook's columns; raise Failed if a column is missing or extra."""
    gone = [one for one in COLUMNS if one not in frame.columns]
    extra = [str(one) for one in frame.columns if one not in COLUMNS]
    if gone or extra or frame.columns.has_duplicates:
        raise Failed(
            f"`{name}` has the columns {', '.join(map(str, frame.columns))}.",
            misconception=f"{', '.join(extra)} is not a column of the codebook."
            if extra and not gone
            else "",
            why="The next program finds its columns by name.",
            advice="Return the twelve columns of the codebook, in the same order.",
        )
    return frame[list(COLUMNS)]
