"""Limit a dataset to the rows that an exercise may draw from, which a CSV file in its folder lists."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from labelwright.course.exercise import ExerciseError

if TYPE_CHECKING:
    import pandas as pd


def with_pool(frame: pd.DataFrame, pool: Path, key: str) -> pd.DataFrame:
    """Return the rows of `frame` whose `key` is in the CSV file `pool`, with the pool's other columns as text.

    The rows keep the frame's order. Raise ExerciseError if the pool cannot be read, lacks the column, names an id twice,
    or names one that is not in the data exactly once.
    """
    listed = _read(pool, key)
    # A CSV file has only text: a key that is a number is compared as text.
    rows = frame[frame[key].astype(str).isin(list(listed))].reset_index(drop=True)
    names = rows[key].astype(str)
    if len(rows) != len(listed) or names.duplicated().any():
        gone = sorted(set(listed) - set(names)) or sorted(names[names.duplicated()])
        raise ExerciseError(f"{pool} names {gone[0]!r}, which is not in the data exactly once. Remove it.")
    more = [name for name in next(iter(listed.values())) if name != key]
    return rows.assign(**{name: [listed[key_text][name] for key_text in names] for name in more})


def _read(pool: Path, key: str) -> dict[str, dict[str, str]]:
    try:
        with pool.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        listed = {row[key]: row for row in rows}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ExerciseError(
            f"{pool} cannot be read: {error}. It should be a CSV file with a header."
        ) from None
    except KeyError:
        raise ExerciseError(
            f"{pool} needs the column {key!r}, which connects its rows with the data."
        ) from None
    if not listed or len(listed) != len(rows):
        raise ExerciseError(
            f"{pool} is empty or names a row twice. Every row of the pool must be there once."
        )
    return listed
