"""Read a class list from CSV, line by line, and keep it: everyone on it has a row in every export."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import RosterError
from labelwright.gradebook.models import LearnerRow
from labelwright.gradebook.writes import learner_key, learner_row

MOST_FAULTS = 20


@dataclass(frozen=True)
class Learner:
    """One learner with what an LMS needs to recognise them; `id` is the id their submissions carry."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    moodle_username: str = ""
    moodle_id_number: str = ""


COLUMNS = tuple(one.name for one in fields(Learner))
"""The columns that a roster may have; only `id` is required."""


@dataclass(frozen=True)
class RosterChange:
    """What importing a roster did; `elsewhere` are learners in the gradebook that the roster does not name."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    elsewhere: tuple[str, ...]


def read_roster(path: Path) -> list[Learner]:
    """The learners of a CSV file in UTF-8, parted by commas or semicolons; the columns are named in its first line.

    RosterError lists every fault with its line. An empty line is skipped.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise RosterError(f"{path} cannot be read: {error.strerror}. Check the path.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise RosterError(
            f"{path}, line {line}: this is not UTF-8 text. Save the sheet as 'CSV UTF-8' and try again."
        ) from None
    return parse_roster(text, str(path))


def parse_roster(text: str, source: str) -> list[Learner]:
    """The learners of a roster's text; `source` names it in messages."""
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = _header(next(lines, []), source)
        rows = [(lines.line_num, row) for row in lines]
    except csv.Error as error:
        raise RosterError(f"{source}, line {lines.line_num}: {error}. Check the quotes there.") from None
    learners: list[Learner] = []
    faults = list(_faults(header, rows, learners))
    if faults:
        more = [f"... and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        listed = "\n".join(f"  {fault}" for fault in [*faults[:MOST_FAULTS], *more])
        raise RosterError(f"{source} was not imported:\n{listed}\nMend these lines and import it again.")
    if not learners:
        raise RosterError(f"{source} names nobody. Give one line a learner, below the line of column names.")
    return learners


def _header(row: list[str], source: str) -> list[str]:
    names = [cell.strip().lower().replace(" ", "_").replace("-", "_") for cell in row]
    unknown = [cell for cell, name in zip(row, names, strict=True) if name not in COLUMNS]
    known = ", ".join(COLUMNS)
    if "id" not in names:
        raise RosterError(f"{source}, line 1: there is no column id. The columns may be: {known}.")
    if unknown:
        raise RosterError(f"{source}, line 1: the column {unknown[0]!r} is not known. They may be: {known}.")
    if len(set(names)) != len(names):
        raise RosterError(f"{source}, line 1: a column is there twice. Keep one of each.")
    return names


def _faults(header: list[str], rows: list[tuple[int, list[str]]], learners: list[Learner]) -> Iterator[str]:
    """Fill `learners` from `rows`; one sentence for each row that cannot be one."""
    seen: dict[str, int] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            yield f"line {line}: {len(row)} cells where line 1 has {len(header)} columns. Check its commas and quotes."
            continue
        cells = {name: cell.strip() for name, cell in zip(header, row, strict=True)}
        key = learner_key(cells["id"])
        long = [name for name, cell in cells.items() if len(cell) > 320]
        if not key:
            yield f"line {line}: the id is empty. Write the id that this learner's submissions carry."
        elif key in seen:
            yield f"line {line}: the id {key!r} stands in line {seen[key]} already. Keep one of them."
        elif long:
            yield f"line {line}: {long[0]} is longer than 320 characters. A quote may be missing above."
        elif cells.get("email") and "@" not in cells["email"]:
            yield f"line {line}: {cells['email']!r} is not an e-mail address. Mend it, or leave it empty."
        else:
            seen[key] = line
            learners.append(Learner(**{**cells, "id": key}))


def keep_roster(session: Session, learners: Iterable[Learner]) -> RosterChange:
    """Add and update learners; an empty cell leaves what is known, and nobody is ever taken out."""
    added: list[str] = []
    updated: list[str] = []
    unchanged: list[str] = []
    before = set(session.scalars(select(LearnerRow.key)))
    for learner in learners:
        row = learner_row(session, learner.id)
        changed = _update(row, learner)
        listed = added if row.key not in before else updated if changed else unchanged
        listed.append(row.key)
    elsewhere = sorted(before - {*added, *updated, *unchanged})
    return RosterChange(tuple(added), tuple(updated), tuple(unchanged), tuple(elsewhere))


def _update(row: LearnerRow, learner: Learner) -> bool:
    changed = not row.on_roster
    row.on_roster = True
    for name in COLUMNS[1:]:
        value = getattr(learner, name).replace("\0", "�")
        if value and getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    return changed


def everyone(session: Session, key: str | None = None) -> list[Learner]:
    """Every learner of the gradebook (or the one stored as `key`), whether from a roster or from their work, by id."""
    query = select(LearnerRow) if key is None else select(LearnerRow).filter_by(key=key)
    rows = session.scalars(query)
    found = [Learner(row.key, *(getattr(row, name) for name in COLUMNS[1:])) for row in rows]
    return sorted(found, key=lambda learner: learner.id)
