"""Read a class list from CSV and store it: every learner on it has a row in every export."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import RosterError
from labelwright.exchange.spreadsheet import column_names, csv_rows, csv_text
from labelwright.gradebook.identity import fold, learner_key
from labelwright.gradebook.models import AccountRow, LearnerRow
from labelwright.gradebook.roster_formats import Format, format_of
from labelwright.gradebook.writes import find_learner, learner_row

MAX_PROBLEMS = 20
_NUMBERS = (
    "canvas_id",
    "sis_user_id",
    "sis_login_id",
    "moodle_id_number",
    "moodle_username",
    "email",
    "github_username",
)


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
    github_username: str = ""
    accounts: tuple[tuple[str, str], ...] = ()
    """Further numbers in an LMS, such as ("Moodle", "123") for a participant of an assignment."""


COLUMNS = tuple(field.name for field in fields(Learner) if field.name != "accounts")
"""The columns that a roster may have; only `id` is required."""


@dataclass(frozen=True)
class RosterChange:
    """What importing a roster changed; `elsewhere` are learners of the gradebook that the roster does not name.

    `left` are those that a complete list no longer has. `settled` counts the submissions of which the list changed whose
    they are, or how sure that is.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    elsewhere: tuple[str, ...]
    left: tuple[str, ...] = ()
    settled: int = 0


@dataclass(frozen=True)
class ClassList:
    """A class list as read: the learners, the program that exported it, and the rows that do not name a learner."""

    learners: tuple[Learner, ...]
    kind: str = "labelwright"
    left_out: tuple[str, ...] = ()


def read_roster(path: Path) -> list[Learner]:
    """Return the learners of a class list; see `read_class_list`."""
    return list(read_class_list(path).learners)


def parse_roster(text: str, source: str) -> list[Learner]:
    """Return the learners of a class list's text; `source` names it in messages."""
    return list(parse_class_list(text, source).learners)


def read_class_list(path: Path, id_column: str = "") -> ClassList:
    """Return the class list in a UTF-8 CSV file with commas or semicolons; its first line names the columns.

    It is our own format, or an export of Canvas, Moodle, Gradescope or GitHub Classroom, of which `id_column` may name the
    column that is the id. Empty lines are skipped. Raise RosterError with every problem and its line.
    """
    return parse_class_list(csv_text(path, RosterError), str(path), id_column)


def parse_class_list(text: str, source: str, id_column: str = "") -> ClassList:
    """Return the class list in a text; `source` names it in messages."""
    first, rows = csv_rows(text, source, RosterError)
    names = column_names(first)
    kind = None if set(names) <= set(COLUMNS) else format_of(names)
    if kind is None:
        if id_column:
            raise RosterError(f"{source} has labelwright's own columns, so its id is in the column id.")
        names = _header(first, source)
    column = column_names([id_column])[0] if id_column else ""
    if column and column not in names:
        raise RosterError(f"{source} has no column {id_column!r}. It has: {', '.join(first)}.")
    learners: list[Learner] = []
    left_out: list[str] = []
    problems = list(_problems(_Reader(names, kind, column), rows, learners, left_out))
    if problems:
        more = [f"... and {len(problems) - MAX_PROBLEMS} more"] if len(problems) > MAX_PROBLEMS else []
        listed = "\n".join(f"  {problem}" for problem in [*problems[:MAX_PROBLEMS], *more])
        raise RosterError(f"{source} was not imported:\n{listed}\nFix these lines and import the file again.")
    if not learners:
        raise RosterError(
            f"{source} names nobody. Write one line for each learner, below the line of column names."
        )
    return ClassList(tuple(learners), kind.name if kind else "labelwright", tuple(left_out))


def _header(row: list[str], source: str) -> list[str]:
    names = column_names(row)
    unknown = [cell for cell, name in zip(row, names, strict=True) if name not in COLUMNS]
    known = ", ".join(COLUMNS)
    if "id" not in names:
        raise RosterError(
            f"{source}, line 1: the column id is missing. Allowed columns: {known}. Lists that Canvas, Moodle, Gradescope "
            "and GitHub Classroom export in English are read as they are."
        )
    if unknown:
        raise RosterError(
            f"{source}, line 1: the column {unknown[0]!r} is not known. Allowed columns: {known}."
        )
    if len(set(names)) != len(names):
        raise RosterError(f"{source}, line 1: a column appears twice. Keep one of each.")
    return names


@dataclass(frozen=True)
class _Reader:
    """Turns a row into a learner: our own columns (`kind` None), or those of an export."""

    names: list[str]
    kind: Format | None
    id_column: str

    @property
    def advice(self) -> str:
        """What to do about a row without an id."""
        if self.kind is None or self.id_column:
            return "Write the id that is in this learner's submissions."
        blind = " Moodle leaves them out while it marks blind." if self.kind.participant else ""
        return f"Fill one of {', '.join(self.kind.ids)}.{blind}"

    def cells(self, row: list[str]) -> dict[str, str]:
        """Return the row's cells by column; of two columns with one name the first counts."""
        pairs = zip(self.names, row, strict=True)
        return {name: clean_cell(cell) for name, cell in reversed(list(pairs))}

    def learner(self, cells: dict[str, str]) -> Learner:
        """Return the learner of a row."""
        if self.kind is None:
            return _learner(cells)
        key = self.kind.id_of(cells, self.id_column)
        return replace(_learner({**self.kind.detail(cells), "id": key}), accounts=self.kind.accounts(cells))


