"""Checks for the cleaned sheet. The true value of each cell is known, because a program put the faults into published
records."""

from __future__ import annotations

import pandas as pd

from labelwright.checks import Failed, Measure, Passed, Work, check, found_items, idempotent, table_repaired
from labelwright.checks.containers import table as read_table
from labelwright.data import sample, seed
from labelwright.exchange.plain_data import Table

from .codebook import COLUMNS, NUMBERS
from .diagnoses import (
    cell_mistakes,
    date_mistake,
    fill_mistake,
    invented_mistake,
    invented_values,
    lost_mistake,
    range_mistake,
    replaced_mistake,
    shifted_mistake,
)
from .entries import WHY_LOG, alike, changes, logged, wrong_entries
from .faults import SENTINELS, Found
from .lookups import cells_are_read
from .reading import KEY, day, keyed, missing, no_index_column, shown, with_columns, within
from .sheets import Sheet, as_typed, rearranged, sheet

SLUG = "clean-a-messy-table"
UNSEEN = f"{SLUG}-unseen"
FULL, HALF = 0.95, 0.85
SENTINEL_CELLS = (*SENTINELS, "-99", "-999")
LEAST = 0.5
"""The share of the repairs that `clean` must make before a second run says something."""
HIDDEN = 7
"""What is added to the seed to rearrange a sheet."""


def own(work: Work) -> Sheet:
    """Return the learner's sheet with its true values."""
    return work.cached("own", lambda: sheet(seed(work.learner, SLUG, work.form), work.source_rows))


def unseen(work: Work) -> Sheet:
    """Return another sheet of the same kind: other records, other faults, and cells that no published row has together."""
    rows = sample(
        work.dataset("penguins-raw"), learner=work.learner, exercise=UNSEEN, form=work.form, n=150, key=None
    )
    start = seed(work.learner, UNSEEN, work.form)
    return rearranged(start + HIDDEN, sheet(start, rows))


def table(work: Work) -> pd.DataFrame:
    """Return `cleaned` with the codebook's columns; raise Failed if its columns differ."""
    no_index_column(work.value("cleaned"), "cleaned")
    return with_columns(work.table("cleaned", COLUMNS), "cleaned")


def found(work: Work) -> Found:
    """Return `cleaned` with the sheet and its truth."""
    return work.cached("found", lambda: Found(table(work), own(work)))


def repaired(frame: pd.DataFrame, whole: Sheet, why: str) -> Passed:
    """Judge the repairs of a table, with the mistakes that only this sheet shows; invented values earn nothing."""
    seen = Found(frame, whole)
    blocked = invented_values(seen)
    return table_repaired(
        frame,
        whole.truth,
        as_typed(whole),
        key=KEY,
        full=FULL,
        half=HALF,
        sentinels=SENTINEL_CELLS,
        mistakes=cell_mistakes(seen),
        blocked=blocked,
        most=0.0 if blocked else 0.5,
        odd=whole.shifted,
        why=why,
    )


@check("rows")
def the_columns_are_the_codebooks(work: Work) -> None:
    """`cleaned` has the twelve columns of the codebook and no other column."""
    table(work)


@check("rows", weight=2, after=the_columns_are_the_codebooks)
def every_record_is_there_once(work: Work) -> Passed:
    """`cleaned` has exactly one row for each record: no row is lost, repeated or added."""
    given, whole = table(work), own(work)
    records = ["" if one is None or one != one else str(one) for one in given[KEY]]
    there = found_items(records, list(whole.truth[KEY]))
    twice = len(records) - len(set(records))
    if not (there.missed or there.extra or twice):
        return Passed(f"{len(records)} rows", "each record once")
    said, misconception, advice = (
        [],
        "",
        "Count the rows before and after each step. Look at the rows that a step removes.",
    )
    if there.missed:
        said.append(f"{len(there.missed)} valid rows are lost, such as `{there.missed[0]}`.")
        misconception, advice = lost_mistake(whole, there.missed)
    if there.extra:
        said.append(f"{len(there.extra)} rows are not records: {there.some_extra(2)}.")
        misconception, advice = (misconception, advice) if there.missed else invented_mistake(there.extra)
    if twice:
        said.append(f"{twice} rows repeat a record.")
        if not (there.missed or there.extra):
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
        measured=f"{len(there.hits)} of {len(whole.truth)} records, {len(records)} rows",
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
    """The repairs of `cleaned` reach an F1 of .95 against the true cells, and no value is invented."""
    return repaired(table(work), own(work), "A wrong repair looks clean, so nobody checks it again.")


