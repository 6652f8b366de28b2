"""Decide whose work a submission is, keep each value from before, and undo a decision."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.deadlines import from_db, now, to_db
from labelwright.gradebook.identity import By, Claims, People, State, fold, identify, learner_key
from labelwright.gradebook.identity_report import ID_COLUMNS, read_people
from labelwright.gradebook.identity_rows import claims_of
from labelwright.gradebook.manual import need_learner
from labelwright.gradebook.models import (
    AccountRow,
    Base,
    CommentRow,
    DeadlineRow,
    DecisionRow,
    LearnerRow,
    MarkRow,
    SubmissionRow,
)
from labelwright.gradebook.review_models import QuestionRow
from labelwright.gradebook.roster import Learner, RosterChange, import_roster_rows
from labelwright.gradebook.writes import find_learner

_TABLES: dict[str, type[Base]] = {
    row.__tablename__: row
    for row in (LearnerRow, SubmissionRow, AccountRow, MarkRow, CommentRow, DeadlineRow, QuestionRow)
}
UNDO = "undo"
_DETAILS = (*(name for name in ID_COLUMNS if name != "key"), "name", "section", "canvas_id")


@dataclass(frozen=True)
class Decision:
    """One decision about whose work is whose; `undoes` is the number of the one that it takes back."""

    number: int
    action: str
    about: str
    reason: str
    who: str
    when: datetime
    undoes: int | None = None


class Changes:
    """Changes rows and remembers each value before and after, so that the decision can be undone exactly."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._entries: list[list[Any]] = []
        self._learners: set[int] = set()
        self._submissions: set[int] = set()

    def set(self, row: Any, **values: Any) -> None:
        """Change these columns of a row."""
        for name, value in values.items():
            before = getattr(row, name)
            if before != value:
                self._touch(row)
                self._entries.append([row.__tablename__, row.id, name, before, value])
                setattr(row, name, value)

    def add(self, row: Any) -> None:
        """Add a row."""
        self.session.add(row)
        self.session.flush()
        self._touch(row)
        self._entries.append([row.__tablename__, row.id, "", None, None])

    def remove(self, row: AccountRow) -> None:
        """Remove an account."""
        self._touch(row)
        kept = {name: getattr(row, name) for name in ("learner_id", "place", "value")}
        self._entries.append([row.__tablename__, row.id, "", kept, None])
        self.session.delete(row)
        self.session.flush()

    def about(self, *learners: LearnerRow) -> None:
        """Say that the decision is about these learners, also where nothing of theirs changes."""
        self._learners |= {learner.id for learner in learners}

    @property
    def count(self) -> int:
        """How many submissions were changed."""
        return len(self._submissions)

    def write(self, action: str, about: str, who: str, reason: str, undoes: int | None = None) -> Decision:
        """Write the decision down, and return it."""
        if not who.strip():
            raise GradebookError("A decision needs the name of the person who makes it.")
        self.session.flush()
        row = DecisionRow(
            action=action,
            about=about.replace("\0", "\N{REPLACEMENT CHARACTER}"),
            reason=reason.replace("\0", "\N{REPLACEMENT CHARACTER}").strip(),
            changes=json.dumps(self._entries),
            learners=_numbers(self._learners),
            submissions=_numbers(self._submissions),
            who=who.strip()[:320],
            made_at=to_db(now()),
            undoes=undoes,
        )
        self.session.add(row)
        self.session.flush()
        return _decision(row)

    def _touch(self, row: Any) -> None:
        if isinstance(row, SubmissionRow):
            self._submissions.add(row.id)
        learner = row.id if isinstance(row, LearnerRow) else row.learner_id
        self._learners |= {learner} - {None}


def _numbers(found: set[int]) -> str:
    return "," + "".join(f"{number}," for number in sorted(found))


def _decision(row: DecisionRow) -> Decision:
    return Decision(row.id, row.action, row.about, row.reason, row.who, from_db(row.made_at), row.undoes)


