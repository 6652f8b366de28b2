"""Read a class list from CSV and store it: every learner on it has a row in every export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import RosterError
from labelwright.exchange.spreadsheet import column_names, csv_rows, csv_text
from labelwright.gradebook.models import LearnerRow
from labelwright.gradebook.writes import learner_key, learner_row

MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Learner:
    """One learner with the details an LMS needs to recognise them; `id` is the id in their submissions."""

    id: str
    name: str = ""
    email: str = ""
    section: str = ""
    canvas_id: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    moodle_username: str = ""
    moodle_id_number: str = ""


COLUMNS = tuple(field.name for field in fields(Learner))
"""The columns that a roster may have; only `id` is required."""


@dataclass(frozen=True)
class RosterChange:
    """What importing a roster changed; `elsewhere` are learners of the gradebook that the roster does not name."""

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    elsewhere: tuple[str, ...]


def read_roster(path: Path) -> list[Learner]:
    """Return the learners of a UTF-8 CSV file with commas or semicolons; its first line names the columns.

    Empty lines are skipped. Raise RosterError with every problem and its line.
    """
    return parse_roster(csv_text(path, RosterError), str(path))


def parse_roster(text: str, source: str) -> list[Learner]:
    """Return the learners of a roster's text; `source` names it in messages."""
    first, rows = csv_rows(text, source, RosterError)
    header = _header(first, source)
    learners: list[Learner] = []
    problems = list(_problems(header, rows, learners))
    if problems:
        more = [f"... and {len(problems) - MAX_PROBLEMS} more"] if len(problems) > MAX_PROBLEMS else []
        listed = "\n".join(f"  {problem}" for problem in [*problems[:MAX_PROBLEMS], *more])
        raise RosterError(f"{source} was not imported:\n{listed}\nFix these lines and import the file again.")
    if not learners:
        raise RosterError(
            f"{source} names nobody. Write one line for each learner, below the line of column names."
        )
    return learners


def _header(row: list[str], source: str) -> list[str]:
    names = column_names(row)
    unknown = [cell for cell, name in zip(row, names, strict=True) if name not in COLUMNS]
    known = ", ".join(COLUMNS)
    if "id" not in names:
        raise RosterError(f"{source}, line 1: the column id is missing. Allowed columns: {known}.")
    if unknown:
        raise RosterError(
            f"{source}, line 1: the column {unknown[0]!r} is not known. Allowed columns: {known}."
        )
    if len(set(names)) != len(names):
        raise RosterError(f"{source}, line 1: a column appears twice. Keep one of each.")
    return names


def _problems(header: list[str], rows: list[tuple[int, list[str]]], learners: list[Learner]) -> Iterator[str]:
    """Fill `learners` from `rows`; yield a message for each row that is wrong."""
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
            yield f"line {line}: the id is empty. Write the id that is in this learner's submissions."
        elif key in seen:
            yield f"line {line}: the id {key!r} is already in line {seen[key]}. Keep one of them."
        elif long:
            yield f"line {line}: {long[0]} is longer than 320 characters. A quote may be missing above."
        elif cells.get("email") and "@" not in cells["email"]:
            yield f"line {line}: {cells['email']!r} is not an e-mail address. Fix it, or leave it empty."
        else:
            seen[key] = line
            learners.append(Learner(**{**cells, "id": key}))


def import_roster_rows(session: Session, learners: Iterable[Learner]) -> RosterChange:
    """Add and update learners; an empty cell changes nothing, and no learner is ever removed."""
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


def all_learners(session: Session, keys: Collection[str] | None = None) -> list[Learner]:
    """Return every learner of the gradebook (or those stored as `keys`), from a roster or from work, by id."""
    query = select(LearnerRow) if keys is None else select(LearnerRow).where(LearnerRow.key.in_(keys))
    rows = session.scalars(query)
    learners = [Learner(row.key, *(getattr(row, name) for name in COLUMNS[1:])) for row in rows]
    return sorted(learners, key=lambda learner: learner.id)
