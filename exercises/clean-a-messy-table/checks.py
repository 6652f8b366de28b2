"""Checks for the cleaned sheet. The true value of each cell is known, because a program put the faults into published
records."""

from __future__ import annotations

from typing import Any

import pandas as pd

from labelwright.checks import Failed, Measure, Passed, Work, check, found_items, idempotent, table_repaired
from labelwright.checks.containers import table as read_table
from labelwright.data import sample, seed
from labelwright.exchange.plain_data import Table

from .cells import text
from .codebook import COLUMNS, NUMBERS
from .mistakes import date_mistake, fill_mistake, invented_mistake, lost_mistake, range_mistake
from .reading import KEY, WHY_LOG, alike, day, keyed, logged, missing, same, shown, within
from .sheets import Sheet, sheet

SLUG = "clean-a-messy-table"
UNSEEN = f"{SLUG}-unseen"
FULL, HALF = 0.95, 0.85
SENTINEL_CELLS = (-99, -999, "-99", "-999")


def own(work: Work) -> Sheet:
    """Return the learner's sheet with its true values."""
    return work.cached("own", lambda: sheet(seed(work.learner, SLUG, work.form), work.source_rows))


def unseen(work: Work) -> Sheet:
    """Return another sheet of the same kind: other records, other faults."""
    rows = sample(
        work.dataset("penguins-raw"), learner=work.learner, exercise=UNSEEN, form=work.form, n=150, key=None
    )
    return sheet(seed(work.learner, UNSEEN, work.form), rows)


def table(work: Work) -> pd.DataFrame:
    """Return `cleaned` with the codebook's columns; raise Failed if its columns differ."""
    return with_columns(work.table("cleaned", COLUMNS), "cleaned")