@check("cells", after=the_columns_are_the_codebooks)
def measurements_fit_the_codebook(work: Work) -> Passed:
    """Every measurement in `cleaned` is a number in its range or missing; none is emptied or cut to fit."""
    seen = found(work)
    out = [
        (one, name)
        for name, (low, high) in NUMBERS.items()
        for one in seen.records
        if not missing(seen.own[name][one]) and not within(seen.own[name][one], low, high)
    ]
    if out:
        (one, name), misconception, advice = range_mistake(seen, out)
        raise Failed(
            f"{len(out)} measurements are not numbers in their range, such as {shown(seen.own[name][one])} in `{name}` "
            f"of record `{one}`.",
            misconception=misconception,
            why="You do not need to know penguins to find such values. The codebook gives each range.",
            advice=advice,
            credit=max(0.0, 0.5 - len(out) / 100),
            measured=f"{len(out)} outside",
            expected="0 outside",
        )
    if seen.replaced:
        misconception, advice = replaced_mistake(seen)
        raise Failed(
            f"{len(seen.replaced)} measurements are in their range, but nobody measured them.",
            misconception=misconception,
            why="Everybody after you will take such a value for a measurement.",
            advice=advice,
            measured=f"{len(seen.replaced)} replaced",
            expected="0 outside, 0 replaced",
        )
    _not_emptied(seen, tuple(NUMBERS))
    return Passed("0 outside", "0 outside")


def _not_emptied(seen: Found, names: tuple[str, ...]) -> None:
    """Raise Failed if more than half of a column is missing although it can be read."""
    for name in names:
        emptied, readable = seen.emptied(name)
        if emptied * 2 > readable:
            raise Failed(
                f"{emptied} of {readable} cells of `{name}` are missing, but their value can be read.",
                why="An empty column has no wrong value, but it says nothing.",
                advice="Make a cell missing only if nothing was measured. Repair the others.",
                measured=f"{emptied} of {readable} emptied",
                expected="0 emptied",
            )