def history(session: Session) -> list[Decision]:
    """Return every decision ever made, oldest first, undone ones and the undoing too."""
    return [_decision(row) for row in session.scalars(select(DecisionRow).order_by(DecisionRow.id))]


def import_roster(session: Session, learners: Sequence[Learner], complete: bool) -> RosterChange:
    """Add and update learners of a class list, then look again at whose each submission is that no person decided."""
    change = import_roster_rows(session, learners, complete)
    changes = Changes(session)
    settled = settle(changes, everything=True)
    if changes.count:
        about = f"A class list changed whose {settled} submissions are, or how sure that is."
        changes.write("class list", about, "the class list", "")
    # Somebody whom the grader made up, and of whom nothing is left now, is hidden.
    there = set(session.scalars(select(LearnerRow.key).where(~LearnerRow.hidden)))
    elsewhere = tuple(learner for learner in change.elsewhere if learner in there)
    return replace(change, settled=settled, elsewhere=elsewhere)


def assign(
    session: Session, numbers: Sequence[int], learner: str, who: str, reason: str = "", new: bool = False
) -> Decision:
    """Give these submissions to a learner, who is added if `new`; an LMS's account that no list knows becomes theirs."""
    changes, rows = Changes(session), _submissions(session, numbers)
    target = _target(changes, learner, new)
    before = {row.learner_id for row in rows}
    for row in rows:
        owner = row.learner
        changes.about(owner)
        _move(changes, row, target)
        _decide(changes, row)
        if owner.made_up:
            _remember_account(changes, row, target)
    session.flush()
    for number in sorted(before - {target.id}):
        _hide_empty(changes, number)
    settle(changes)
    listed = ", ".join(map(str, sorted(numbers)))
    return changes.write("assign", f"Submissions {listed} belong to {target.key}.", who, reason)


def confirm(session: Session, numbers: Sequence[int], who: str, reason: str = "") -> Decision:
    """Say that these submissions are in the right place; what the work states is then one more id of that learner.

    The id of somebody else in the gradebook stays theirs.
    """
    changes, rows = Changes(session), _submissions(session, numbers)
    people = read_people(session)
    for row in rows:
        _decide(changes, row)
        changes.set(row.learner, made_up=False)
        if row.stated and people.called(row.stated) is None:
            _add_account(changes, row.learner, "", fold(row.stated))
        _remember_account(changes, row, row.learner, keep=True)
    session.flush()
    settle(changes)
    listed = ", ".join(map(str, sorted(numbers)))
    return changes.write("confirm", f"Submissions {listed} are in the right place.", who, reason)


def merge(session: Session, other: str, into: str, who: str, reason: str = "") -> Decision:
    """Put everything of one learner under another one; the first id then finds the second learner."""
    first, second = need_learner(session, other), need_learner(session, into)
    if first.id == second.id:
        raise GradebookError(f"{other!r} and {into!r} are the same learner, {first.key}.")
    changes = Changes(session)
    for row in session.scalars(select(SubmissionRow).filter_by(learner_id=first.id)).all():
        _move(changes, row, second)
        if row.identity == State.OPEN:
            _decide(changes, row)
    for table in (MarkRow, CommentRow, DeadlineRow, QuestionRow, AccountRow):
        for each in session.scalars(select(table).filter_by(learner_id=first.id)).all():
            changes.set(each, learner_id=second.id)
    for name in _DETAILS:
        if getattr(first, name) and not getattr(second, name):
            changes.set(second, **{name: getattr(first, name)})
    changes.set(
        second, on_roster=second.on_roster or first.on_roster, made_up=second.made_up and first.made_up
    )
    changes.set(first, hidden=True, on_roster=False)
    _add_account(changes, second, "", first.folded)
    session.flush()
    settle(changes)
    return changes.write("merge", f"{first.key} is now part of {second.key}.", who, reason)


