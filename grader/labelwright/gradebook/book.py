"""The gradebook: record reports all-or-nothing, read them back, and keep what people say of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Self

from labelwright.checks.verdicts import Origin, Report
from labelwright.errors import GradebookError
from labelwright.gradebook import deadlines, manual, marks, queries, roster, writes
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.manual import Note
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.policy import Grade, Policy
from labelwright.gradebook.queries import WorkKey
from labelwright.gradebook.roster import Learner, RosterChange
from labelwright.gradebook.sheet import Sheet, make_sheet
from labelwright.gradebook.store import Store
from labelwright.gradebook.writes import learner_key

__all__ = ["Gradebook", "GradebookError", "learner_key"]


class Gradebook:
    """The store of graded work, in SQLite by default or in any database that SQLAlchemy speaks.

    Every method raises GradebookError where the database fails; what was recorded before is then as it was.
    """

    def __init__(self, place: str | Path) -> None:
        """Open, create or upgrade the gradebook at a path or a database URL."""
        self._store = Store(place)
        self.place = self._store.place

    def __enter__(self) -> Self:
        """Use the gradebook in a `with` block."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Let go of the database."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._store.close()

    def record(self, report: Report, handed_in: datetime | None = None) -> bool:
        """Record one report in one transaction; False where it is this submission's newest already.

        `handed_in` says when the work came; without it that is when it was first graded. The earliest stands.
        """
        return self.record_all([(report, handed_in)])[0]

    def record_all(self, work: Sequence[tuple[Report, datetime | None]]) -> list[bool]:
        """Record several reports, each with the time it was handed in, in one transaction: all of them or none."""
        return self._store.write(lambda session: [writes.record(session, *each) for each in work])

    def reports(self, learner: str | None = None) -> list[Report]:
        """The newest report of every submission (of one learner, where named), oldest first."""
        with self._store.reading() as session:
            return [graded.report for graded in queries.newest(session, learner)]

    def best(self, learner: str | None = None) -> list[Report]:
        """The best report by learner and exercise: passed before not, then score, then the latest."""
        return queries.best(self.reports(learner))

    def fault(self, report: Report) -> str:
        """What shows that a report read from here is not as it was recorded; "" where nothing does."""
        with self._store.reading() as session:
            return writes.fault(session, report)

    def learners(self) -> list[str]:
        """Every learner's id, from work or a roster, in order."""
        with self._store.reading() as session:
            return queries.learners(session)

    def known(
        self,
        submission_sha256: str,
        exercise_sha256: str,
        grader_version: str,
        *,
        cut_short: bool = True,
        origin: Origin | None = None,
    ) -> Report | None:
        """The newest report of unchanged work, graded by the same grader for the same exercise and data.

        Work that finished or raised is settled. Work whose run was cut short (timed_out, out_of_memory, crashed)
        is settled too, unless `cut_short` is False: then it is not known, and gets graded again. Work that never
        ran is never known. `origin` asks for reports of that origin only.
        """
        key = WorkKey(submission_sha256, exercise_sha256, grader_version)
        with self._store.looking() as connection:
            return queries.known(connection, key, cut_short, origin)

    def known_all(
        self, keys: Iterable[WorkKey], *, cut_short: bool = True, origin: Origin | None = None
    ) -> dict[WorkKey, Report]:
        """What `known` gives for each key, without those that are not known."""
        with self._store.looking() as connection:
            return queries.known_all(connection, keys, cut_short, origin)

    def sheet(self, policy: Policy = Policy.BEST, learner: str | None = None) -> Sheet:
        """Everyone's grade for every exercise (or one learner's), for showing and exporting."""
        with self._store.reading() as session:
            return make_sheet(session, policy, learner)

    def grades(self, policy: Policy = Policy.BEST, learner: str | None = None) -> list[Grade]:
        """The grades there are, by learner and exercise; whoever handed in nothing is in `sheet`."""
        return [grade for grade in self.sheet(policy, learner).grades.values() if grade.present]

    def mark(self, mark: Mark) -> None:
        """Add a mark by hand; it holds until the next one. GradebookError for a learner, exercise or task not known."""
        self._store.write(lambda session: manual.mark(session, mark))

    def marks(self, learner: str | None = None) -> list[Mark]:
        """Every mark there ever was, withdrawn and superseded ones too, oldest first."""
        with self._store.reading() as session:
            return marks.history(session, None if learner is None else learner_key(learner))

    def comment(self, comment: Comment) -> int:
        """Add a comment, or with `withdraws` take one back; the comment's number."""
        return self._store.write(lambda session: manual.comment(session, comment))

    def notes_for(self, learner: str, exercise: str, policy: Policy = Policy.BEST) -> list[Note]:
        """What feedback shows beside the checks: marks by hand with their reasons, lateness, then comments."""
        sheet = self.sheet(policy, learner)
        grade = sheet.grades.get((learner_key(learner), exercise))
        return manual.notes(grade, sheet.comments.get((learner_key(learner), exercise), ()))

    def set_deadline(self, deadline: Deadline) -> bool:
        """Set when an exercise is due, for everyone or one learner; False where no work for it is recorded yet."""
        return self._store.write(lambda session: manual.deadline(session, deadline))

    def deadlines(self) -> list[Deadline]:
        """The deadlines that hold, by exercise, everyone's before learners' own."""
        with self._store.reading() as session:
            found = deadlines.read(session).by_exercise.values()
        return sorted(found, key=lambda deadline: (deadline.exercise, deadline.learner or ""))

    def import_roster(self, learners: Iterable[Learner]) -> RosterChange:
        """Add and update learners, all or none; nobody is ever taken out."""
        people = [replace(learner, id=learner_key(learner.id)) for learner in learners]
        return self._store.write(lambda session: roster.keep_roster(session, people))

    def last_said(self) -> datetime | None:
        """When a mark, a comment or a deadline was last given; None where none ever was."""
        with self._store.reading() as session:
            return manual.last(session)

    def roster(self) -> list[Learner]:
        """Every learner with what is known of them, by id."""
        with self._store.reading() as session:
            return roster.everyone(session)
