"""Read plain CSV tables with known types: penguins, ratings of patients, messages, digits, person records and glucose readings."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.data.content_filter import suitable

_LICENCE_FIELDS = (
    "module",
    "files",
    "recorded_license",
    "license_expression",
    "status",
    "sources",
    "attribution",
    "notes",
    "verified_source_terms",
)


def load_licences(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per entry of the inventory, all text: its fields under their published names.

    `files` and `sources`, lists in the JSON, are joined by `; `. A field that is absent or null is missing.
    Raises ValueError if the file has no list `datasets` of objects with a `module`.
    """
    path = Path(files[0])
    try:
        entries = json.loads(path.read_bytes())["datasets"]
        rows = [[_text(entry.get(field)) for field in _LICENCE_FIELDS] for entry in entries]
        if not all(row[0] for row in rows):
            raise KeyError("module")
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError(
            f"{path}: not a licence inventory: expected JSON with a list `datasets` of objects, each with a `module`. "
            "Check that this is the published file."
        ) from None
    return pd.DataFrame(rows, columns=list(_LICENCE_FIELDS), dtype="str")


def load_glucose(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per reading: isig (text: the sensor's current, or `nil`), datetime, and glucose (whole; no unit is published)."""
    moment = {"datetime": "%Y-%m-%d %H:%M:%S"}
    return read_table(files[0], text=("isig",), dates=moment)


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return "; ".join(map(str, value)) or None
    return None if value is None else str(value)


NO_TYPES: Mapping[str, str] = {}


def read_table(
    path: Path,
    *,
    text: Collection[str],
    dates: Mapping[str, str] = NO_TYPES,
    missing: Collection[str] = ("",),
    skip_space: bool = False,
) -> pd.DataFrame:
    """Return a CSV file with a header line as a table whose column types are given, not guessed.

    Columns in `text` stay text, letter for letter; those in `dates` are read by their strftime format; all others are
    numbers, whole if every cell is. Only a cell that equals one of `missing` is missing, so that a country code or a
    name such as `NA` is not lost. `skip_space` drops the space after a comma; a file named `.gz` is decompressed.
    Raises ValueError, naming the file and the line or columns, if the file is not such a table.
    """
    path = Path(path)
    raw = _raw(path, missing, skip_space)
    absent = [name for name in (*text, *dates) if name not in raw.columns]
    if absent:
        raise ValueError(
            f"{path}: it does not have the column {', '.join(map(repr, absent))}; found {', '.join(map(repr, raw.columns))}. "
            f"{_ADVICE}"
        )
    for name in raw.columns:
        if name in dates:
            raw[name] = _parsed(raw[name], path, f"a date as {dates[name]}", dates[name])
        elif name not in text:
            raw[name] = _parsed(raw[name], path, "a number")
    return raw


_ADVICE = "Check that this is the published file and that nobody has edited it."


def _raw(path: Path, missing: Collection[str], skip_space: bool) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path,
            dtype="str",
            keep_default_na=False,
            na_values=list(missing),
            skipinitialspace=skip_space,
            encoding="utf-8",
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, OSError, EOFError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path}: not a table of comma-separated values: {error}. {_ADVICE}") from None


def _parsed(cells: pd.Series, path: Path, what: str, form: str | None = None) -> pd.Series:
    if form is None:
        values = pd.to_numeric(cells, errors="coerce")
    else:
        values = pd.to_datetime(cells, format=form, errors="coerce")
    wrong = cells.notna() & values.isna()
    if wrong.any():
        place = int(wrong.to_numpy().argmax())
        raise ValueError(
            f"{path}, line {place + 2}: column {cells.name!r} contains {cells.iloc[place]!r}, which is not {what}. {_ADVICE}"
        )
    return values


def load_penguins_raw(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the raw penguin observations: 17 columns under their published names; `NA` is missing.

    The second of `files`, if given, is the published tidy table; `load_penguins_tidy` reads it.
    """
    text = ("studyName", "Species", "Region", "Island", "Stage", "Individual ID", "Clutch Completion", "Sex")
    return read_table(files[0], text=(*text, "Comments"), dates={"Date Egg": "%Y-%m-%d"}, missing=("NA",))


def load_penguins_tidy(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the tidy penguin table published with the raw one: the second of `files`, 8 columns, `NA` missing."""
    return read_table(files[1], text=("species", "island", "sex"), missing=("NA",))


def load_patient_ratings(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per rating: patient, observer and occasion from 1, and the rating 1 to 4, all whole numbers."""
    return read_table(files[0], text=())


HEADER = ["", "spam", "text"]
LABELS = {"0": "ham", "1": "spam"}


def load_messages(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the messages of the one CSV file as published, in its order.

    Columns: id (Int64, the file's own running number from 0), text (str, with line breaks where the file has them),
    label (str, "ham" or "spam"), shown (bool, False if `suitable` refuses the text). Raises ValueError with the
    line on which a row ends if the row has another shape.
    """
    (path,) = files
    rows: list[tuple[int, str, str, bool]] = []
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            if header != HEADER:
                raise ValueError(f"{path}, line 1: found {header}; expected the header {HEADER}. {_ADVICE}")
            for row in reader:
                if len(row) != len(HEADER) or row[0] != str(len(rows)) or row[1] not in LABELS:
                    raise ValueError(
                        f"{path}, line {reader.line_num}: found {str(row)[:80]}; expected the number {len(rows)}, 0 "
                        f"or 1, and a text. {_ADVICE}"
                    )
                rows.append((len(rows), row[2], LABELS[row[1]], suitable(row[2])))
        except csv.Error as error:
            raise ValueError(f"{path}, line {reader.line_num}: not CSV: {error}. {_ADVICE}") from None
    return pd.DataFrame(rows, columns=["id", "text", "label", "shown"]).astype({"id": "Int64"})


SIDE = 8
PIXELS = tuple(f"pixel_{y}_{x}" for y in range(SIDE) for x in range(SIDE))


def load_digits(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per image: image (from 1), 64 pixels (0 to 16, row by row from the top left) and digit (0 to 9).

    The file is gzip-compressed and has no header: 65 whole numbers per line, the label last. Raises ValueError with the
    line number if a line has another shape.
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


FIELDS = (
    "rec_id",
    "given_name",
    "surname",
    "street_number",
    "address_1",
    "address_2",
    "suburb",
    "postcode",
    "state",
    "date_of_birth",
    "soc_sec_id",
)
_RECORD = re.compile(r"rec-(\d+)-(?:org|dup-\d+)")


def load_people(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row per record, all eleven columns as text, so that a postcode keeps its leading zero."""
    return read_table(files[0], text=FIELDS, skip_space=True)


def true_links(people: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return the pairs of `rec_id` that are one person, each pair in alphabetical order.

    FEBRL's ids contain the answer: `rec-223-org` and `rec-223-dup-0` are one person. Do not use `rec_id` to compare
    records. Raises ValueError naming the first id of another form.
    """
    records: dict[str, list[str]] = defaultdict(list)
    for record in people["rec_id"]:
        match = _RECORD.fullmatch(str(record))
        if match is None:
            raise ValueError(
                f"rec_id {record!r} is not of the form rec-<number>-org or rec-<number>-dup-<number>, so it does not "
                "say whose record it is. Use the ids of the published file."
            )
        records[match[1]].append(str(record))
    return frozenset(pair for same in records.values() for pair in combinations(sorted(same), 2))
