"""Read the Emoji Sentiment Ranking: how often each emoji stood in tweets judged negative, neutral and positive."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

HEADER = [
    "Emoji",
    "Unicode codepoint",
    "Occurrences",
    "Position",
    "Negative",
    "Neutral",
    "Positive",
    "Unicode name",
    "Unicode block",
]
COLUMNS = (
    "emoji",
    "codepoint",
    "occurrences",
    "position",
    "negative",
    "neutral",
    "positive",
    "name",
    "block",
)
_COUNTS = ("occurrences", "negative", "neutral", "positive")


def load_emoji_votes(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row an emoji, most frequent first as in the one CSV file.

    Columns: emoji and codepoint (str, "0x1f602"), occurrences, negative, neutral and positive (Int64 counts), position
    (float, mean place in the tweet, 0 to 1), name and block (str, Unicode's). Raises ValueError with the line number
    when a line has another shape.
    """
    (path,) = files
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header.split(",") != HEADER:
        raise ValueError(f"{path}, line 1: found {header[:80]!r}; expected {','.join(HEADER)}. {_ADVICE}")
    rows = [_row(line, number, path) for number, line in enumerate(lines, start=2)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(_COUNTS, "Int64"))


def _row(line: str, number: int, path: Path) -> tuple[str | int | float, ...]:
    try:
        (cells,) = csv.reader([line], strict=True)
        emoji, codepoint, times, position, negative, neutral, positive, name, block = cells
        if chr(int(codepoint, 16)) != emoji or not 0 <= float(position) <= 1:
            raise ValueError
        counts = [int(times), int(negative), int(neutral), int(positive)]
        if min(counts) < 0:
            raise ValueError
        return (emoji, codepoint, counts[0], float(position), *counts[1:], name, block)
    except (ValueError, csv.Error):
        raise ValueError(
            f"{path}, line {number}: found {line[:80]!r}; expected an emoji, its code point, how often it occurs, its "
            f"mean position from 0 to 1, three counts, its name and its block. {_ADVICE}"
        ) from None


_ADVICE = "Check that this is the published file and that nobody has edited it."
