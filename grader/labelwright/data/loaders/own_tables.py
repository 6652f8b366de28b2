"""Read an author's own CSV or JSON Lines files, with the columns and types that the card gives and nothing guessed."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from labelwright.data.card import Column, ColumnType

INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
"""A whole number of at most 18 digits; `007` is text, because it would lose its zeros."""
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
Rows = list[tuple[str, dict[str, Any]]]
"""Each row with its place, such as `table.csv, line 3`; a missing value is None."""


def load_csv(files: tuple[Path, ...], columns: Sequence[Column]) -> pd.DataFrame:
    """Return the rows of CSV files with the same header, one file after the other; an empty cell is missing.

    Raise ValueError, naming file, line and column, for a cell that is not of the card's type.
    """
    return _table([row for path in files for row in csv_rows(path)], columns, _CELLS)


def load_jsonl(files: tuple[Path, ...], columns: Sequence[Column]) -> pd.DataFrame:
    """Return the objects of JSON Lines files, one file after the other; null and a field that is not there are missing.

    Raise ValueError, naming file, line and field, for a value that is not of the card's type.
    """
    return _table([row for path in files for row in jsonl_rows(path)], columns, _VALUES)


def csv_rows(path: Path) -> Rows:
    """Return the rows of one CSV file as text; raise ValueError if it is not UTF-8 with commas and a header line."""
    rows: Rows = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = next(reader, [])
            _check_header(path, header)
            for cells in reader:
                place = f"{path}, line {reader.line_num}"
                if cells and len(cells) != len(header):
                    raise ValueError(
                        f"{place}: it has {len(cells)} cells, but the header has {len(header)}. Check commas and quotes."
                    )
                if cells:
                    rows.append((place, dict(zip(header, [cell or None for cell in cells], strict=True))))
        except (csv.Error, UnicodeDecodeError) as error:
            raise ValueError(
                f"{path}, line {reader.line_num + 1}: it cannot be read as CSV: {error}. Save it as 'CSV UTF-8'."
            ) from None
    return rows


def _check_header(path: Path, header: list[str]) -> None:
    if len(header) == 1 and ";" in header[0]:
        raise ValueError(f"{path}: its cells are separated by semicolons. Save it with commas.")
    if not header or not all(name.strip() for name in header) or len(set(header)) != len(header):
        raise ValueError(
            f"{path}, line 1: found {header}. The first line must name each column, all different."
        )


def jsonl_rows(path: Path) -> Rows:
    """Return the objects of one JSON Lines file; raise ValueError for a line that is not one object of plain values."""
    rows: Rows = []
    # Split only at line feeds: a text may contain other separators, such as U+2028.
    for number, line in enumerate(_utf8(path).split("\n"), start=1):
        place = f"{path}, line {number}"
        try:
            found = json.loads(line) if line.strip() else None
        except json.JSONDecodeError as error:
            raise ValueError(f"{place} is not JSON: {error}. Write one object on each line.") from None
        if line.strip() and not isinstance(found, dict):
            raise ValueError(f"{place} is not an object with fields. Write one object on each line.")
        for name, value in (found or {}).items():
            if isinstance(value, list | dict):
                raise ValueError(
                    f"{place}: the field {name!r} contains a {type(value).__name__}. A table has one value in a cell: "
                    "write it as text, or as several fields."
                )
        if found:
            rows.append((place, found))
    return rows


def _utf8(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at byte {error.start}. Save the file as UTF-8.") from None


def _table(
    rows: Rows, columns: Sequence[Column], kinds: dict[ColumnType, Callable[[Any], Any]]
) -> pd.DataFrame:
    names = [column.name for column in columns]
    for place, row in rows:
        if unknown := [name for name in row if name not in names]:
            raise ValueError(
                f"{place}: the card does not describe the column {unknown[0]!r}. Add it to [[columns]]."
            )
    series = {
        column.name: _series(list(_values(rows, column, kinds[column.type])), column.type)
        for column in columns
    }
    return pd.DataFrame(series, columns=names)


def _values(rows: Rows, column: Column, convert: Callable[[Any], Any]) -> Iterator[Any]:
    for place, row in rows:
        value = row.get(column.name)
        try:
            yield None if value is None else convert(value)
        except (ValueError, KeyError, TypeError):
            raise ValueError(
                f"{place}: column {column.name!r} contains {str(value)[:80]!r}, but the card says {column.type}. "
                "Correct the type in [[columns]]; text fits every value of a CSV file."
            ) from None


def _series(values: list[Any], kind: ColumnType) -> pd.Series[Any]:
    missing = any(value is None for value in values)
    if kind in ("integer", "number"):
        return pd.Series(values, dtype="int64" if kind == "integer" and not missing else "float64")
    if kind == "boolean":
        return pd.Series(values, dtype=object if missing else "bool")
    # Dates stay what the file says: a learner's sample shows 2026-11-30 and no time of day.
    return pd.Series(
        values, dtype=object if kind == "date" or all(value is None for value in values) else None
    )


def _matched(pattern: re.Pattern[str], convert: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        if not pattern.fullmatch(cell):
            raise ValueError(cell)
        return convert(cell)

    return read


def _of_type(*kinds: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) not in kinds or (type(value) is int and not -(2**63) <= value < 2**63):
            raise ValueError(value)
        return value

    return read


def _day(text: Any) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    return date.fromisoformat(text)


_CELLS: dict[ColumnType, Callable[[Any], Any]] = {
    "text": str,
    "integer": _matched(INTEGER, int),
    "number": _matched(NUMBER, float),
    "boolean": BOOLEANS.__getitem__,
    "date": _day,
}
_VALUES: dict[ColumnType, Callable[[Any], Any]] = {
    "text": _of_type(str),
    "integer": _of_type(int),
    "number": _of_type(int, float),
    "boolean": _of_type(bool),
    "date": _day,
}


def guess_types(rows: Rows, is_csv: bool) -> dict[str, ColumnType]:
    """Return each column of `rows` with the first type, of boolean to text, that fits all of its values.

    Raise ValueError, naming the place, for a column of JSON values that no type fits.
    """
    kinds = _CELLS if is_csv else _VALUES
    order: tuple[ColumnType, ...] = ("boolean", "integer", "number", "date", "text")
    found: dict[str, ColumnType] = {}
    for name in dict.fromkeys(name for _, row in rows for name in row):
        values = [(place, row[name]) for place, row in rows if row.get(name) is not None]
        fitting = [kind for kind in order if all(_fits(value, kinds[kind]) for _, value in values)]
        if not fitting:
            kind = type(values[0][1])
            place = next((place for place, value in values if type(value) is not kind), values[0][0])
            raise ValueError(
                f"{place}: the field {name!r} does not have the type of the rows above, or is a number of more than 64 "
                "bits. Write one type in every row: text fits all."
            )
        found[name] = fitting[0] if values else "text"
    return found


def _fits(value: Any, convert: Callable[[Any], Any]) -> bool:
    try:
        convert(value)
    except (ValueError, KeyError, TypeError):
        return False
    return True
