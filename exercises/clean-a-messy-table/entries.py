"""Read the learner's log of changes, compare it with the changes of the table, and name what went wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from labelwright.checks import Failed, Work

from .codebook import COLUMNS
from .faults import MOST, Cell
from .reading import KEY, day, missing

LOGGED = ("record", "column", "before", "after")
WHY_LOG = "If nobody can see what you changed, nobody can check the table."
Pair = tuple[Any, Any]
"""The cell before and after."""
Told = tuple[str, str]


def same(before: str, after: Any) -> bool:
    """Return whether a cell says the same as its original text: the rule that the notebook gives."""
    if missing(after):
        return before == ""
    return before == (f"{after:g}" if isinstance(after, (int, float)) else after)


def alike(a: Any, b: Any) -> bool:
    """Return whether two cells of a log say the same: empty and missing, a number and its text, a day and its midnight."""
    if _empty(a) or _empty(b):
        return _empty(a) and _empty(b)
    try:
        first, second = float(a), float(b)
        return abs(first - second) < 1e-6 or f"{first:g}" == f"{second:g}"
    except (TypeError, ValueError):
        return day(a) == day(b)


def _empty(value: Any) -> bool:
    return missing(value) or (isinstance(value, str) and value == "")


def changes(sheet: pd.DataFrame, cleaned: pd.DataFrame) -> tuple[dict[Cell, Pair], dict[Cell, Pair]]:
    """Return what the learner's table changed, and what it changed by one rule only: these may be logged or not."""
    before = sheet.drop_duplicates(KEY).set_index(KEY)
    shared = [one for one in cleaned.index if one in before.index]
    before, after = before.loc[shared], cleaned.loc[shared]
    made: dict[Cell, Pair] = {}
    perhaps: dict[Cell, Pair] = {}
    # Column by column: asking a table for one cell after another takes a second for each sheet.
    for name in COLUMNS[1:]:
        for one, was, now in zip(shared, before[name].array, after[name].array, strict=True):
            kept = (same(was, now), alike(was, now))
            if not all(kept):
                (perhaps if any(kept) else made)[str(one), name] = (was, now)
    return made, perhaps


def logged(work: Work, cleaned: pd.DataFrame) -> dict[Cell, Pair]:
    """Return `log` as (record, column) to (before, after); raise Failed if a column is missing or an entry is
    repeated."""
    frame = work.table("log", LOGGED)
    gone = [one for one in LOGGED if one not in frame.columns]
    if gone:
        raise Failed(
            f"`log` has no column {', '.join(f'`{one}`' for one in gone)}.",
            why=WHY_LOG,
            advice="Give it the four columns record, column, before and after.",
        )
    cells = list(zip(frame["record"].map(str), frame["column"].map(str), strict=True))
    pairs = list(zip(frame["before"], frame["after"], strict=True))
    if len(set(cells)) < len(cells):
        misconception, advice = _repeated(work.sample, cleaned, cells, pairs)
        raise Failed(
            f"`log` names {len(cells) - len(set(cells)):,} cells more than once.",
            misconception=misconception,
            why=WHY_LOG,
            advice=advice,
        )
    return dict(zip(cells, pairs, strict=True))


def _repeated(
    sheet: pd.DataFrame, cleaned: pd.DataFrame, cells: Sequence[Cell], pairs: Sequence[Pair]
) -> Told:
    """Return why the log names cells more than once: (misconception, advice)."""
    first: dict[Cell, Pair] = {}
    again = []
    for cell, pair in zip(cells, pairs, strict=True):
        if cell in first:
            again.append((cell, pair))
        first.setdefault(cell, pair)
    in_table = set(cleaned.loc[cleaned[KEY].duplicated(), KEY].map(str))
    if sum(one in in_table for (one, _), _ in again) >= MOST * len(again):
        return (
            "`cleaned` still has more than one row for some records, so the log has them more than once too.",
            "First keep one row for each record in `cleaned`. Then make the log again.",
        )
    equal = sum(all(alike(a, b) for a, b in zip(pair, first[cell], strict=True)) for cell, pair in again)
    if equal >= MOST * len(again):
        return (
            "The same entries are in the log again.",
            "Start with an empty list each time you make the log, and add each change once.",
        )
    twice = set(sheet.loc[sheet[KEY].duplicated(), KEY])
    if sum(one in twice for (one, _), _ in again) >= MOST * len(again):
        return (
            "For a record that was typed twice, you logged both rows.",
            "Use only the first row of each record in `raw`.",
        )
    return "", "Find them with `log[log.duplicated(['record', 'column'], keep=False)]`."


def wrong_entries(
    sheet: pd.DataFrame, cleaned: pd.DataFrame, entries: dict[Cell, Pair], wrong: Sequence[Cell]
) -> Told:
    """Return the mistake that explains most entries that are not a change or have other values; two empty texts if none."""
    if not wrong:
        return "", ""
    firsts = sheet.drop_duplicates(KEY).set_index(KEY)
    lasts = sheet.drop_duplicates(KEY, keep="last").set_index(KEY)
    after = cleaned.drop_duplicates(KEY).set_index(KEY)
    rows, places = list(sheet[KEY]), {str(one): at for at, one in enumerate(cleaned[KEY])}
    position = last = typed = spaced = turned = 0
    for one, name in wrong:
        if one not in firsts.index or one not in after.index or name not in COLUMNS[1:]:
            continue
        before, now = entries[one, name]
        was, became = firsts.at[one, name], after.at[one, name]
        at, row = places[one], rows.index(one)
        copied = alike(before, was)
        turned += alike(before, became) and alike(now, was) and not alike(was, became)
        by_place = not copied and at < len(sheet) and alike(before, sheet[name].iat[at])
        by_place |= not alike(now, became) and row < len(cleaned) and alike(now, cleaned[name].iat[row])
        position += by_place
        last += not copied and alike(before, lasts.at[one, name])
        typed += copied and alike(now, was)
        spaced += not copied and isinstance(before, str) and before == was.strip()
    known = (
        (
            turned,
            "Before and after are exchanged.",
            "Write the text of `raw` first, then the value of `cleaned`.",
        ),
        (
            last,
            "For a record that was typed twice, you used its last row in `raw`.",
            "Use the first row of each record in `raw`: `raw.drop_duplicates('record')`.",
        ),
        (
            position,
            "You compared rows by their place: row 5 of `raw` with row 5 of `cleaned`. But rows were removed, so the same "
            "place holds another record.",
            "Find both rows by their `record`, for example with `set_index('record')`.",
        ),
        (
            typed,
            "You logged cells that did not change. For example, the text 39.1 and the number 39.1 mean the same.",
            "Use `same` to decide whether a cell changed.",
        ),
        (
            spaced,
            "You removed spaces from the texts before you logged them.",
            "Copy `before` from `raw` as it is.",
        ),
    )
    best = max(known, key=lambda one: one[0])
    return best[1:] if best[0] >= MOST * len(wrong) else ("", "")