@check("cells", after=the_columns_are_the_codebooks)
def nothing_is_invented(work: Work) -> Passed:
    """If nothing was measured, the cell in `cleaned` is missing: it has no mean, no sentinel and no empty text."""
    seen = found(work)
    names = (*NUMBERS, "sex")
    empty = [(one, name) for name in names for one in seen.records if missing(seen.true[name][one])]
    filled = seen.filled
    if not filled:
        _not_emptied(seen, names)
        return Passed(f"{len(empty)} of {len(empty)} cells are left missing")
    one, name = next((cell for cell in filled if cell[0] not in seen.unshifted), filled[0])
    misconception, advice = fill_mistake(seen, filled)
    raise Failed(
        f"{len(filled)} of {len(empty)} cells that were never measured have a value, such as "
        f"{shown(seen.own[name][one])} in `{name}` of record `{one}`.",
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
    seen = found(work)
    own_dates, true = seen.own["egg_date"], seen.true["egg_date"]
    wrong = [one for one in seen.records if day(own_dates[one]) != true[one]]
    if not wrong:
        return Passed(f"{len(seen.records)} of {len(seen.records)}")
    first, misconception, advice = date_mistake(seen, wrong)
    raise Failed(
        f"{len(wrong)} of {len(seen.records)} dates are wrong, such as {shown(own_dates[first])} for record `{first}`.",
        misconception=misconception,
        why="A wrong date raises no error, but it moves an event by days or months.",
        advice=advice,
        credit=max(0.0, 0.5 - len(wrong) / 100),
        measured=f"{len(seen.records) - len(wrong)} of {len(seen.records)}",
        expected="all",
    )


@check("again")
def a_second_run_changes_nothing(work: Work) -> Passed:
    """`clean(clean(raw))` equals `clean(raw)` in every cell, and `clean` makes at least half of the repairs from the cells."""
    whole = own(work)
    try:
        said = idempotent(
            work, "clean", work.sample, key=KEY, truth=whole.truth, dirty=as_typed(whole), least=LEAST
        )
    except Failed as failed:
        raise _shift_first(work, whole, failed) from None
    hidden = rearranged(seed(work.learner, SLUG, work.form) + HIDDEN, whole)
    given = work.call("clean", hidden.raw)
    if isinstance(given, Table):
        cells_are_read(with_columns(read_table(given, "clean(...)", COLUMNS), "clean(...)"), hidden, LEAST)
    return said


def _shift_first(work: Work, whole: Sheet, failed: Failed) -> Failed:
    """Return the failure, with its reason if the first cell that changes is in a row that is still shifted."""
    try:
        seen = Found(
            with_columns(read_table(work.call("clean", work.sample), "clean(...)", COLUMNS), ""), whole
        )
    except Failed:
        return failed
    one = next((one for one in sorted(seen.unshifted) if f"`{one}`" in failed.found), "")
    if not one:
        return failed
    shifted = shifted_mistake(seen, one)
    return Failed(
        failed.found,
        misconception=shifted.misconception,
        why=failed.why,
        advice=shifted.advice,
        measured=failed.measured,
        expected=failed.expected,
    )


@check("unseen")
def the_next_sheet_is_cleaned_too(work: Work) -> Passed:
    """On a sheet that you have not seen, the repairs of `clean` reach an F1 of .95, no row is lost and no value invented."""
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
    no_index_column(value, "clean(...)")
    return repaired(
        with_columns(read_table(value, "clean(...)", COLUMNS), "clean(...)"),
        whole,
        why="If a rule fits only one sheet, somebody has to write it again for the next sheet.",
    )


@check("log", weight=2)
def every_change_is_logged(work: Work) -> Passed:
    """`log` has one row for each cell that you changed, and no other rows."""
    given = table(work)
    entries, (made, perhaps) = logged(work, given), changes(work.sample, keyed(given))
    judged = {cell: pair for cell, pair in entries.items() if cell not in perhaps}
    there = found_items([f"{one} {name}" for one, name in judged], [f"{one} {name}" for one, name in made])
    f1 = 2 * len(there.hits) / max(len(judged) + len(made), 1)
    measure = Measure(
        id="logged-changes",
        name="Changed cells that are in the change log",
        value=round(100 * there.recall, 1),
        unit="%",
        n=len(made),
        n_unit="changed cells",
        reference="the differences between the sheet and the cleaned table, computed by the grader",
    )
    if made and f1 >= 0.98:
        return Passed(round(f1, 4), "F1 at least .98", measures=(measure,))
    extra = [cell for cell in judged if cell not in made]
    misconception, advice, shown_entry = "", "", ""
    if extra:
        (one, name), (before, after) = extra[0], entries[extra[0]]
        shown_entry = f" {len(extra):,} entries are not a change of this cell, such as `{name}` in record `{one}`: {shown(before)} to {shown(after)}."
        misconception, advice = wrong_entries(work.sample, given, entries, extra)
    if not misconception and there.missed:
        columns = {item.split(" ", 1)[1] for item in there.missed}
        misconception = f"Changes are missing in {', '.join(f'`{name}`' for name in sorted(columns)[:4])}{' and others' if len(columns) > 4 else ''}."
    raise Failed(
        f"`log` has {len(entries):,} entries; you changed {len(made):,} cells, and {len(there.hits):,} of them are logged.{shown_entry}",
        misconception=misconception,
        why=WHY_LOG,
        advice=advice
        or "Let a program compare `raw` and `cleaned`, cell by cell, with `same`. Do not write the log by hand.",
        credit=0.5 if f1 >= 0.8 else 0.0,
        measured=round(f1, 4),
        expected="F1 at least .98",
        measures=(measure,),
    )


@check("log", after=every_change_is_logged)
def before_and_after_are_right(work: Work) -> Passed:
    """Each row of `log` gives the text from `raw` and the value from `cleaned`."""
    given = table(work)
    entries, (made, _) = logged(work, given), changes(work.sample, keyed(given))
    shared = [cell for cell in entries if cell in made]
    wrong = [
        cell
        for cell in shared
        if not all(alike(a, b) for a, b in zip(entries[cell], made[cell], strict=True))
    ]
    right = len(shared) - len(wrong)
    if right >= 0.98 * len(shared):
        return Passed(f"{right:,} of {len(shared):,}", "98 % of the entries")
    one, name = wrong[0]
    misconception, advice = wrong_entries(work.sample, given, entries, wrong)
    raise Failed(
        f"{right:,} of {len(shared):,} entries give both values correctly. The entry for `{name}` in record "
        f"`{one}` says that {shown(entries[one, name][0])} became {shown(entries[one, name][1])}.",
        misconception=misconception or "The log must copy both values.",
        why=WHY_LOG,
        advice=advice or "Copy `before` from `raw` and `after` from `cleaned`. Do not change either value.",
        credit=0.5 * right / len(shared),
        measured=f"{right:,} of {len(shared):,}",
        expected="98 % of the entries",
    )