def _learner(cells: dict[str, str]) -> Learner:
    known: dict[str, Any] = {name: cells.get(name, "") for name in COLUMNS}
    return Learner(**known)


def clean_cell(cell: str) -> str:
    """Return a cell without space around it and without the marks that an export may put before it."""
    return cell.strip().strip("\ufeff\u200e\u200f").strip()


def _problems(
    reader: _Reader, rows: list[tuple[int, list[str]]], learners: list[Learner], left_out: list[str]
) -> Iterator[str]:
    """Fill `learners` and `left_out` from `rows`; yield a message for each row that is wrong."""
    seen: dict[str, int] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(reader.names):
            yield f"line {line}: {len(row)} cells where line 1 has {len(reader.names)} columns. Check its commas and quotes."
            continue
        cells = reader.cells(row)
        if reader.kind and reader.kind.skips(cells):
            left_out.append(f"line {line}: {next(cell for cell in row if cell.strip()).strip()}")
            continue
        one = reader.learner(cells)
        key = learner_key(one.id)
        long = [name for name in COLUMNS if len(getattr(one, name)) > 320]
        if not key:
            yield f"line {line}: the id is empty. {reader.advice}"
        elif fold(key) in seen:
            yield f"line {line}: the id {key!r} is already in line {seen[fold(key)]}. Keep one of them."
        elif long:
            yield f"line {line}: {long[0]} is longer than 320 characters. A quote may be missing above."
        elif one.email and "@" not in one.email:
            yield f"line {line}: {one.email!r} is not an e-mail address. Fix it, or leave it empty."
        else:
            seen[fold(key)] = line
            learners.append(replace(one, id=key))


def import_roster_rows(session: Session, learners: Iterable[Learner], complete: bool = False) -> RosterChange:
    """Add and update learners; an empty cell changes nothing, and no learner is ever removed.

    With `complete`, who was on the class list and is not on this one has left. Raise RosterError if two lines are one learner.
    """
    added: list[str] = []
    updated: list[str] = []
    unchanged: list[str] = []
    before = set(session.scalars(select(LearnerRow.key).where(~LearnerRow.hidden)))
    for learner in learners:
        row = _known_row(session, learner) or learner_row(session, learner.id)
        if row.key in (*added, *updated, *unchanged):
            raise RosterError(
                f"Two lines of the list are the same learner, {row.key!r}: the second one has the id {learner.id!r}. "
                "Nothing was imported. Take one line out."
            )
        changed = _update(session, row, learner)
        listed = added if row.key not in before else updated if changed else unchanged
        listed.append(row.key)
    named = {*added, *updated, *unchanged}
    left = []
    for row in session.scalars(select(LearnerRow).where(LearnerRow.on_roster)) if complete else ():
        if row.key not in named and not row.has_left:
            row.has_left = True
            left.append(row.key)
    elsewhere = sorted(before - named)
    return RosterChange(tuple(added), tuple(updated), tuple(unchanged), tuple(elsewhere), tuple(sorted(left)))


def _known_row(session: Session, learner: Learner) -> LearnerRow | None:
    """Return the learner whom another list named before: by a number of an LMS, where the id itself is new."""
    if find_learner(session, learner.id) is not None:
        return None
    for name in _NUMBERS:
        value = getattr(learner, name)
        rows = (
            session.scalars(select(LearnerRow).filter_by(on_roster=True, **{name: value})).all()
            if value
            else []
        )
        if len(rows) == 1:
            return rows[0]
    return None


def _update(session: Session, row: LearnerRow, learner: Learner) -> bool:
    changed = not row.on_roster or row.has_left or row.made_up
    row.on_roster, row.has_left, row.made_up = True, False, False
    for name in COLUMNS[1:]:
        value = getattr(learner, name).replace("\0", "�")
        if value and getattr(row, name) != value:
            setattr(row, name, value)
            changed = True
    for place, number in learner.accounts:
        value = fold(number)
        found = session.scalar(select(AccountRow).filter_by(place=place, value=value))
        if found is None:
            session.add(AccountRow(learner_id=row.id, place=place, value=value))
        elif found.learner_id != row.id:
            found.learner_id = row.id
        changed = changed or found is None
    session.flush()
    return changed


def all_learners(session: Session, keys: Collection[str] | None = None) -> list[Learner]:
    """Return every learner of the gradebook (or those stored as `keys`), from a roster or from work, by id."""
    query = select(LearnerRow) if keys is None else select(LearnerRow).where(LearnerRow.key.in_(keys))
    rows = session.scalars(query.where(~LearnerRow.hidden))
    learners = [Learner(row.key, *(getattr(row, name) for name in COLUMNS[1:])) for row in rows]
    return sorted(learners, key=lambda learner: learner.id)
