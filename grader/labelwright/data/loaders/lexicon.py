"""Read the VADER sentiment lexicon: one token, its published mean and SD, and ten raw ratings a line."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

RATINGS = tuple(f"r{place}" for place in range(1, 11))
_LINE = re.compile(r"(?P<token>[^\t]+)\t(?P<mean>[^\t]+)\t(?P<sd>[^\t]+)\t\[(?P<ratings>[^\]\t]*)\]")


def load_lexicon(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the lexicon, the one file of `files`, as a table with columns token (str), mean, sd (float) and r1 to r10 (Int64, -4 to 4).

    Rows keep the order of the file, repeats included. The file is split at tabs and line feeds only: tokens hold
    spaces, quotes and hash signs, which a general CSV reader may take for syntax. Raises ValueError with the line
    number when a line has another shape.
    """
    (path,) = files
    text = path.read_text(encoding="utf-8")
    rows = [_row(line, number, path) for number, line in enumerate(text.split("\n"), start=1) if line]
    frame = pd.DataFrame(rows, columns=["token", "mean", "sd", *RATINGS])
    return frame.astype(
        {"token": "str", "mean": "float64", "sd": "float64", **dict.fromkeys(RATINGS, "Int64")}
    )


def _row(line: str, number: int, path: Path) -> tuple[str | float | int, ...]:
    match = _LINE.fullmatch(line.removesuffix("\r"))
    try:
        if match is None:
            raise ValueError
        ratings = [int(rating) for rating in match["ratings"].split(",")]
        if len(ratings) != len(RATINGS) or not all(-4 <= rating <= 4 for rating in ratings):
            raise ValueError
        return (match["token"], float(match["mean"]), float(match["sd"]), *ratings)
    except ValueError:
        raise ValueError(
            f"{path}, line {number}: found {line[:80]!r}; expected token, mean, SD and ten ratings from -4 to 4 in "
            "square brackets, separated by tabs. Check that this is the lexicon and that nobody has edited it."
        ) from None
