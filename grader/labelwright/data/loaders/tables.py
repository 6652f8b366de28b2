"""Read a plain CSV table with known types, and the datasets that are published as one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

NO_TYPES: Mapping[str, str] = {}


def read_table(
    path: Path,
    *,
    text: Collection[str],
    dates: Mapping[str, str] = NO_TYPES,
    missing: Collection[str] = ("",),
    skip_space: bool = False,
) -> pd.DataFrame:
    """Return a CSV file with a header line as a table whose column types are stated, not guessed.

    Columns in `text` stay text, letter for letter; those in `dates` are read by their strftime format; all others are
    numbers, whole where every cell is. Only a cell that equals one of `missing` is missing, so that a country code or
    name such as `NA` stays what it is. `skip_space` drops the space that follows a comma; a file named `.gz` is decompressed. Raises ValueError, naming the file and the line
    or columns, where the file is no such table.
    """
    path = Path(path)
    raw = _raw(path, missing, skip_space)
    absent = [name for name in (*text, *dates) if name not in raw.columns]
    if absent:
        raise ValueError(
            f"{path}: no column {', '.join(map(repr, absent))}; found {', '.join(map(repr, raw.columns))}. "
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
            f"{path}, line {place + 2}: column {cells.name!r} holds {cells.iloc[place]!r}, which is not {what}. {_ADVICE}"
        )
    return values


def load_penguins_raw(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the raw penguin observations: 17 columns under their published names; `NA` is missing.

    The second of `files`, where given, is the published tidy table; `load_penguins_tidy` reads it.
    """
    text = ("studyName", "Species", "Region", "Island", "Stage", "Individual ID", "Clutch Completion", "Sex")
    return read_table(files[0], text=(*text, "Comments"), dates={"Date Egg": "%Y-%m-%d"}, missing=("NA",))


def load_penguins_tidy(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return the tidy penguin table published beside the raw one: the second of `files`, 8 columns, `NA` missing."""
    return read_table(files[1], text=("species", "island", "sex"), missing=("NA",))


def load_patient_ratings(files: tuple[Path, ...]) -> pd.DataFrame:
    """Return one row a rating: patient, observer and occasion from 1, and the rating 1 to 4, all whole numbers."""
    return read_table(files[0], text=())
