"""Read the handwritten digits: one image of 8 by 8 pixels and its label a row."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

SIDE = 8
PIXELS = tuple(f"pixel_{y}_{x}" for y in range(SIDE) for x in range(SIDE))


def load_digits(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row an image: image (from 1), 64 pixels (0 to 16, row by row from the top left) and digit (0 to 9).

    The file is gzip-compressed and has no header: 65 whole numbers a line, the label last. Raises ValueError with the
    line number where a line has another shape.
    """
    path = Path(files[0])
    try:
        lines = gzip.decompress(path.read_bytes()).decode("ascii").splitlines()
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise ValueError(
            f"{path}: not a gzip-compressed text file: {error}. Check that this is the published file."
        ) from None
    rows = [[number, *_row(line, number, path)] for number, line in enumerate(lines, start=1)]
    return pd.DataFrame(rows, columns=["image", *PIXELS, "digit"], dtype="int64")


def picture(row: pd.Series) -> npt.NDArray[np.int64]:
    """Return the 8 by 8 array of one row's pixels, 0 (white) to 16 (black), y before x."""
    return row[list(PIXELS)].to_numpy(dtype=np.int64).reshape(SIDE, SIDE)


def _row(line: str, number: int, path: Path) -> list[int]:
    try:
        values = [int(cell) for cell in line.split(",")]
    except ValueError:
        values = []
    if len(values) != len(PIXELS) + 1 or not all(0 <= value <= 16 for value in values[:-1]) or values[-1] > 9:
        raise ValueError(
            f"{path}, line {number}: found {line[:60]!r}; expected 64 whole numbers from 0 to 16 and a label from 0 to 9, "
            "separated by commas. Check that this is the published file."
        )
    return values
