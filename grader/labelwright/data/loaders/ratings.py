"""Read published ratings: rated sentences, emoji votes and the VADER lexicon."""

from __future__ import annotations

import csv
import json
import math
import re
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from labelwright.data.content_filter import suitable

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
    negative, neutral and positive (float, the shares of ratings below, at and above 0), shown (bool, False if
    `suitable` refuses the text). Raises ValueError with the file and line if a line has another shape, or if an id
    is in only one of the files.
    """
    texts, ratings = files
    rated = _ratings(ratings)
    rows = [_row(line, number, texts, rated) for number, line in _texts(texts)]
    if len({row[0] for row in rows}) != len(rated) or len(rows) != len(rated):
        raise ValueError(
            f"{texts} has {len(rows)} texts, and {ratings} has ratings for {len(rated)} ids; every id must be in each "
            "file once. Fetch both files again."
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
            if (
                key in rated
                or not ratings
                or not all(type(rating) is int and -4 <= rating <= 4 for rating in ratings)
            ):
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


EMOJI_HEADER = [
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
EMOJI_COLUMNS = (
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
    """Return one row per emoji, most frequent first as in the one CSV file.

    Columns: emoji and codepoint (str, "0x1f602"), occurrences, negative, neutral and positive (Int64 counts), position
    (float, mean place in the tweet, 0 to 1), name and block (str, Unicode's). Raises ValueError with the line number
    if a line has another shape.
    """
    (path,) = files
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header.split(",") != EMOJI_HEADER:
        raise ValueError(
            f"{path}, line 1: found {header[:80]!r}; expected {','.join(EMOJI_HEADER)}. {_ADVICE}"
        )
    rows = [_emoji_row(line, number, path) for number, line in enumerate(lines, start=2)]
    return pd.DataFrame(rows, columns=list(EMOJI_COLUMNS)).astype(dict.fromkeys(_COUNTS, "Int64"))


def _emoji_row(line: str, number: int, path: Path) -> tuple[str | int | float, ...]:
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


RATINGS = tuple(f"r{place}" for place in range(1, 11))
_LINE = re.compile(r"(?P<token>[^\t]+)\t(?P<mean>[^\t]+)\t(?P<sd>[^\t]+)\t\[(?P<ratings>[^\]\t]*)\]")


def load_lexicon(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the lexicon, the one file of `files`, as a table with columns token (str), mean, sd (float) and r1 to r10 (Int64, -4 to 4).

    Rows keep the order of the file, repeats included. The file is split only at tabs and line feeds: tokens contain
    spaces, quotes and hash signs, which a general CSV reader may take for syntax. Raises ValueError with the line
    number if a line has another shape.
    """
    (path,) = files
    text = path.read_text(encoding="utf-8")
    rows = [_lexicon_row(line, number, path) for number, line in enumerate(text.split("\n"), start=1) if line]
    frame = pd.DataFrame(rows, columns=["token", "mean", "sd", *RATINGS])
    return frame.astype(
        {"token": "str", "mean": "float64", "sd": "float64", **dict.fromkeys(RATINGS, "Int64")}
    )


def _lexicon_row(line: str, number: int, path: Path) -> tuple[str | float | int, ...]:
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
