"""Compose pictures of several handwritten digits, so that the box of each digit is known exactly."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.data.loaders.csv_tables import PIXELS, SIDE, load_digits
from labelwright.rng import Rng

CANVASES = 160
WIDTH, HEIGHT = 480, 320
SCALES = (6, 7, 8, 9)
"""How many pixels of the canvas a pixel of the digit becomes, each way."""
INKED = 4
"""Pixels of a digit below this value (of 16) are left blank, so that people see the edge where the box has it."""
CUT = "cut-off"
"""The label of a digit that the edge of the canvas cuts."""
_NEIGHBOURS = 7
_APART = 24
_MARGIN = 8
_LINE, _BLOT, _PAPER = 222, 70, 255
_TRIES = 200

Grey = npt.NDArray[np.uint8]
Ink = npt.NDArray[Any]
Place = tuple[int, int, int, int]
"""x, y, width, height in pixels, (x, y) being the upper left corner."""


def load_canvases(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per canvas: id, image (a PNG as a `data:` address), width, height and boxes, which are the gold.

    `boxes` is JSON, a list of objects with x, y, width, height (pixels, from 0 at the top left) and label (a digit, or
    "cut-off"). A box is the smallest rectangle of whole pixels that holds the visible ink. The file is that of the
    dataset digits. All draws come from `Rng`, seeded with the canvas's number, so every machine makes
    the same pictures.
    """
    digits = load_digits(files)
    drawable = legible(digits)
    rows = [_row(number, drawable) for number in range(1, CANVASES + 1)]
    return pd.DataFrame(rows, columns=["id", "image", "width", "height", "boxes"]).astype(
        {"id": "str", "image": "str", "boxes": "str"}
    )


def legible(digits: pd.DataFrame) -> list[tuple[Ink, str]]:
    """Return the digits that look like their label and not like another one, as (pixels, label).

    The seven nearest images with the same label are much nearer than the nearest image with another label: the seventh
    distance times 1.5 is still below the distance to that one. Distances are squared Euclidean over the 64 pixels, which are
    whole numbers and exact.
    """
    pixels = digits[list(PIXELS)].to_numpy(dtype=np.int64)
    labels = digits["digit"].to_numpy()
    exact = pixels.astype(np.float64)
    squares = (exact**2).sum(axis=1)
    distances = squares[:, None] + squares[None, :] - 2 * exact @ exact.T
    same = labels[:, None] == labels[None, :]
    others = np.where(same, np.inf, distances).min(axis=1)
    np.fill_diagonal(same, False)
    own = np.partition(np.where(same, distances, np.inf), _NEIGHBOURS - 1, axis=1)[:, _NEIGHBOURS - 1]
    clear = 2 * others > 3 * own
    return [
        (image.reshape(SIDE, SIDE), str(label))
        for image, label in zip(pixels[clear], labels[clear], strict=True)
    ]


def compose(rng: Rng, drawable: list[tuple[Ink, str]]) -> tuple[Grey, list[tuple[Place, str]]]:
    """Return a canvas and the boxes on it: three to five whole digits, one or two cut off, blots and ruled lines."""
    canvas = np.full((HEIGHT, WIDTH), _PAPER, dtype=np.uint8)
    placed: list[tuple[Place, str]] = []
    wanted = [False] * (3 + rng.below(3)) + [True] * (1 + rng.below(2))
    for cut in wanted:
        for _ in range(_TRIES):
            ink, label = _some_digit(rng, drawable)
            drawn = np.kron(
                np.where(ink >= INKED, ink, 0), np.ones((SCALES[rng.below(len(SCALES))],) * 2, int)
            )
            if not _is_whole(drawn):
                continue
            drawn = drawn[np.ix_(drawn.any(axis=1), drawn.any(axis=0))]
            x, y = _corner(rng, drawn, cut)
            place = _visible(x, y, drawn)
            if all(_apart(place, other) for other, _ in placed):
                _stamp(canvas, x, y, drawn)
                placed.append((place, CUT if cut else label))
                break
    _blots(rng, canvas, placed)
    _lines(rng, canvas)
    return canvas, sorted(placed)


def png(canvas: Grey) -> bytes:
    """Return an 8-bit grey PNG of a picture. Source: W3C, Portable Network Graphics, sections 5 and 9 (filter type 0)."""
    height, width = canvas.shape
    raw = b"".join(b"\0" + canvas[y].tobytes() for y in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw, 3)),
        (b"IEND", b""),
    )
    packed = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + packed


