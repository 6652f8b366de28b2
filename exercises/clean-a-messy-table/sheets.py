"""Make one learner's field sheet: published records, spoiled by kinds of fault that real sheets have.

Everything is drawn from the seed. The planted faults and the true value of each cell stay on the trusted side.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from labelwright.rng import Rng

from .cells import SPOILERS, Cell, text
from .codebook import COLUMNS, NUMBERS, SPARE, true_table

SENTINELS = ("-99", "-999")
SHARE = {
    "species": 0.13,
    "island": 0.11,
    "bird": 0.04,
    "clutch": 0.08,
    "egg_date": 0.34,
    "bill_length_mm": 0.08,
    "bill_depth_mm": 0.04,
    "flipper_mm": 0.08,
    "mass_g": 0.13,
    "sex": 0.18,
}
"""The share of a column's cells that get a fault of form, spelling or unit."""
SENTINEL_SHARE, SWAPPED_SHARE, SHIFTED_SHARE, TWICE_SHARE = 0.025, 0.03, 0.02, 0.03


@dataclass(frozen=True)
class Sheet:
    """The sheet as the learner gets it, all text; and the truth, one row for each record.

    `planted` maps record and column to the kind of fault; `twice` are the records that are in the sheet twice, `shifted`
    those whose row is one column too far to the right.
    """

    raw: pd.DataFrame
    truth: pd.DataFrame
    planted: dict[Cell, str]
    twice: tuple[str, ...]
    shifted: tuple[str, ...]


