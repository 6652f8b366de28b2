"""The gradebook: record reports, read them back, and store the marks, comments and deadlines that people enter."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from labelwright.checks.verdicts import Origin, Report
from labelwright.errors import GradebookError
from labelwright.gradebook import (
    deadlines,
    decisions,
    forgetting,
    manual,
    marks,
    outlines,
    queries,
    roster,
    writes,
)
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.decisions import Decision
from labelwright.gradebook.entries import Page, entries_of
from labelwright.gradebook.forgetting import Forgotten
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.identity import Identity, People, State
from labelwright.gradebook.identity_report import (
    Handed,
    identity_report,
    is_open,
    read_people,
    why_not_listed,
)
from labelwright.gradebook.manual import Note
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.outlines import ExerciseWork, Listed, Overview
from labelwright.gradebook.overviews import Overviews
from labelwright.gradebook.page_states import PageState, page_states
from labelwright.gradebook.policy import Grade, Policy
from labelwright.gradebook.queries import WorkKey
from labelwright.gradebook.review_book import ReviewBook
from labelwright.gradebook.roster import Learner, RosterChange
from labelwright.gradebook.sheet import Sheet, make_sheet
from labelwright.gradebook.store import Store
from labelwright.gradebook.writes import learner_key

__all__ = ["Gradebook", "GradebookError", "learner_key"]


class Gradebook:
    """A store of graded work, in SQLite by default or in any database that SQLAlchemy supports.

    Every method raises GradebookError if the database fails. Earlier records are then unchanged.
    """

    def __init__(self, place: str | Path) -> None:
        """Open, create or upgrade the gradebook at a path or a database URL."""
        self._store = Store(place)
        self.place = self._store.place
        self._outlines = outlines.Outlines()
        self._overviews = Overviews(self._outlines)

    def __enter__(self) -> Self:
        """Use the gradebook in a `with` block."""
        return self

    def __exit__(self, *ended: object) -> None:
        """Close the database."""
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._store.close()

    def record(
        self,
        report: Report,
        handed_in: HandedIn = UNKNOWN,
        made_up: bool = False,
        identity: Identity | None = None,
    ) -> bool:
        """Record one report in one transaction; return False if it already is this submission's newest report.

        `handed_in` says when the work was handed in, and who says so. If the work comes again, `settle` says which
        time counts. `identity` says whose work it is; without it, `made_up` says that the learner's id comes from the
        name of a file.
        """
        return self._store.write(lambda session: writes.record(session, report, handed_in, made_up, identity))

    def record_all(self, work: Sequence[tuple[Report, HandedIn]]) -> list[bool]:
        """Record several reports, each with the time it was handed in, in one transaction: all of them or none."""
        return self._store.write(
            lambda session: [writes.record(session, report, handed_in) for report, handed_in in work]
        )

    def reports(self, learner: str | None = None) -> list[Report]:
        """Return the newest report of every submission (or of one learner's), oldest first."""
        with self._store.session() as session:
            keys = None if learner is None else [writes.stored_key(session, learner)]
            return [graded.report for graded in queries.newest(session, keys)]

    def best(self, learner: str | None = None) -> list[Report]:
        """Return the best report per learner and exercise: passed first, then the higher score, then the latest."""
        return queries.best(self.reports(learner))

    def tampering(self, report: Report) -> str:
        """Return why a stored report no longer matches what was recorded, or an empty string."""
        with self._store.session() as session:
            return writes.tampering(session, report)

    def learners(self) -> list[str]:
        """Return every learner's id, from work or a roster, sorted."""
        with self._store.session() as session:
            return queries.learners(session)

    def stored_key(self, learner: str) -> str:
        """Return the id under which the gradebook has a learner: without case, also by an earlier id."""
        with self._store.session() as session:
            return writes.stored_key(session, learner)

    def known_all(
        self,
        keys: Iterable[WorkKey],
        *,
        cut_short: bool = True,
        origin: Origin | None = None,
        source_name: str = "",
    ) -> dict[WorkKey, Report]:
        """Return the newest report of unchanged work, graded by the same grader for the same exercise and data.

        Keys without such a report are left out: their work has to be graded. Work that finished or raised an error
        is always known. Work whose run was cut short (timed_out, out_of_memory, crashed) is known unless `cut_short`
        is False. Work that never ran is not known. `origin` limits the answer to reports of that origin.
        Where two people handed in the same work, the report of the file `source_name` is taken before a newer one.
        """
        with self._store.connection() as connection:
            return queries.known_all(connection, keys, cut_short, origin, source_name)

    def sheet(
        self, policy: Policy = Policy.BEST, learner: str | None = None, *, settled: bool = False
    ) -> Sheet:
        """Return the grades of all learners (or one) for every exercise, to show; with `settled`, to export.

        With `settled`, work of which nobody has decided whose it is counts for nobody.
        """
        with self._store.session() as session:
            return make_sheet(session, policy, None if learner is None else [learner], settled=settled)

    def grades(self, policy: Policy = Policy.BEST, learner: str | None = None) -> list[Grade]:
        """Return the existing grades, by learner and exercise; `sheet` also has those who handed in nothing."""
        return [grade for grade in self.sheet(policy, learner).grades.values() if grade.present]

    def stamp(self) -> Hashable:
        """Return a value that changes whenever anybody changes the gradebook; what was read under it is still true."""
        return self._store.stamp()

    def overview(self, policy: Policy = Policy.BEST) -> Overview:
        """Return the class at a glance: the same grades as `sheet`, without the texts of reports, in a fraction of the time."""
        with self._store.session() as session:
            return self._overviews.read(session, policy)

    def exercise_work(self, slug: str, policy: Policy = Policy.BEST) -> ExerciseWork:
        """Return the class's work for one exercise, with the whole report of each learner's hand-in that counts."""
        with self._store.session() as session:
            return outlines.exercise_work(session, policy, slug, self._outlines)

    def listed(self) -> list[Listed]:
        """Return every learner, by id, each with a number that says nothing about them."""
        with self._store.session() as session:
            return outlines.listed(session)

    def slugs(self) -> list[str]:
        """Return the slug of every exercise that was graded, has a deadline or has a mark."""
        with self._store.session() as session:
            return outlines.slugs(session)

    def mark(self, mark: Mark) -> None:
        """Add a manual mark, which counts until the next one.

        Raise GradebookError for an unknown learner, exercise or task.
        """
        self._store.write(lambda session: manual.mark(session, mark))

    def marks(self, learner: str | None = None) -> list[Mark]:
        """Return every mark ever given, including withdrawn and replaced ones, oldest first."""
        with self._store.session() as session:
            return marks.history(session, None if learner is None else writes.stored_key(session, learner))

    def comment(self, comment: Comment) -> int:
        """Add a comment, or withdraw the one numbered `withdraws`; return the new comment's number."""
        return self._store.write(lambda session: manual.comment(session, comment))

    def notes_for(self, learner: str, exercise: str, policy: Policy = Policy.BEST) -> list[Note]:
        """Return what feedback shows with the checks: manual marks with their reasons, lateness, then comments."""
        return _notes(self.sheet(policy, learner), learner, exercise)

    def pages(
        self, learners: Iterable[str], policy: Policy = Policy.BEST, order: Sequence[str] = ()
    ) -> Iterator[Page]:
        """Yield what each learner's feedback page says; `order` lists the slugs of the course.

        Several learners are read in one query: one by one, the reading takes longer than the page that is made of it.
        """
        for some in queries.pages(learners):
            with self._store.session() as session:
                keys = [writes.stored_key(session, learner) for learner in some]
                states = page_states(session, policy, order, keys)
                sheet = make_sheet(session, policy, some)
            people = {learner.id: learner for learner in sheet.learners}
            for learner in dict.fromkeys(keys):
                person = people.get(learner, Learner(learner))
                entries = entries_of(sheet, person, order) if learner in people else []
                yield Page(person, entries, states[learner].digest if learner in states else "")

    def page_states(self, policy: Policy = Policy.BEST, order: Sequence[str] = ()) -> dict[str, PageState]:
        """Return what each learner's feedback page is made from now, as a digest."""
        with self._store.session() as session:
            return page_states(session, policy, order)

    def reviews(self, policy: Policy = Policy.BEST) -> ReviewBook:
        """Return what markers use: the queue of tasks that a person marks, agreement, and learners' questions."""
        return ReviewBook(self._store, policy)

    def set_deadline(self, deadline: Deadline) -> bool:
        """Set when an exercise is due, for everyone or one learner; return False if no work for it is recorded yet."""
        return self._store.write(lambda session: manual.deadline(session, deadline))

    def set_deadlines(self, several: Iterable[Deadline]) -> None:
        """Set several deadlines, all or none."""
        listed = list(several)
        self._store.write(lambda session: [manual.deadline(session, each) for each in listed])

    def exercises(self) -> set[str]:
        """Return the slug of every exercise whose checks ran on somebody's work."""
        with self._store.session() as session:
            return manual.exercises(session)

    def deadlines(self) -> list[Deadline]:
        """Return the current deadlines, by exercise: everyone's, then those of sections, then those of learners."""
        with self._store.session() as session:
            current = deadlines.read(session).by_exercise.values()
        return sorted(current, key=lambda each: (each.exercise, each.learner or "", each.section or ""))

    def import_roster(self, learners: Iterable[Learner], complete: bool = False) -> RosterChange:
        """Add and update learners, all or none; no learner is ever removed.

        With `complete`, who is on the class list and not on this one has left: kept, but in no export. Then look again at
        whose each submission is that no person decided.
        """
        people = [replace(learner, id=learner_key(learner.id)) for learner in learners]
        return self._store.write(lambda session: decisions.import_roster(session, people, complete))

    def people(self) -> People:
        """Return everybody whom the gradebook knows, to say whose new work is."""
        with self._store.session() as session:
            return read_people(session)

    def identity_report(self, states: Collection[State] = (State.OPEN,)) -> list[Handed]:
        """Return the submissions whose identity is open (or in these states), with both claims and the reason."""
        with self._store.session() as session:
            return identity_report(session, states)

    def assign(
        self, numbers: Sequence[int], learner: str, who: str, reason: str = "", *, new: bool = False
    ) -> Decision:
        """Give submissions to a learner, who is added if `new`; see `decisions.assign`."""
        return self._store.write(
            lambda session: decisions.assign(session, numbers, learner, who, reason, new)
        )

    def confirm(self, numbers: Sequence[int], who: str, reason: str = "") -> Decision:
        """Say that submissions are in the right place; see `decisions.confirm`."""
        return self._store.write(lambda session: decisions.confirm(session, numbers, who, reason))

    def merge(self, other: str, into: str, who: str, reason: str = "") -> Decision:
        """Put everything of one learner under another one, whom the first id finds from now on."""
        return self._store.write(lambda session: decisions.merge(session, other, into, who, reason))

    def rename(self, learner: str, new_id: str, who: str, reason: str = "") -> Decision:
        """Give a learner another id; work that states the earlier one still finds them."""
        return self._store.write(lambda session: decisions.rename(session, learner, new_id, who, reason))

    def undo(self, number: int, who: str, reason: str = "") -> Decision:
        """Take the decision with this number back exactly; raise GradebookError if a later change is in the way."""
        return self._store.write(lambda session: decisions.undo(session, number, who, reason))

    def decisions(self) -> list[Decision]:
        """Return every decision about whose work is whose, oldest first, undone ones too."""
        with self._store.session() as session:
            return decisions.history(session)

    def forget(self, learner: str) -> Forgotten:
        """Remove a learner with everything of theirs for good, also from the database's file. It cannot be undone."""
        gone = self._store.write(lambda session: forgetting.forget(session, learner))
        self._store.clean()
        return gone

    def to_forget(self, learner: str) -> Forgotten:
        """Return what `forget` would remove, without removing anything."""
        with self._store.session() as session:
            return forgetting.to_forget(session, learner)

    def is_open(self, report: Report) -> bool:
        """Return whether nobody has decided yet whose this work is."""
        with self._store.session() as session:
            return is_open(session, writes.find_learner(session, report.learner), report)

    def why_not_listed(self, learner: str) -> str:
        """Return why somebody is not in the class, as a sentence; empty if they are, or without a class list."""
        with self._store.session() as session:
            return why_not_listed(session, writes.find_learner(session, learner))

    def roster(self) -> list[Learner]:
        """Return every learner with the known details, by id."""
        with self._store.session() as session:
            return roster.all_learners(session)


def _notes(sheet: Sheet, learner: str, exercise: str) -> list[Note]:
    pair = learner_key(learner), exercise
    return manual.notes(sheet.grades.get(pair), sheet.comments.get(pair, ()))
