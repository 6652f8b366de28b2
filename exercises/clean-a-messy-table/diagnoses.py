"""Known mistakes in cleaning the sheet, recognised in the learner's own table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from labelwright.checks.compare import Mistake

from .codebook import NUMBERS
from .faults import MOST, SENTINELS, Cell, Found
from .reading import missing, shown
from .sheets import Sheet

Told = tuple[str, str]
LOOK = "Count the rows before and after each step. Look at the rows that a step removes."
_DIAGNOSED = 0.75
"""Lost rows and the rows that a mistake would lose must agree as well as this (F1)."""
_WORDS = {"na", "n/a", "unknown", "?", ".", "nan", "none", "nat", "<na>", ""}
_OUT_OF_RANGE = {"kilograms", "centimetres", "exchanged", "sentinel"}
_NO_NUMBER = {"decimal comma", "unit in the cell", "missing word"}
SENTINEL_TOLD = "Turn -99 and -999 into missing values before you compute anything else."


def lost_mistake(whole: Sheet, lost: Sequence[str]) -> Told:
    """Return why valid rows were lost: (misconception, advice). The rows that the mistake would lose must be these."""
    truth = whole.truth.set_index("record")
    raw = whole.raw.drop_duplicates("record").set_index("record").loc[truth.index]
    by_kind = {
        kinds: {
            name: {
                one for one, column in whole.planted if column == name and whole.planted[one, column] in kinds
            }
            for name in NUMBERS
        }
        for kinds in map(
            frozenset, (_OUT_OF_RANGE, {"sentinel"}, {"exchanged"}, _NO_NUMBER | {"kilograms", "centimetres"})
        )
    }
    outside = [
        rows for kinds, columns in by_kind.items() if kinds <= _OUT_OF_RANGE for rows in _with_union(columns)
    ]
    no_number = [
        rows
        for kinds, columns in by_kind.items()
        if not kinds <= _OUT_OF_RANGE
        for rows in _with_union(columns)
    ]
    gaps = {name: set(truth.index[truth[name].isna()]) for name in (*NUMBERS, "sex")}
    repeats = [
        set(table.index[table["bird"].duplicated(keep=keep)])
        for table in (truth, raw)
        for keep in ("first", "last", False)
    ]
    known = (
        (
            [set(whole.shifted)],
            "You removed rows that are shifted to the right: their `island` is empty. All their values are still there.",
            "In these rows, move the cells from `island` on back to the left.",
        ),
        (
            _with_union(gaps),
            "You dropped rows with a missing value. A missing sex does not make the other eleven cells wrong.",
            "Remove `dropna()`. Keep the row, and leave the missing value missing.",
        ),
        (
            repeats,
            "You removed rows because their `bird` appears again. The codebook says that the same `bird` is used "
            "again in other years and species.",
            "Two rows are the same record only if their `record` is equal.",
        ),
        (
            outside,
            "You dropped rows with a measurement outside its range. Another unit can be converted, and a sentinel "
            "affects only one cell.",
            "Correct the cell or make it missing, and keep the row.",
        ),
        (
            no_number,
            "You dropped rows with a measurement that is not a plain number, such as a cell that has a unit or a decimal comma.",
            "Read the number out of the cell, and keep the row.",
        ),
    )
    fits = [
        max(2 * len(rows & set(lost)) / (len(rows) + len(lost)) for rows in groups) for groups, _, _ in known
    ]
    best = fits.index(max(fits))
    return known[best][1:] if fits[best] >= _DIAGNOSED else ("", LOOK)


def _with_union(columns: dict[str, set[str]]) -> list[set[str]]:
    """Return the rows of each column, and those of all columns together."""
    return [*columns.values(), set().union(*columns.values())]


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


def shifted_mistake(found: Found, example: str = "") -> Mistake:
    """Return that rows are still shifted, with one of them."""
    one = example if example in found.unshifted else min(found.unshifted)
    return Mistake(
        f"{len(found.unshifted)} rows of the sheet are shifted, such as record `{one}`: their `island` is empty, and each later "
        "cell is one column too far to the right. They were not moved back, so each column gets the value of another one.",
        "Move the cells of these rows one place to the left, before all other steps. Then look at the rest.",
    )


def cell_mistakes(found: Found) -> Iterator[Mistake]:
    """Yield what explains most wrong cells and only this sheet can show, the surest first."""
    wrong = found.wrong
    if found.unshifted:
        yield shifted_mistake(found)
    commas = [cell for cell in wrong if found.lost_comma(cell)]
    if commas and len(commas) >= MOST * len(wrong):
        yield Mistake(*_comma(found, commas))
    if found.replaced and len(found.replaced) >= MOST * len(wrong):
        yield Mistake(*replaced_mistake(found))
    if found.filled_numbers and len(found.filled) >= MOST * len(wrong):
        yield Mistake(*fill_mistake(found, found.filled))


def invented_values(found: Found) -> str:
    """Return a sentence if the table has measurements that nobody made; empty if not."""
    filled, replaced = len(found.filled_numbers), len(found.replaced)
    if filled + replaced < 2:
        return ""
    parts = [f"{filled} cells without a measurement have a number"] if filled else []
    parts += [f"{replaced} measurements were replaced by another number"] if replaced else []
    return f"{' and '.join(parts)}. A table with invented values earns no points here."


def range_mistake(found: Found, out: Sequence[Cell]) -> tuple[Cell, str, str]:
    """Return why measurements are outside their range: (an example, misconception, advice)."""
    cause, cells = "", list(out)
    causes = Counter(found.cause(cell) for cell in out)
    first, times = causes.most_common(1)[0]
    if times >= MOST * len(out) or (first and times >= 3):
        cause, cells = first, [cell for cell in out if found.cause(cell) == first]
    name = Counter(column for _, column in cells).most_common(1)[0][0]
    one = next(record for record, column in cells if column == name)
    value = found.own[name][one]
    if cause == "shifted":
        named = shifted_mistake(found, one)
        return (one, name), named.misconception, named.advice
    named = {
        "text": (
            f'`{name}` still has texts, such as {shown(value)}. Texts cannot be averaged, and "10" sorts before "9".',
            "Remove the unit and the spaces, turn a decimal comma into a point, and convert the rest to a number.",
        ),
        "sentinel": (
            f"A sentinel (-99 or -999) is still in `{name}`. It counts as a measurement in every mean.",
            SENTINEL_TOLD,
        ),
        "exchanged": (
            "In some rows, the bill's length and depth are in each other's column.",
            "A bill cannot be 17 mm long and 45 mm deep. In such rows, exchange the two values.",
        ),
        **{
            unit: (
                f"`{name}` has values in a {unit} than the codebook asks for, or you converted them twice.",
                "The range shows the unit of each value. Convert only the values outside the range.",
            )
            for unit in ("larger unit", "smaller unit")
        },
    }.get(cause)
    if cause == "comma":
        named = _comma(found, cells)
    named = named or (
        "",
        f"In the sheet, this cell is {found.sheet[name][one]!r}. Follow this row through your code.",
    )
    return (one, name), *named


def _comma(found: Found, cells: Sequence[Cell]) -> Told:
    one, name = next((cell for cell in cells if "," in found.sheet[cell[1]][cell[0]]), cells[0])
    text = found.sheet[name][one]
    such = f", such as {text!r} in `{name}` of record `{one}`" if "," in text else ""
    return (
        f"In {len(cells)} cells, you removed a decimal comma, so the number became larger{such}.",
        "Turn a comma before the decimals into a point. Remove a comma only if it is between the thousands.",
    )


def replaced_mistake(found: Found) -> Told:
    """Return that measurements were cut to the range or replaced by one value: (misconception, advice)."""
    ends = [(one, name) for one, name in found.replaced if found.own[name][one] in NUMBERS[name]]
    one, name = (ends or found.replaced)[0]
    value, text = shown(found.own[name][one]), found.sheet[name][one]
    if len(ends) >= MOST * len(found.replaced):
        return (
            f"{len(ends)} measurements are exactly at an end of their range, but the sheet has another value there: {value} in "
            f"`{name}` of record `{one}` is {text!r} in the sheet. They were cut to fit, for example with `clip`.",
            "Ask why a value is outside its range: its unit, its column or a sentinel. Repair the reason, and do not cut the value.",
        )
    return (
        f"{len(found.replaced)} measurements are one repeated value that is not in the sheet: {value} in `{name}` of record `{one}` is "
        f"{text!r} in the sheet.",
        "Keep what was measured. Change only its unit, its column or the way it is written.",
    )


def fill_mistake(found: Found, filled: Sequence[Cell]) -> Told:
    """Return what was filled in where nothing was measured: (misconception, advice)."""
    if found.is_shifted(filled):
        named = shifted_mistake(found)
        return named.misconception, named.advice
    values = [found.own[name][one] for one, name in filled]
    numbers = [
        (name, value)
        for (_, name), value in zip(filled, values, strict=True)
        if isinstance(value, (int, float))
    ]
    words = [value for value in values if isinstance(value, str) and value.strip().lower() in _WORDS]
    if sum(value in SENTINELS for _, value in numbers) * 2 > len(values):
        return (
            "A sentinel (-99 or -999) is still there. It counts as a measurement in every mean.",
            SENTINEL_TOLD,
        )
    if len(words) * 2 > len(values):
        return (
            f"A word for missing, such as {words[0]!r}, is still there as a text. Programs count it as one more "
            "category.",
            "Return None for every word that means missing.",
        )
    by_column = Counter((name, round(value, 6)) for name, value in numbers)
    if by_column and by_column.most_common(1)[0][1] >= 3:
        (name, value), times = by_column.most_common(1)[0]
        return (
            f"You filled {times} cells of `{name}` with one value, {shown(value)}: a mean or a median that nobody "
            "measured. If a sentinel was still in the column, this value is wrong too.",
            "Leave these cells missing. People who need a filled table can fill it themselves and say so.",
        )
    return "", "If nothing was measured, leave the cell missing."


def date_mistake(found: Found, wrong: Sequence[str]) -> tuple[str, str, str]:
    """Return what went wrong with the dates: (the record of an example, misconception, advice)."""
    own, true = found.own["egg_date"], found.true["egg_date"]
    if found.is_shifted([(one, "egg_date") for one in wrong]):
        one = next(one for one in wrong if one in found.unshifted)
        named = shifted_mistake(found, one)
        return one, named.misconception, named.advice
    wrong = [one for one in wrong if one not in found.unshifted]
    swapped = [one for one in wrong if _turned(own[one]) == true[one]]
    gone = [one for one in wrong if _nothing(own[one])]
    other = [one for one in wrong if not _nothing(own[one]) and not _is_day(own[one])]
    moved = Counter(_days_off(own[one], true[one]) for one in wrong if one not in swapped)
    moved.pop(None, None)
    off, _ = moved.most_common(1)[0] if moved else (None, 0)
    near = [
        one for one in wrong if off is not None and abs(off) <= 4 and _days_off(own[one], true[one]) == off
    ]
    known = (
        (
            swapped,
            f"Day and month are exchanged in {len(swapped)} dates. A function that guesses the date format reads 9/11 as "
            "11 September and 13/11 as 13 November, without a warning.",
            "Give the date format yourself: `%d/%m/%Y`. Then check that every month is 11 or 12.",
        ),
        (
            gone,
            f'{len(gone)} dates are missing now, but they can be read. `errors="coerce"` removes such dates without a '
            "warning.",
            "List the dates that your code cannot read, and write a rule for each form.",
        ),
        (
            other,
            f"{len(other)} dates still have another form, such as {own[other[0]]!r}." if other else "",
            "Write a rule for each form that `value_counts()` shows. Five digits are the day number of a "
            "spreadsheet.",
        ),
        (
            near,
            f"{len(near)} dates are wrong by a few days.",
            "Day 0 of the spreadsheet is 30 December 1899. Check one such date by hand.",
        ),
    )
    cases, misconception, advice = max(known, key=lambda one: len(one[0]))
    if cases and len(cases) >= MOST * len(wrong):
        return cases[0], misconception, advice
    one = wrong[0]
    return (
        one,
        "",
        f"In the sheet, this date is {found.sheet['egg_date'][one]!r}. Follow this row through your code.",
    )


def _nothing(value: Any) -> bool:
    return missing(value) or value in ("", "NaT", "nan", "None")


def _is_day(value: Any) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}([T ]00:00:00)?", str(value)))


def _turned(value: Any) -> str:
    found = re.match(r"(\d{4})-(\d{2})-(\d{2})", str(value))
    return f"{found[1]}-{found[3]}-{found[2]}" if found else ""


def _days_off(value: Any, true: str) -> int | None:
    try:
        return (date.fromisoformat(str(value)[:10]) - date.fromisoformat(true)).days
    except ValueError:
        return None