def _row(number: int, drawable: list[tuple[Ink, str]]) -> tuple[str, str, int, int, str]:
    canvas, placed = compose(Rng(number), drawable)
    boxes = [
        {"x": x, "y": y, "width": width, "height": height, "label": label}
        for (x, y, width, height), label in placed
    ]
    address = f"data:image/png;base64,{b64encode(png(canvas)).decode()}"
    return f"canvas-{number:03d}", address, WIDTH, HEIGHT, json.dumps(boxes)


def _some_digit(rng: Rng, drawable: list[tuple[Ink, str]]) -> tuple[Ink, str]:
    """Return a digit whose label was drawn first, so that rare labels are as frequent as the others."""
    label = str(rng.below(10))
    listed = [digit for digit in drawable if digit[1] == label]
    return listed[rng.below(len(listed))]


def _is_whole(drawn: Ink) -> bool:
    """Return whether the ink has no blank row or column inside, so that people see it as one thing."""
    rows, columns = drawn.any(axis=1), drawn.any(axis=0)
    return not (_has_gap(rows) or _has_gap(columns))


def _has_gap(used: Any) -> bool:
    places = np.flatnonzero(used)
    return places.size == 0 or bool(places[-1] - places[0] + 1 != places.size)


def _corner(rng: Rng, drawn: Ink, cut: bool) -> tuple[int, int]:
    """Return the place of the upper left corner: inside the margin, or so that an edge cuts a part off."""
    height, width = drawn.shape
    x = _MARGIN + rng.below(WIDTH - width - 2 * _MARGIN)
    y = _MARGIN + rng.below(HEIGHT - height - 2 * _MARGIN)
    if not cut:
        return x, y
    side, share = rng.below(4), 0.25 + 0.2 * rng.share()
    away_x, away_y = round(share * width), round(share * height)
    return ((-away_x, y), (WIDTH - width + away_x, y), (x, -away_y), (x, HEIGHT - height + away_y))[side]


def _visible(x: int, y: int, drawn: Ink) -> Place:
    """Return the smallest rectangle around the ink that is on the canvas."""
    rows, columns = np.nonzero(drawn)
    on = (rows + y >= 0) & (rows + y < HEIGHT) & (columns + x >= 0) & (columns + x < WIDTH)
    rows, columns = rows[on] + y, columns[on] + x
    left, top = int(columns.min()), int(rows.min())
    return left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1


def _apart(a: Place, b: Place) -> bool:
    """Return whether there is room between two rectangles."""
    return (
        a[0] + a[2] + _APART <= b[0]
        or b[0] + b[2] + _APART <= a[0]
        or a[1] + a[3] + _APART <= b[1]
        or b[1] + b[3] + _APART <= a[1]
    )


def _stamp(canvas: Grey, x: int, y: int, drawn: Ink) -> None:
    """Put ink on the canvas, darker for higher values; ink outside the canvas is cut off."""
    rows, columns = np.nonzero(drawn)
    on = (rows + y >= 0) & (rows + y < HEIGHT) & (columns + x >= 0) & (columns + x < WIDTH)
    grey = _PAPER - drawn[rows[on], columns[on]] * _PAPER // 16
    canvas[rows[on] + y, columns[on] + x] = grey.astype(np.uint8)


def _blots(rng: Rng, canvas: Grey, placed: list[tuple[Place, str]]) -> None:
    """Draw one to three round spots, which are not digits, away from the digits."""
    ys, xs = np.ogrid[:HEIGHT, :WIDTH]
    for _ in range(1 + rng.below(3)):
        radius = 3 + rng.below(4)
        for _ in range(_TRIES):
            x, y = _MARGIN + rng.below(WIDTH - 40), _MARGIN + rng.below(HEIGHT - 40)
            if all(_apart((x, y, 2 * radius, 2 * radius), other) for other, _ in placed):
                spot = (xs - x - radius) ** 2 + (ys - y - radius) ** 2 < radius**2
                canvas[spot] = _BLOT
                break


def _lines(rng: Rng, canvas: Grey) -> None:
    """Draw faint ruled lines behind everything."""
    for y in range(12 + rng.below(24), HEIGHT, 44):
        row = canvas[y]
        row[row == _PAPER] = _LINE
