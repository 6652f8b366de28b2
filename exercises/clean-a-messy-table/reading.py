"""Read single cells of the learner's table and log."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labelwright.checks import Failed, Work

KEY = "record"
LOGGED = ("record", "column", "before", "after")
WHY_LOG = "If nobody can see what you changed, nobody can check the table."


def keyed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each record, by record."""
    return frame.astype(object).drop_duplicates(KEY).set_index(KEY)


def missing(value: Any) -> bool:
    """Return whether a cell is empty."""
    return value is None or value != value


def same(before: str, after: Any) -> bool:
    """Return whether a cell says the same as its original text."""
    if missing(after):
        return before == ""
    try:
        return abs(float(before) - float(after)) < 1e-6
    except (TypeError, ValueError):
        return bool(before == after)


def alike(a: Any, b: Any) -> bool:
    """Return whether two cells of a log say the same."""
    if missing(a) or missing(b):
        return missing(a) and missing(b)
    try:
        return abs(float(a) - float(b)) < 1e-6
    except (TypeError, ValueError):
        return bool(a == b)


def day(value: Any) -> str:
    """Return a date as the codebook writes it, without a midnight time."""
    return str(value).removesuffix("T00:00:00").removesuffix(" 00:00:00")


def within(value: Any, low: float, high: float) -> bool:
    """Return whether a cell is a number from `low` to `high`."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def shown(value: Any) -> str:
    """Return a cell as a message shows it."""
    return f"{value:.6g}" if isinstance(value, (int, float)) else repr(value)


def logged(work: Work) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Return `log` as (record, column) to (before, after); raise Failed if a column is missing or an entry is
    repeated."""
    frame = work.table("log", LOGGED)
    gone = [one for one in LOGGED if one not in frame.columns]
    if gone:
        raise Failed(
            f"`log` has no column {', '.join(f'`{one}`' for one in gone)}.",
            why=WHY_LOG,
            advice="Give it the four columns record, column, before and after.",
        )
    cells = list(zip(frame["record"].map(str), frame["column"].map(str), strict=True))
    if len(set(cells)) < len(cells):
        raise Failed(
            f"`log` names {len(cells) - len(set(cells)):,} cells more than once.",
            misconception="For a record that was typed twice, you logged both rows.",
            why=WHY_LOG,
            advice="Use only the first row of each record in `raw`.",
        )
    return dict(zip(cells, zip(frame["before"], frame["after"], strict=True), strict=True))
