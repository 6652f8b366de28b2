"""Known mistakes in cleaning the sheet, recognised in the learner's own table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from .codebook import NUMBERS
from .sheets import Sheet

Told = tuple[str, str]
LOOK = "Count the rows before and after each step. Look at the rows that a step removes."


def lost_mistake(whole: Sheet, lost: Sequence[str]) -> Told:
    """Return why valid rows were lost: (misconception, advice)."""
    truth = whole.truth.set_index("record")
    raw = whole.raw.drop_duplicates("record").set_index("record")
    gone = truth.loc[list(lost)]
    known: list[tuple[pd.Series[bool], str, str]] = [
        (
            gone.isna().any(axis=1),
            "You dropped rows with a missing value. A missing sex does not make the other eleven cells wrong.",
            "Remove `dropna()`. Keep the row, and leave the missing value missing.",
        ),
        (
            gone["bird"].isin(set(truth["bird"][truth["bird"].duplicated(keep=False)])),
            "You removed rows because their `bird` appears again. The codebook says that the same `bird` is used "
            "again in other years and species.",
            "Two rows are the same record only if their `record` is equal.",
        ),
        (
            (raw.loc[list(lost), "island"] == "") & (raw.loc[list(lost), "bird"] != ""),
            "You removed rows that are shifted to the right. All their values are still there.",
            "In these rows, move the cells from `island` on back to the left.",
        ),
        (
            pd.Series(
                [any((one, name) in whole.planted for name in NUMBERS) for one in lost], index=list(lost)
            ),
            "You dropped rows with a measurement outside its range. Another unit can be converted, and a sentinel "
            "affects only one cell.",
            "Correct the cell or make it missing, and keep the row.",
        ),
    ]
    for marks, misconception, advice in known:
        if marks.mean() >= 0.8:
            return misconception, advice
    return "", LOOK


def invented_mistake(extra: Sequence[str]) -> Told:
    """Return which rows are not records: (misconception, advice)."""
    if set(extra) <= {"", "record", "nan", "None"}:
        return (
            "Lines that are not records are still in the table: header lines from the middle of the sheet, or an "
            "empty line.",
            "Keep only the rows whose `record` is a record number, such as `A001`.",
        )
    if any(one != one.strip() or one.lower() == one for one in extra):
        return "You changed the column `record`, but it is never mistyped.", "Leave `record` unchanged."
    return "", LOOK


def range_mistake(given: pd.DataFrame, out: Sequence[tuple[str, str]]) -> Told:
    """Return why measurements are outside their range, for the column with most of them: (misconception, advice)."""
    name = Counter(column for _, column in out).most_common(1)[0][0]
    values = [given.at[one, column] for one, column in out if column == name]
    if sum(isinstance(value, str) for value in values) * 2 > len(values):
        return (
            f'`{name}` still has texts, such as {values[0]!r}. Texts cannot be averaged, and "10" sorts before "9".',
            "Remove the unit and the spaces, turn a decimal comma into a point, and convert the rest to a number.",
        )
    if sum(value in (-99, -999) for value in values) * 2 > len(values):
        return (
            f"A sentinel (-99 or -999) is still in `{name}`. It counts as a measurement in every mean.",
            "Turn -99 and -999 into missing values before you compute anything else.",
        )
    if name.startswith("bill"):
        return (
            "In some rows, the bill's length and depth are in each other's column.",
            "A bill cannot be 17 mm long and 45 mm deep. In such rows, exchange the two values.",
        )
    numbers = sorted(value for value in values if isinstance(value, (int, float)))
    small = bool(numbers) and numbers[len(numbers) // 2] < NUMBERS[name][0]
    return (
        f"`{name}` has values in {'a larger' if small else 'a smaller'} unit than the codebook asks for, or you "
        "converted them twice.",
        "The range shows the unit of each value. Convert only the values outside the range.",
    )


def fill_mistake(given: pd.DataFrame, filled: Sequence[tuple[str, str]]) -> Told:
    """Return what was filled in where nothing was measured: (misconception, advice)."""
    values = [given.at[one, name] for one, name in filled]
    numbers = [value for value in values if isinstance(value, (int, float))]
    texts = [value for value in values if isinstance(value, str)]
    if sum(value in (-99, -999) for value in numbers) * 2 > len(values):
        return (
            "A sentinel (-99 or -999) is still there. It counts as a measurement in every mean.",
            "Turn -99 and -999 into missing values before you compute anything else.",
        )
    if len(texts) * 2 > len(values):
        return (
            f"A word for missing, such as {texts[0]!r}, is still there as a text. Programs count it as one more "
            "category.",
            "Return None for every word that means missing.",
        )
    by_column = Counter(
        (name, round(value, 6)) for (_, name), value in zip(filled, values, strict=True) if value in numbers
    )
    if by_column and by_column.most_common(1)[0][1] >= 3:
        (name, value), times = by_column.most_common(1)[0]
        return (
            f"You filled {times} cells of `{name}` with one value, {value:.5g}: a mean or a median that nobody "
            "measured. If a sentinel was still in the column, this value is wrong too.",
            "Leave these cells missing. People who need a filled table can fill it themselves and say so.",
        )
    return "", "If nothing was measured, leave the cell missing."


def date_mistake(given: pd.DataFrame, true: pd.DataFrame, wrong: Sequence[str]) -> Told:
    """Return what went wrong with the dates: (misconception, advice)."""
    swapped = sum(_turned(given.at[one, "egg_date"]) == true.at[one, "egg_date"] for one in wrong)
    gone = sum(_nothing(given.at[one, "egg_date"]) for one in wrong)
    other = sum(
        not _nothing(given.at[one, "egg_date"]) and not _is_day(given.at[one, "egg_date"]) for one in wrong
    )
    if swapped and swapped >= max(gone, other):
        return (
            f"Day and month are exchanged in {swapped} dates. A function that guesses the date format reads 9/11 as "
            "11 September and 13/11 as 13 November, without a warning.",
            "Give the date format yourself: `%d/%m/%Y`. Then check that every month is 11 or 12.",
        )
    if gone >= max(other, 1):
        return (
            f'{gone} dates are missing now, but they can be read. `errors="coerce"` removes them without a '
            "warning.",
            "List the dates that your code cannot read, and write a rule for each form.",
        )
    if other:
        return (
            f"{other} dates still have another form, such as {_sample(given, wrong)!r}.",
            "Write a rule for each form that `value_counts()` shows. Five digits are the day number of a "
            "spreadsheet.",
        )
    return (
        "Some dates are wrong by a few days."
    ), "Day 0 of the spreadsheet is 30 December 1899. Check one such date by hand."


def _sample(given: pd.DataFrame, wrong: Sequence[str]) -> Any:
    return next(given.at[one, "egg_date"] for one in wrong if not _is_day(given.at[one, "egg_date"]))


def _nothing(value: Any) -> bool:
    return value is None or value != value or value in ("", "NaT", "nan")


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]00:00:00)?", str(value)))


def _turned(value: Any) -> str:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", str(value))
    return f"{found[1]}-{found[3]}-{found[2]}" if found else ""
