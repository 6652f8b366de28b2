"""Forget a learner: remove their work, reports, marks and names from the gradebook for good."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic_core import from_json, to_json
from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from labelwright.gradebook.identity import fold
from labelwright.gradebook.identity_rows import claims_of
from labelwright.gradebook.manual import need_learner
from labelwright.gradebook.models import (
    AccountRow,
    CheckRow,
    CommentRow,
    DeadlineRow,
    DecisionRow,
    LearnerRow,
    MarkRow,
    ReportRow,
    SubmissionRow,
)
from labelwright.gradebook.response_removal import remove_responses
from labelwright.gradebook.writes import document_digest

REDACTED = "It was about a learner who was forgotten."
SHORTEST = 4
"""The fewest characters of an id or a name that is looked for in the work of others; shorter ones are in many words."""


@dataclass(frozen=True)
class Forgotten:
    """What is removed with a learner: their ids, how much of each kind, and the files that their work came from.

    `elsewhere` are other learners whose reports contain one of the ids or names; those reports are kept as they are.
    """

    learner: str
    ids: tuple[str, ...]
    submissions: int
    marks: int
    comments: int
    deadlines: int
    sources: tuple[str, ...]
    elsewhere: tuple[str, ...]


def to_forget(session: Session, learner: str) -> Forgotten:
    """Return what `forget` would remove. Raise GradebookError if there is no such learner."""
    return _count(session, need_learner(session, learner))


def forget(session: Session, learner: str) -> Forgotten:
    """Remove a learner with everything of theirs, and the decisions about them; nothing of it can be brought back."""
    row = need_learner(session, learner)
    gone, parts = _count(session, row), _with_parts(session, row)
    numbers = [each.id for each in parts]
    works = select(SubmissionRow.id).where(SubmissionRow.learner_id.in_(numbers))
    reports = select(ReportRow.id).where(ReportRow.submission_id.in_(works))
    session.execute(delete(CheckRow).where(CheckRow.report_id.in_(reports)))
    session.execute(delete(ReportRow).where(ReportRow.submission_id.in_(works)))
    _remove_claims(session, parts)
    remove_responses(session, numbers)
    for table in (SubmissionRow, MarkRow, DeadlineRow, AccountRow):
        session.execute(delete(table).where(table.learner_id.in_(numbers)))
    of_them = CommentRow.learner_id.in_(numbers)
    session.execute(update(CommentRow).where(of_them).values(withdraws=None))
    session.execute(delete(CommentRow).where(of_them))
    _rename_moved_reports(session, {fold(each) for each in gone.ids})
    _redact_decisions(session, numbers, _words(parts) | set(gone.ids))
    session.execute(delete(LearnerRow).where(LearnerRow.id.in_(numbers)))
    return gone


def _with_parts(session: Session, row: LearnerRow) -> list[LearnerRow]:
    """Return the learner, and those who were merged into them or whose work was moved to them."""
    earlier = set(session.scalars(select(AccountRow.value).filter_by(learner_id=row.id, place="")))
    for work in session.scalars(select(SubmissionRow).filter_by(learner_id=row.id)):
        claims = claims_of(work)
        earlier |= {fold(name) for name in (claims.lms_person, claims.file) if name}
    hidden = session.scalars(select(LearnerRow).where(LearnerRow.hidden))
    return [row, *(other for other in hidden if other.folded in earlier and other.id != row.id)]


def _words(parts: list[LearnerRow]) -> set[str]:
    return {word for part in parts for word in (part.key, part.folded, part.name) if word}


def _redact_decisions(session: Session, numbers: list[int], words: set[str]) -> None:
    """Empty the text of each decision that is about these learners or names them, so that it can no longer be undone.

    That it was made, when and by whom stays: it is why the work of others is where it is.
    """
    for row in session.scalars(select(DecisionRow)):
        listed = set(row.learners.split(",")) - {""}
        text = f" {row.about} {row.reason} {row.changes} "
        is_named = any(word in text if len(word) >= SHORTEST else _stands_in(word, text) for word in words)
        if listed & set(map(str, numbers)) or is_named:
            left = sorted(int(number) for number in listed if int(number) not in numbers)
            row.learners = "," + "".join(f"{number}," for number in left)
            row.about, row.reason, row.changes = REDACTED, "", "[]"
    session.flush()


def _rename_moved_reports(session: Session, ids: set[str]) -> None:
    """Write the reports of work that was moved to others under their owners: they were recorded under these ids."""
    listed = session.scalars(select(DecisionRow.submissions))
    moved = {int(number) for numbers in listed for number in numbers.split(",") if number}
    starts = [to_json({"learner": each}).decode().strip("{}") for each in ids]
    is_theirs = or_(
        ReportRow.submission_id.in_(moved),
        *(func.lower(ReportRow.document).contains(start.lower(), autoescape=True) for start in starts),
    )
    found = select(ReportRow, LearnerRow.key).join(SubmissionRow, ReportRow.submission_id == SubmissionRow.id)
    for row, key in session.execute(found.join(LearnerRow).where(is_theirs)).all():
        content = from_json(row.document)
        if fold(str(content.get("learner", ""))) in ids:
            document = to_json({**content, "learner": key}, inf_nan_mode="strings").decode()
            _replace_document(session, row, document)


def _replace_document(session: Session, row: ReportRow, document: str) -> None:
    """Give a report another text; if the submission has a report with that text already, this one goes."""
    digest = document_digest(document)
    same = session.scalar(select(ReportRow).filter_by(submission_id=row.submission_id, digest=digest))
    if same is None:
        row.document, row.digest = document, digest
    else:
        same.turn = max(same.turn, row.turn)
        session.execute(delete(CheckRow).filter_by(report_id=row.id))
        session.delete(row)
    session.flush()


def _stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _remove_claims(session: Session, parts: list[LearnerRow]) -> None:
    """Empty what the work of others says about them."""
    keys = [part.folded for part in parts]
    earlier = select(AccountRow.value).where(AccountRow.learner_id == parts[0].id, AccountRow.place == "")
    keys += session.scalars(earlier)
    stated = SubmissionRow.stated_key.in_(keys)
    said = "The work states a learner who was forgotten."
    values = {"stated": "", "stated_key": "", "identity_why": said}
    session.execute(update(SubmissionRow).where(stated).values(**values))
    for part in parts:
        for word in {part.key, part.name} - {""}:
            why = SubmissionRow.identity_why.contains(word, autoescape=True)
            session.execute(update(SubmissionRow).where(why).values(identity_why=said))


def _count(session: Session, row: LearnerRow) -> Forgotten:
    parts = _with_parts(session, row)
    numbers = [part.id for part in parts]

    def count(table: type[SubmissionRow | MarkRow | CommentRow | DeadlineRow]) -> int:
        found = select(func.count()).select_from(table).where(table.learner_id.in_(numbers))
        return session.scalar(found) or 0

    sources = session.scalars(select(SubmissionRow.source_name).where(SubmissionRow.learner_id.in_(numbers)))
    earlier = session.scalars(select(AccountRow.value).filter_by(learner_id=row.id, place=""))
    words = {word for word in _words(parts) if len(word) >= SHORTEST}
    return Forgotten(
        row.key,
        tuple(dict.fromkeys([*(part.key for part in parts), *earlier])),
        count(SubmissionRow),
        count(MarkRow),
        count(CommentRow),
        count(DeadlineRow),
        tuple(sorted(set(sources))),
        _elsewhere(session, numbers, words),
    )


def _elsewhere(session: Session, numbers: list[int], words: set[str]) -> tuple[str, ...]:
    """Return the other learners whose reports contain one of these words."""
    if not words:
        return ()
    contains = or_(*(ReportRow.document.contains(word, autoescape=True) for word in words))
    query = select(LearnerRow.key).join(SubmissionRow).join(ReportRow).where(contains)
    return tuple(sorted(set(session.scalars(query.where(LearnerRow.id.not_in(numbers))))))