def make(seed: int, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the learner's sheet."""
    return sheet(seed, rows).raw


def sheet(seed: int, rows: pd.DataFrame) -> Sheet:
    """Return the sheet for this seed and these published rows."""
    rng = Rng(seed)
    truth = true_table(rows)
    records = list(truth["record"])
    values = {(one["record"], name): one[name] for one in truth.to_dict("records") for name in COLUMNS}
    written = {cell: text(value) for cell, value in values.items()}
    planted: dict[Cell, str] = {}
    twice = rng.shuffled(records)[: round(TWICE_SHARE * len(records))]
    _swap_bills(rng, records, values, written, planted)
    _spoil_cells(rng, records, values, written, planted)
    _lose_values(rng, [one for one in records if one not in twice], values, written, planted)
    lines = [[written[record, name] for name in COLUMNS] for record in records]
    again = [_again(rng, record, values) for record in twice]
    shifted = set(rng.shuffled(range(len(lines)))[: round(SHIFTED_SHARE * len(lines))])
    lines = [_shifted(line) if at in shifted else [*line, ""] for at, line in enumerate(lines)]
    for line in again:
        lines.insert(len(lines) // 2 + rng.below(len(lines) // 2), [*line, ""])
    for strange in ([*COLUMNS, SPARE], [""] * (len(COLUMNS) + 1), [*COLUMNS, SPARE]):
        lines.insert(20 + rng.below(len(lines) - 20), strange)
    fixed = {name: pd.Series([values[record, name] for record in records], dtype=object) for name in COLUMNS}
    return Sheet(
        pd.DataFrame(lines, columns=[*COLUMNS, SPARE]),
        pd.DataFrame(fixed),
        planted,
        tuple(twice),
        tuple(records[at] for at in sorted(shifted)),
    )


_TOGETHER: tuple[tuple[str, ...], ...] = (
    ("island",),
    ("bird",),
    ("clutch",),
    ("egg_date",),
    ("bill_length_mm", "bill_depth_mm"),
    ("flipper_mm",),
    ("mass_g",),
    ("sex",),
)
"""Columns that `rearranged` moves to another record as one."""


def rearranged(seed: int, whole: Sheet) -> Sheet:
    """Return the sheet with cells exchanged between records of one species and study: the same texts and faults.

    A function that reads the cells repairs it as well as the sheet itself. One that looks up published values does not.
    """
    rng = Rng(seed)
    raw, truth, planted = whole.raw.copy(), whole.truth.copy(), dict(whole.planted)
    first = {one: at for at, one in reversed(list(enumerate(raw["record"])))}
    kinds = zip(truth["species"], truth["study"], strict=True)
    groups: dict[object, list[int]] = {}
    for at, (record, kind) in enumerate(zip(truth["record"], kinds, strict=True)):
        if record not in whole.twice and record not in whole.shifted:
            groups.setdefault(kind, []).append(at)
    names = list(truth["record"])
    for places in groups.values():
        for block in _TOGETHER:
            others = rng.shuffled(places)
            rows, from_rows = ([first[names[at]] for at in part] for part in (places, others))
            for name in block:
                true, written = list(truth[name]), list(raw[name])
                for at, other, row, from_row in zip(places, others, rows, from_rows, strict=True):
                    truth.iat[at, truth.columns.get_loc(name)] = true[other]
                    raw.iat[row, raw.columns.get_loc(name)] = written[from_row]
                    planted.pop((names[at], name), None)
                    if (names[other], name) in whole.planted:
                        planted[names[at], name] = whole.planted[names[other], name]
    return Sheet(raw, truth, planted, whole.twice, whole.shifted)


def _spoil_cells(
    rng: Rng,
    records: list[str],
    values: dict[Cell, object],
    written: dict[Cell, str],
    planted: dict[Cell, str],
) -> None:
    """Write some cells of each column in another form, another spelling or another unit."""
    for name, share in SHARE.items():
        free = [one for one in records if (one, name) not in planted]
        for record in rng.shuffled(free)[: round(share * len(records))]:
            spoiled = SPOILERS[name](rng, values[record, name])
            if spoiled is not None:
                planted[record, name], written[record, name] = spoiled


def _swap_bills(
    rng: Rng,
    records: list[str],
    values: dict[Cell, object],
    written: dict[Cell, str],
    planted: dict[Cell, str],
) -> None:
    """Exchange length and depth of some bills."""
    measured = [one for one in records if values[one, "bill_length_mm"] is not None]
    for record in rng.shuffled(measured)[: round(SWAPPED_SHARE * len(records))]:
        length, depth = (record, "bill_length_mm"), (record, "bill_depth_mm")
        written[length], written[depth] = written[depth], written[length]
        planted[length] = planted[depth] = "exchanged"


def _lose_values(
    rng: Rng,
    records: list[str],
    values: dict[Cell, object],
    written: dict[Cell, str],
    planted: dict[Cell, str],
) -> None:
    """Replace a measurement by a sentinel: its value is lost, so the true cell is missing."""
    for name in NUMBERS:
        free = [one for one in records if (one, name) not in planted and values[one, name] is not None]
        for record in rng.shuffled(free)[: round(SENTINEL_SHARE * len(records))]:
            values[record, name] = None
            planted[record, name], written[record, name] = "sentinel", rng.pick(SENTINELS)


def _again(rng: Rng, record: str, values: dict[Cell, object]) -> list[str]:
    """Return the record as a second person typed it, with other habits."""
    line = []
    for name in COLUMNS:
        spoiled = (
            SPOILERS[name](rng, values[record, name]) if name in SPOILERS and rng.share() < 0.3 else None
        )
        line.append(spoiled[1] if spoiled else text(values[record, name]))
    return line


def _shifted(line: list[str]) -> list[str]:
    """Return the line with an empty cell before the island, so that the rest is one column too far to the right."""
    place = COLUMNS.index("island")
    return [*line[:place], "", *line[place:]]


def as_typed(whole: Sheet) -> pd.DataFrame:
    """Return the sheet's first row of each record. Cells that only need another type already have their true value."""
    rows = whole.raw.drop_duplicates("record").set_index("record")
    true = whole.truth.set_index("record")
    rows = rows.loc[true.index]
    cells = {
        name: [
            right if written == text(right) else written
            for right, written in zip(true[name].array, rows[name].array, strict=True)
        ]
        for name in COLUMNS
        if name != "record"
    }
    return pd.DataFrame({"record": list(true.index), **cells}).astype(object)