def rename(session: Session, learner: str, new_id: str, who: str, reason: str = "") -> Decision:
    """Give a learner another id; work that states the earlier one still finds them."""
    row, key, value = need_learner(session, learner), learner_key(new_id), fold(new_id)
    if not key:
        raise GradebookError("The new id is empty. Write the id that the learner gets.")
    taken = find_learner(session, key)
    if taken is not None and taken.id != row.id:
        raise GradebookError(
            f"{key!r} is an id of another learner, {taken.key}. To put both together: "
            "`labelwright gradebook people merge`."
        )
    changes, before = Changes(session), row.key
    if value != row.folded:
        earlier = session.scalar(select(AccountRow).filter_by(place="", value=value))
        if earlier is not None:
            changes.remove(earlier)
        _add_account(changes, row, "", row.folded)
    changes.set(row, key=key, folded=value, made_up=False)
    session.flush()
    settle(changes)
    return changes.write("rename", f"{before} is now called {key}.", who, reason)


def undo(session: Session, number: int, who: str, reason: str = "") -> Decision:
    """Take a decision back: every value is again what it was. Raise GradebookError if a later change is in the way."""
    row = session.get(DecisionRow, number)
    if row is None:
        raise GradebookError(
            f"Decision {number} does not exist. `labelwright gradebook people history` lists them."
        )
    again = session.scalar(select(DecisionRow.id).filter_by(undoes=number))
    if again is not None or row.action == UNDO:
        said = f"was undone already, by decision {again}" if again else "is itself an undoing"
        raise GradebookError(f"Decision {number} {said}. Make the decision again instead.")
    changes, entries = Changes(session), json.loads(row.changes)
    if not entries:
        raise GradebookError(f"Decision {number} cannot be undone. {row.about}")
    for table, key, name, before, after in reversed(entries):
        _revert(changes, _TABLES[table], (key, name, before, after), number)
    session.flush()
    return changes.write(UNDO, f"Decision {number} is undone. It was: {row.about}", who, reason, number)


def _revert(changes: Changes, table: type[Base], entry: tuple[int, str, Any, Any], number: int) -> None:
    key, name, before, after = entry
    found: Any = changes.session.get(table, key)
    if not name and before is not None:
        changes.session.add(table(id=key, **before))
        changes.session.flush()
    elif found is None or (name and getattr(found, name) != after):
        raise GradebookError(
            f"Decision {number} cannot be undone: a later decision or class list changed the same thing. Undo the later "
            "one first; `labelwright gradebook people history` lists them."
        )
    elif name:
        changes.set(found, **{name: before})
        changes.session.flush()
    elif isinstance(found, LearnerRow):
        _remove_learner(changes, found, number)
    else:
        changes.remove(found)


def _remove_learner(changes: Changes, learner: LearnerRow, number: int) -> None:
    """Remove a learner whom a decision added; raise GradebookError if there is something of theirs."""
    for table in (SubmissionRow, MarkRow, CommentRow, DeadlineRow, QuestionRow, AccountRow):
        if changes.session.scalar(select(table.id).filter_by(learner_id=learner.id).limit(1)) is not None:
            raise GradebookError(
                f"Decision {number} cannot be undone: {learner.key} has got more work, marks or deadlines since. "
                "Assign that work first."
            )
    changes.session.delete(learner)
    changes.session.flush()


