"""Known ways to spoil the sheet further, recognised in the learner's own table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from .codebook import NUMBERS
from .sheets import Sheet

Told = tuple[str, str]
LOOK = "Count rows before and after each step, and look at those that a step takes away."


def lost_mistake(whole: Sheet, lost: Sequence[str]) -> Told:
    """Why valid rows were lost: (misconception, advice)."""
    truth = whole.truth.set_index("record")
    raw = whole.raw.drop_duplicates("record").set_index("record")
    gone = truth.loc[list(lost)]
    known: list[tuple[pd.Series[bool], str, str]] = [
        (
            gone.isna().any(axis=1),
            "Rows with a missing value were dropped. A missing sex does not make the other eleven cells wrong.",
            "Leave out `dropna()`: what is missing stays missing, and the row stays.",
        ),
        (
            gone["bird"].isin(set(truth["bird"][truth["bird"].duplicated(keep=False)])),
            "Rows were taken for repeats because their `bird` comes again. It names a nest's bird, and is used again in other "
            "years and species: the codebook says so.",
            "Rows repeat a record only where `record` says so.",
        ),
        (
            (raw.loc[list(lost), "island"] == "") & (raw.loc[list(lost), "bird"] != ""),
            "Rows that are shifted to the right were thrown away, though every value is still in them.",
            "Move their cells back to the left, from `island` on.",
        ),
        (
            pd.Series(
                [any((one, name) in whole.planted for name in NUMBERS) for one in lost], index=list(lost)
            ),
            "Rows with a measurement outside its range were dropped. Another unit can be converted, and a sentinel concerns one "
            "cell.",
            "Mend or empty the cell, and keep the row.",
        ),
    ]
    for marks, misconception, advice in known:
        if marks.mean() >= 0.8:
            return misconception, advice
    return "", LOOK


def invented_mistake(extra: Sequence[str]) -> Told:
    """What rows are there that are no record: (misconception, advice)."""
    if set(extra) <= {"", "record", "nan", "None"}:
        return (
            "Lines that are no record are still there: header lines from the middle of the sheet, or an empty line.",
            "Keep the rows whose `record` is a record's number.",
        )
    if any(one != one.strip() or one.lower() == one for one in extra):
        return "The column `record` was changed; it is never mistyped.", "Leave `record` as it came."
    return "", LOOK


def range_mistake(given: pd.DataFrame, out: Sequence[tuple[str, str]]) -> Told:
    """Why measurements lie outside their range, for the column with most of them: (misconception, advice)."""
    name = Counter(column for _, column in out).most_common(1)[0][0]
    values = [given.at[one, column] for one, column in out if column == name]
    if sum(isinstance(value, str) for value in values) * 2 > len(values):
        return (
            f'`{name}` still holds texts, such as {values[0]!r}. Texts cannot be averaged, and "10" sorts before "9".',
            "Strip what is no digit, and turn the rest into a number.",
        )
    if sum(value in (-99, -999) for value in values) * 2 > len(values):
        return (
            f"A sentinel is still in `{name}`, and counts as a measurement in every mean.",
            "Turn -99 and -999 into missing values before anything else is computed.",
        )
    if name.startswith("bill"):
        return (
            "Length and depth of some bills stand in one another's column.",
            "A bill of 17 mm length and 45 mm depth does not exist: put both values back, together.",
        )
    numbers = sorted(value for value in values if isinstance(value, (int, float)))
    small = bool(numbers) and numbers[len(numbers) // 2] < NUMBERS[name][0]
    return (
        f"`{name}` holds values in {'a larger' if small else 'a smaller'} unit than the codebook's, or converted twice.",
        "The range tells the unit of each value: convert those outside it, and only those.",
    )


def fill_mistake(given: pd.DataFrame, filled: Sequence[tuple[str, str]]) -> Told:
    """What stands where nothing was measured: (misconception, advice)."""
    values = [given.at[one, name] for one, name in filled]
    numbers = [value for value in values if isinstance(value, (int, float))]
    texts = [value for value in values if isinstance(value, str)]
    if sum(value in (-99, -999) for value in numbers) * 2 > len(values):
        return (
            "A sentinel is still there, and counts as a measurement in every mean.",
            "Turn -99 and -999 into missing values before anything else is computed.",
        )
    if len(texts) * 2 > len(values):
        return (
            f"A word for missing, such as {texts[0]!r}, is left as a text. Programs count it as one more category.",
            "Return None for every word that says that nothing is known.",
        )
    by_column = Counter(
        (name, round(value, 6)) for (_, name), value in zip(filled, values, strict=True) if value in numbers
    )
    if by_column and by_column.most_common(1)[0][1] >= 3:
        (name, value), times = by_column.most_common(1)[0]
        return (
            f"{times} cells of `{name}` were filled with one value, {value:.5g}: a mean or a median that nobody measured. Where a "
            "sentinel was still in the column, it has pulled that value too.",
            "Leave them missing. Whoever needs a filled table can fill it, and say so.",
        )
    return "", "Leave what was not measured missing."


def date_mistake(given: pd.DataFrame, true: pd.DataFrame, wrong: Sequence[str]) -> Told:
    """What went wrong with the dates: (misconception, advice)."""
    swapped = sum(_turned(given.at[one, "egg_date"]) == true.at[one, "egg_date"] for one in wrong)
    gone = sum(_nothing(given.at[one, "egg_date"]) for one in wrong)
    other = sum(
        not _nothing(given.at[one, "egg_date"]) and not _is_day(given.at[one, "egg_date"]) for one in wrong
    )
    if swapped and swapped >= max(gone, other):
        return (
            f"Day and month are exchanged in {swapped} dates. A reader that guesses takes 9/11 for 11 September and "
            "13/11 for 13 November, without a word.",
            "Name the form: `%d/%m/%Y`. Then look whether every month is 11 or 12.",
        )
    if gone >= max(other, 1):
        return (
            f'{gone} dates were emptied though they can be read: `errors="coerce"` does this silently.',
            "List the forms that could not be read before you let them go.",
        )
    if other:
        return (
            f"{other} dates are left in another form, such as {_sample(given, wrong)!r}.",
            "Write a rule for each form that `value_counts()` shows; five digits are a spreadsheet's days.",
        )
    return "Some days are off.", "Day 0 of the spreadsheet is 30 December 1899: check one such date by hand."


def _sample(given: pd.DataFrame, wrong: Sequence[str]) -> Any:
    return next(given.at[one, "egg_date"] for one in wrong if not _is_day(given.at[one, "egg_date"]))


def _nothing(value: Any) -> bool:
    return value is None or value != value or value in ("", "NaT", "nan")


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]00:00:00)?", str(value)))


def _turned(value: Any) -> str:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", str(value))
    return f"{found[1]}-{found[3]}-{found[2]}" if found else ""
