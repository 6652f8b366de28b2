"""Forty flagged digits for each learner: sixteen labels are flipped, the others stay as published."""

from __future__ import annotations

import zlib
from base64 import b64encode
from struct import pack

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.rng import Rng

CLEAR, HARD, AMBIGUOUS, FLIPPED = 24, 10, 6, 16
SIDE, SCALE = 8, 16


def make(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the learner's forty: id, the label that the data carries, and the image as an address of a PNG picture."""
    return drawn(rows, seed)[["id", "label", "image"]]


def drawn(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return the same with `digit` (as published), `stratum` and `flipped`, which a learner is not shown.

    Half of the flipped labels become the digit that models take the image for next (`alike`), the others any digit.
    """
    rng = Rng(seed)
    parts = [
        rows[rows["stratum"] == name].head(many)
        for name, many in (("clear", CLEAR), ("hard", HARD), ("ambiguous", AMBIGUOUS))
    ]
    table = pd.concat(parts, ignore_index=True)
    digit = table["digit"].to_numpy()
    other = (digit + np.array([1 + rng.below(9) for _ in digit])) % 10
    place = np.arange(len(table))
    other = np.where(place < FLIPPED // 2, table["alike"].astype(int), other)
    table = table.assign(flipped=place < FLIPPED, label=np.where(place < FLIPPED, other, digit))
    table = table.iloc[rng.shuffled(range(len(table)))].reset_index(drop=True)
    pixels = table[[f"pixel_{y}_{x}" for y in range(SIDE) for x in range(SIDE)]].to_numpy()
    table["image"] = [picture(line.reshape(SIDE, SIDE)) for line in pixels]
    table.insert(0, "id", [f"f{number:02}" for number in range(1, len(table) + 1)])
    return table


def picture(pixels: npt.NDArray[np.int64]) -> str:
    """8 by 8 pixels, 0 to 16, as the `data:` address of a grey PNG sixteen times as large, smoothed between pixels."""
    grey = 255 - enlarged(pixels.astype(float)) * 255 / 16
    size = SIDE * SCALE
    lines = np.hstack([np.zeros((size, 1)), grey.round()]).astype(np.uint8).tobytes()
    head = pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    body = b"".join(
        pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return "data:image/png;base64," + b64encode(b"\x89PNG\r\n\x1a\n" + body).decode("ascii")


def enlarged(pixels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the image at SCALE times its size, linear between the middles of its pixels."""
    at = np.clip((np.arange(SIDE * SCALE) - SCALE // 2) / SCALE, 0, SIDE - 1)
    low = np.floor(at).astype(int)
    high, part = np.minimum(low + 1, SIDE - 1), at - low
    tall = pixels[low] * (1 - part)[:, None] + pixels[high] * part[:, None]
    wide: npt.NDArray[np.float64] = tall[:, low] * (1 - part) + tall[:, high] * part
    return wide