def settle(changes: Changes, everything: bool = False) -> int:
    """Settle each open submission about which everything is now known, such as more work by the same person.

    With `everything`, after a new class list, look again at each submission that no person decided. Return of how many it
    changed whose they are, or how sure that is.
    """
    session = changes.session
    people = read_people(session)
    states = [State.OPEN.value, State.SURE.value] if everything else [State.OPEN.value]
    left, count = set(), 0
    waiting = select(SubmissionRow, LearnerRow).join(LearnerRow).where(SubmissionRow.identity.in_(states))
    for row, learner in session.execute(waiting).all():
        claims = claims_of(row)
        if not row.claim or (row.identity_by == By.NOBODY and not _is_listed(claims, people, row.exercise)):
            continue
        found = identify(replace(claims, folders=(claims.file,)), people, row.exercise, row.sha256)
        if found.state is State.OPEN and not everything:
            continue
        now_said = (found.state.value, found.by.value, found.why)
        before = (row.identity, row.identity_by, row.identity_why)
        if now_said == before and fold(found.learner) == learner.folded:
            continue
        owner = _target(changes, found.learner, True, found.made_up)
        left |= {row.learner_id} - {owner.id}
        count += row.learner_id != owner.id or row.identity != found.state
        changes.set(row, learner_id=owner.id, identity=found.state.value, identity_by=found.by.value)
        changes.set(row, identity_why=found.why)
    session.flush()
    for number in sorted(left):
        _hide_empty(changes, number)
    return count


def _is_listed(claims: Claims, people: People, exercise: str) -> bool:
    """Return whether the class list has the LMS's person: only that settles whose work it is if two accounts state one id."""
    person = people.of_lms(claims, exercise) if claims.lms else None
    return person is not None and person.on_roster


def _submissions(session: Session, numbers: Sequence[int]) -> list[SubmissionRow]:
    if not numbers:
        raise GradebookError(
            "Name the submissions by their numbers: `labelwright gradebook people` lists them."
        )
    rows = []
    for number in dict.fromkeys(numbers):
        row = session.get(SubmissionRow, number)
        if row is None:
            raise GradebookError(
                f"Submission {number} does not exist. `labelwright gradebook people --all` lists them."
            )
        rows.append(row)
    return rows


def _target(changes: Changes, learner: str, new: bool, made_up: bool = False) -> LearnerRow:
    found = find_learner(changes.session, learner)
    if found is not None and (new or not found.hidden):
        changes.set(found, hidden=False)
        return found
    if not new:
        return need_learner(changes.session, learner)
    if not learner_key(learner):
        raise GradebookError("The id of the new learner is empty.")
    row = LearnerRow(key=learner_key(learner), folded=fold(learner), made_up=made_up)
    changes.add(row)
    return row


def _move(changes: Changes, row: SubmissionRow, learner: LearnerRow) -> None:
    """Give a submission to a learner, who may have the same work from elsewhere: then both stay."""
    same = select(SubmissionRow.id).filter_by(exercise=row.exercise, sha256=row.sha256, claim=row.claim)
    if changes.session.scalar(same.where(SubmissionRow.learner_id == learner.id, SubmissionRow.id != row.id)):
        changes.set(row, claim=f"submission {row.id}")
    changes.set(row, learner_id=learner.id)


def _decide(changes: Changes, row: SubmissionRow) -> None:
    changes.set(row, identity=State.DECIDED.value, identity_by=By.PERSON.value, identity_why="")


def _remember_account(changes: Changes, row: SubmissionRow, learner: LearnerRow, keep: bool = False) -> None:
    """Let the LMS's account of a submission be this learner's; with `keep`, only if nobody has it."""
    place, value = claims_of(row).account_for(row.exercise)
    if place:
        _add_account(changes, learner, place, value, keep)


def _add_account(changes: Changes, learner: LearnerRow, place: str, value: str, keep: bool = False) -> None:
    found = changes.session.scalar(select(AccountRow).filter_by(place=place, value=value))
    if found is None:
        changes.add(AccountRow(learner_id=learner.id, place=place, value=value))
    elif not keep:
        changes.set(found, learner_id=learner.id)


def _hide_empty(changes: Changes, number: int) -> None:
    """Hide a learner of whom nothing is left and who is not on the class list."""
    learner = changes.session.get(LearnerRow, number)
    if learner is None or learner.on_roster:
        return
    tables = (SubmissionRow, MarkRow, CommentRow, DeadlineRow, QuestionRow)
    left = (changes.session.scalar(select(t.id).filter_by(learner_id=number).limit(1)) for t in tables)
    if all(each is None for each in left):
        changes.set(learner, hidden=True)