def with_columns(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the frame with the codebook's columns; raise Failed if a column is missing or extra."""
    gone = [one for one in COLUMNS if one not in frame.columns]
    extra = [str(one) for one in frame.columns if one not in COLUMNS]
    if gone or extra or frame.columns.has_duplicates:
        raise Failed(
            f"`{name}` has the columns {', '.join(map(str, frame.columns))}.",
            misconception=f"{', '.join(extra)} is not a column of the codebook."
            if extra and not gone
            else "",
            why="The next program finds its columns by name.",
            advice="Return the twelve columns of the codebook, in the same order.",
        )
    return frame[list(COLUMNS)]


def as_typed(whole: Sheet) -> pd.DataFrame:
    """Return the sheet's first row of each record. Cells that only need another type already have their true value."""
    rows = whole.raw.drop_duplicates(KEY).set_index(KEY)
    true = whole.truth.set_index(KEY)
    rows = rows.loc[true.index]
    cells = {
        name: [
            right if written == text(right) else written
            for right, written in zip(true[name].array, rows[name].array, strict=True)
        ]
        for name in COLUMNS
        if name != KEY
    }
    return pd.DataFrame({KEY: list(true.index), **cells}).astype(object)


@check("rows")
def the_columns_are_the_codebooks(work: Work) -> None:
    """`cleaned` has the twelve columns of the codebook and no other column."""
    table(work)


@check("rows", weight=2, after=the_columns_are_the_codebooks)
def every_record_is_there_once(work: Work) -> Passed:
    """`cleaned` has exactly one row for each record: no row is lost, repeated or added."""
    given, whole = table(work), own(work)
    records = ["" if one is None or one != one else str(one) for one in given[KEY]]
    found = found_items(records, list(whole.truth[KEY]))
    twice = len(records) - len(set(records))
    if not (found.missed or found.extra or twice):
        return Passed(f"{len(records)} rows", "each record once")
    said, misconception, advice = (
        [],
        "",
        "Count the rows before and after each step. Look at the rows that a step removes.",
    )
    if found.missed:
        said.append(f"{len(found.missed)} valid rows are lost, such as `{found.missed[0]}`.")
        misconception, advice = lost_mistake(whole, found.missed)
    if found.extra:
        said.append(f"{len(found.extra)} rows are not records: {found.some_extra(2)}.")
        misconception, advice = (misconception, advice) if found.missed else invented_mistake(found.extra)
    if twice:
        said.append(f"{twice} rows repeat a record.")
        if not (found.missed or found.extra):
            misconception = (
                "You compared whole rows. Two people typed the same record in different ways, so the two rows are "
                "not equal."
            )
            advice = "Compare only the column `record`."
    raise Failed(
        " ".join(said),
        misconception=misconception,
        why="Nobody notices later that a row is missing. A row that appears twice counts twice in every mean.",
        advice=advice,
        measured=f"{len(found.hits)} of {len(whole.truth)} records, {len(records)} rows",
        expected="each record once",
    )


@check("rows", after=the_columns_are_the_codebooks)
def the_sheet_is_unchanged(work: Work) -> None:
    """`raw` is unchanged."""
    given, came = work.table("raw"), work.sample
    if (
        list(given.columns) == list(came.columns)
        and given.astype(object).values.tolist() == came.values.tolist()
    ):
        return
    raise Failed(
        "`raw` is no longer the sheet that you were given.",
        misconception="Your function, or a cell of the notebook, changed the sheet itself.",
        why="Without the raw data, nobody can check or undo a repair.",
        advice="Start the function with `table = raw.copy()`, and never assign to `raw[...]`.",
    )


@check("cells", weight=3)
def cells_are_repaired(work: Work) -> Passed:
    """The repairs of `cleaned` reach an F1 of .95 against the true cells."""
    whole = own(work)
    return table_repaired(
        table(work), whole.truth, as_typed(whole), key=KEY, full=FULL, half=HALF, sentinels=SENTINEL_CELLS
    )


@check("cells", after=the_columns_are_the_codebooks)
def measurements_fit_the_codebook(work: Work) -> Passed:
    """Every measurement in `cleaned` is a number in its range or missing."""
    given = keyed(table(work))
    out = [
        (one, name)
        for name, (low, high) in NUMBERS.items()
        for one in given.index
        if not missing(given.at[one, name]) and not within(given.at[one, name], low, high)
    ]
    if not out:
        return Passed("0 outside", "0 outside")
    one, name = out[0]
    misconception, advice = range_mistake(given, out)
    raise Failed(
        f"{len(out)} measurements are not numbers in their range, such as {shown(given.at[one, name])} in `{name}` "
        f"of record `{one}`.",
        misconception=misconception,
        why="You do not need to know penguins to find such values. The codebook gives each range.",
        advice=advice,
        credit=max(0.0, 0.5 - len(out) / 100),
        measured=f"{len(out)} outside",
        expected="0 outside",
    )


@check("cells", after=the_columns_are_the_codebooks)
def nothing_is_invented(work: Work) -> Passed:
    """If nothing was measured, the cell in `cleaned` is missing: it has no mean, no sentinel and no empty text."""
    given, true = keyed(table(work)), own(work).truth.set_index(KEY)
    names = [*NUMBERS, "sex"]
    empty = [
        (one, name)
        for name in names
        for one in true.index
        if missing(true.at[one, name]) and one in given.index
    ]
    filled = [(one, name) for one, name in empty if not missing(given.at[one, name])]
    if not filled:
        return Passed(f"{len(empty)} of {len(empty)} cells are left missing")
    one, name = filled[0]
    misconception, advice = fill_mistake(given, filled)
    raise Failed(
        f"{len(filled)} of {len(empty)} cells that were never measured have a value, such as "
        f"{shown(given.at[one, name])} in `{name}` of record `{one}`.",
        misconception=misconception,
        why="Everybody after you will take a filled-in value for a measurement.",
        advice=advice,
        credit=0.5 * (1 - len(filled) / len(empty)),
        measured=f"{len(empty) - len(filled)} of {len(empty)} left missing",
        expected="all",
    )


@check("cells", after=the_columns_are_the_codebooks)
def dates_are_right(work: Work) -> Passed:
    """Every `egg_date` is the right day, as year, month and day."""
    given, true = keyed(table(work)), own(work).truth.set_index(KEY)
    shared = [one for one in true.index if one in given.index]
    wrong = [one for one in shared if day(given.at[one, "egg_date"]) != true.at[one, "egg_date"]]
    if not wrong:
        return Passed(f"{len(shared)} of {len(shared)}")
    first = wrong[0]
    misconception, advice = date_mistake(given, true, wrong)
    raise Failed(
        f"{len(wrong)} of {len(shared)} dates are wrong, such as {given.at[first, 'egg_date']!r} for record `{first}`.",
        misconception=misconception,
        why="A date with day and month exchanged raises no error, but it moves an event by months.",
        advice=advice,
        credit=max(0.0, 0.5 - len(wrong) / 100),
        measured=f"{len(shared) - len(wrong)} of {len(shared)}",
        expected="all",
    )


@check("again")
def a_second_run_changes_nothing(work: Work) -> Passed:
    """`clean(clean(raw))` equals `clean(raw)` in every cell, and `clean(raw)` repairs at least half of what needs it."""
    whole = own(work)
    return idempotent(work, "clean", work.sample, key=KEY, truth=whole.truth, dirty=as_typed(whole))


@check("unseen")
def the_next_sheet_is_cleaned_too(work: Work) -> Passed:
    """On a sheet that you have not seen, the repairs of `clean` reach an F1 of .95 and no row is lost."""
    whole = unseen(work)
    value = work.call("clean", whole.raw)
    if not isinstance(value, Table):
        raise Failed(
            "`clean(...)` does not return a DataFrame.",
            misconception="It returns None. Perhaps it changes its argument and has no `return`."
            if value is None
            else "",
            why="The next program uses only what your function returns.",
            advice="End the function with `return` and the cleaned table.",
        )
    return table_repaired(
        with_columns(read_table(value, "clean(...)", COLUMNS), "clean(...)"),
        whole.truth,
        as_typed(whole),
        key=KEY,
        full=FULL,
        half=HALF,
        sentinels=SENTINEL_CELLS,
        why="If a rule fits only one sheet, somebody has to write it again for the next sheet.",
    )


def changes(work: Work) -> dict[tuple[str, str], tuple[str, Any]]:
    """Return what the learner's table changed: (record, column) to the text before and the cell after."""
    before = work.sample.drop_duplicates(KEY).set_index(KEY)
    after = keyed(table(work))
    shared = [one for one in after.index if one in before.index]
    before, after = before.loc[shared], after.loc[shared]
    # Column by column: asking a table for one cell after another takes a second for each sheet.
    cells = {
        name: list(zip(before[name].array, after[name].array, strict=True)) for name in COLUMNS if name != KEY
    }
    return {
        (str(one), name): cells[name][place]
        for place, one in enumerate(shared)
        for name in cells
        if not same(*cells[name][place])
    }


@check("log", weight=2)
def every_change_is_logged(work: Work) -> Passed:
    """`log` has one row for each cell that you changed, and no other rows."""
    entries, made = logged(work), changes(work)
    found = found_items([f"{one} {name}" for one, name in entries], [f"{one} {name}" for one, name in made])
    f1 = 2 * len(found.hits) / max(len(entries) + len(made), 1)
    measure = Measure(
        id="logged-changes",
        name="Changed cells that are in the change log",
        value=round(100 * found.recall, 1),
        unit="%",
        n=len(made),
        n_unit="changed cells",
        reference="the differences between the sheet and the cleaned table, computed by the grader",
    )
    if made and f1 >= 0.98:
        return Passed(round(f1, 4), "F1 at least .98", measures=(measure,))
    misconception = ""
    if found.extra and len(entries) > 1.5 * len(made):
        misconception = "You logged cells that did not change. For example, the text 39.1 and the number 39.1 mean the same."
    elif found.missed:
        columns = {item.split(" ", 1)[1] for item in found.missed}
        misconception = f"Changes are missing in {', '.join(f'`{name}`' for name in sorted(columns)[:4])}."
    raise Failed(
        f"`log` has {len(entries):,} entries; you changed {len(made):,} cells, and {len(found.hits):,} of them are logged.",
        misconception=misconception,
        why=WHY_LOG,
        advice="Let a program compare `raw` and `cleaned`, cell by cell, with `same`. Do not write the log by hand.",
        credit=0.5 if f1 >= 0.8 else 0.0,
        measured=round(f1, 4),
        expected="F1 at least .98",
        measures=(measure,),
    )


@check("log", after=every_change_is_logged)
def before_and_after_are_right(work: Work) -> Passed:
    """Each row of `log` gives the text from `raw` and the value from `cleaned`."""
    entries, made = logged(work), changes(work)
    shared = [cell for cell in entries if cell in made]
    right = [
        cell
        for cell in shared
        if entries[cell][0] == made[cell][0] and alike(entries[cell][1], made[cell][1])
    ]
    if len(right) >= 0.98 * len(shared):
        return Passed(f"{len(right):,} of {len(shared):,}")
    one, name = next(cell for cell in shared if cell not in right)
    turned = sum(alike(entries[cell][1], made[cell][0]) for cell in shared) > len(shared) / 2
    raise Failed(
        f"{len(right):,} of {len(shared):,} entries give both values correctly. The entry for `{name}` in record "
        f"`{one}` says that {entries[one, name][0]!r} became {entries[one, name][1]!r}.",
        misconception="Before and after are exchanged."
        if turned
        else "The log must copy both values exactly.",
        why=WHY_LOG,
        advice="Copy `before` from `raw` and `after` from `cleaned`. Do not change either value.",
        credit=0.5 * len(right) / len(shared),
        measured=f"{len(right):,} of {len(shared):,}",
        expected="all",
    )
