"""Read the Hutto and Gilbert sentence ratings: a text, its published mean, and every rating it was given."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from labelwright.data.suitable import suitable

COLUMNS = ("id", "text", "mean", "sd", "n", "ratings", "negative", "neutral", "positive", "shown")
HEADER = "id\tsentiment\ttext"


class Rated(NamedTuple):
    """One line of the ratings file: its mean and SD columns and the list of ratings."""

    mean: float
    sd: float
    ratings: list[int]


def load_rated_texts(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the texts, the first of `files`, joined by id with their ratings, the second, in the order of the texts.

    Columns: id and text (str), mean (float, the texts' file's own figure, on the scale -4 to 4), sd (float, the
    ratings' file's own figure), n (Int64, number of ratings), ratings (str, a JSON list of integers -4 to 4),
    negative, neutral and positive (float, the shares of ratings below, at and above 0), shown (bool, False where
    `suitable` refuses the text). Raises ValueError with the file and line when a line has another shape, or when an id
    stands in one file alone.
    """
    texts, ratings = files
    rated = _ratings(ratings)
    rows = [_row(line, number, texts, rated) for number, line in _texts(texts)]
    if len({row[0] for row in rows}) != len(rated) or len(rows) != len(rated):
        raise ValueError(
            f"{texts} holds {len(rows)} texts and {ratings} ratings for {len(rated)} ids; every id must stand once in "
            "each. Fetch both files again."
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"id": "str", "text": "str", "n": "Int64", "ratings": "str", "shown": "bool"})


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")


def _texts(path: Path) -> list[tuple[int, str]]:
    first, *rest = _lines(path)
    if first.removesuffix("\r") != HEADER:
        raise ValueError(
            f"{path}, line 1: found {first[:80]!r}; expected the header id, sentiment, text, separated by tabs. Check "
            "that the texts' file comes first and the ratings' file second."
        )
    return list(enumerate(rest, start=2))


def _row(line: str, number: int, path: Path, rated: dict[str, Rated]) -> tuple[object, ...]:
    try:
        key, mean, text = line.removesuffix("\r").split("\t")
        found = rated[key]
        published = _number(mean)
    except (ValueError, KeyError):
        raise ValueError(
            f"{path}, line {number}: found {line[:80]!r}; expected an id that has ratings, a mean from -4 to 4 and a "
            "text, separated by tabs. Check that nobody has edited the file."
        ) from None
    n = len(found.ratings)
    shares = [sum(test) / n for test in zip(*map(_signs, found.ratings), strict=True)]
    return (key, text, published, found.sd, n, json.dumps(found.ratings), *shares, suitable(text))


def _signs(rating: int) -> tuple[bool, bool, bool]:
    return rating < 0, rating == 0, rating > 0


def _ratings(path: Path) -> dict[str, Rated]:
    rated: dict[str, Rated] = {}
    for number, line in enumerate(_lines(path), start=1):
        try:
            key, mean, sd, raw = line.removesuffix("\r").split("\t")
            ratings = json.loads(raw)
            if key in rated or not ratings or not all(type(one) is int and -4 <= one <= 4 for one in ratings):
                raise ValueError
            rated[key] = Rated(_number(mean), float(sd), ratings)
        except (ValueError, TypeError):
            raise ValueError(
                f"{path}, line {number}: found {line[:80]!r}; expected a new id, mean, SD and a list of ratings from "
                "-4 to 4 in square brackets, separated by tabs. Check that nobody has edited the file."
            ) from None
    return rated


def _number(written: str) -> float:
    value = float(written)
    if not math.isfinite(value) or abs(value) > 4:
        raise ValueError
    return value
