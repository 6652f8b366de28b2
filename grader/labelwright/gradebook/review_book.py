"""The part of a gradebook that markers use: the queue, one response at a time, agreement, and questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import PersonTask, Response
from labelwright.gradebook import mark_questions, marking_plan, responses, reviews
from labelwright.gradebook.mark_questions import Question
from labelwright.gradebook.marker_agreement import PairAgreement, Strictness, pairs, strictness
from labelwright.gradebook.models import ExerciseRow
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.review_models import PersonTaskRow
from labelwright.gradebook.review_queue import Entry, Plan, State, entries, plan_of
from labelwright.gradebook.reviews import Draft, Sheet
from labelwright.gradebook.store import Store


@dataclass(frozen=True)
class TaskQueue:
    """The queue of one task: how its responses are marked, how many there are, and how far each came."""

    exercise: str
    title: str
    task: PersonTask
    plan: Plan
    responses: int
    marked: int
    waits: int
    differs: int
    mine: int
    """How many responses the marker has marked."""
    differing: str
    """The code of the first response that the marker may adjudicate; empty if there is none."""


@dataclass(frozen=True)
class TaskMarkers:
    """The markers of one task: what they share, how much they agree, how strict each is, and the calibration."""

    exercise: str
    task: PersonTask
    plan: Plan
    pairs: tuple[PairAgreement, ...]
    strictness: tuple[Strictness, ...]
    calibration: int
    finished: tuple[str, ...]
    calibrated: tuple[PairAgreement, ...]


@dataclass(frozen=True)
class Difference:
    """One response whose markers do not agree, or whose decision is looked at again."""

    code: str
    exercise: str
    title: str
    task: PersonTask
    response: Response
    entry: Entry
    draft: Draft
    waiting: tuple[str, ...]
    """The codes of all responses of the task that wait for an adjudication."""


class ReviewBook:
    """What markers do in one gradebook; `policy` says which submission counts. Every method may raise GradebookError."""

    def __init__(self, store: Store, policy: Policy = Policy.BEST) -> None:
        self._store = store
        self._policy = policy

    def tasks(self) -> list[tuple[str, str]]:
        """Return each (exercise, task) that has a response, sorted."""
        with self._store.session() as session:
            pairs = select(PersonTaskRow.exercise, PersonTaskRow.task).distinct()
            return sorted((row.exercise, row.task) for row in session.execute(pairs))

    def queues(
        self, marker: str = "", exercise: str | None = None, task: str | None = None
    ) -> list[TaskQueue]:
        """Return the queue of each task that a person marks (or of one), by exercise and task."""
        with self._store.session() as session:
            titles = _titles(session)
            by_task: dict[tuple[str, str], list[Entry]] = {}
            for entry in entries(session, self._policy, exercise, task):
                by_task.setdefault((entry.response.exercise, entry.response.task), []).append(entry)
            return [
                _queue(session, listed, titles.get(slug, ""), marker) for (slug, _), listed in by_task.items()
            ]

    def entries(self, exercise: str, task: str) -> list[Entry]:
        """Return every response to one task with what markers did; for counts and tests, not for a marker's eyes."""
        with self._store.session() as session:
            return entries(session, self._policy, exercise, task)

    def next(self, exercise: str, task: str, marker: str, at: datetime | None = None) -> str | None:
        """Claim the next response for the marker and return its code; None if there is nothing for them now."""
        return self._store.write(
            lambda session: reviews.next_response(session, self._policy, exercise, task, marker, at)
        )

    def sheet(self, code: str, marker: str) -> Sheet | None:
        """Return one response as its marker sees it; None if no response that counts has this code."""
        with self._store.session() as session:
            return reviews.open_sheet(session, self._policy, code, marker)

    def save_draft(self, code: str, marker: str, draft: Draft, at: datetime | None = None) -> bool:
        """Keep what the marker has typed; return False if another window of theirs has saved more."""
        return self._store.write(lambda session: reviews.save_draft(session, code, marker, draft, at))

    def save(
        self,
        code: str,
        marker: str,
        points: Mapping[str, float],
        comment: str = "",
        at: datetime | None = None,
    ) -> Entry:
        """Add a marker's points for one response; return the response with everything that markers did."""
        return self._store.write(
            lambda session: reviews.save_review(session, self._policy, code, marker, points, comment, at)
        )

    def adjudicate(
        self, code: str, who: str, points: Mapping[str, float], reason: str, at: datetime | None = None
    ) -> None:
        """Add a third decision with its reason, which counts."""

        def decide(session: Session) -> None:
            reviews.adjudicate(session, self._policy, code, who, points, reason, at)

        self._store.write(decide)

    def difference(self, code: str, marker: str) -> Difference | None:
        """Return one response to adjudicate, or to look at again after it was decided; None where that cannot be."""
        with self._store.session() as session:
            listed, entry = reviews.with_others(session, self._policy, code)
            if entry is None or not entry.reviews or _must_not_see(entry, marker):
                return None
            if entry.decision is None and entry.state is not State.DIFFERS:
                return None
            return Difference(
                entry.response.code,
                entry.response.exercise,
                _titles(session).get(entry.response.exercise, ""),
                responses.task_of(session, entry.response.task_id),
                responses.text_of(session, entry.response.digest),
                entry,
                reviews.draft_of(session, entry.response.id, reviews.as_adjudicator(marker)),
                _differing(listed, marker),
            )

    def differences(self, exercise: str, task: str, marker: str) -> tuple[str, ...]:
        """Return the codes of the responses that wait for an adjudication, without those this marker has still to mark."""
        with self._store.session() as session:
            return _differing(entries(session, self._policy, exercise, task), marker)

    def markers(self, exercise: str, task: str) -> TaskMarkers:
        """Return how the markers of a task agree; responses to an older rubric are left out."""
        with self._store.session() as session:
            listed, plan = reviews.need_plan(session, self._policy, exercise, task)
            newest = max(entry.response.task_id for entry in listed)
            rubric = responses.task_of(session, newest)
            same = [entry for entry in listed if entry.response.task_id == newest]
            chosen = [entry for entry in same if entry.in_calibration]
            return TaskMarkers(
                exercise,
                rubric,
                plan,
                tuple(pairs(same, rubric)),
                tuple(strictness(same)),
                len(chosen),
                marking_plan.finished_calibration(listed),
                tuple(pairs(chosen, rubric)),
            )

    def set_double(self, exercise: str, task: str, double: bool, who: str) -> None:
        """Have each response marked by two people, or by one, from now on."""
        self._store.write(
            lambda session: marking_plan.set_double(session, self._policy, exercise, task, double, who)
        )

    def start_calibration(self, exercise: str, task: str, who: str) -> int:
        """Have every marker mark the same ten responses first; return how many they are."""
        return self._store.write(
            lambda session: marking_plan.start_calibration(session, self._policy, exercise, task, who)
        )

    def open_rest(self, exercise: str, task: str, who: str) -> None:
        """Open the other responses after the calibration."""
        self._store.write(lambda session: marking_plan.open_rest(session, self._policy, exercise, task, who))

    def ask(self, question: Question) -> int:
        """Add a learner's question about a mark; return its number."""
        return self._store.write(lambda session: mark_questions.ask(session, question))

    def answer(self, number: int, text: str, who: str) -> int:
        """Answer a question with a comment, which the learner reads; return the comment's number."""
        return self._store.write(lambda session: mark_questions.answer(session, number, text, who))

    def questions(self, unanswered: bool = False) -> list[Question]:
        """Return every question with its answer, or those without one, oldest first."""
        with self._store.session() as session:
            return mark_questions.questions(session, unanswered)


def _must_not_see(entry: Entry, marker: str) -> bool:
    """Return whether the marker has still to mark the response, without knowing what others gave."""
    return entry.in_calibration and marker not in entry.reviews


def _differing(listed: list[Entry], marker: str) -> tuple[str, ...]:
    return tuple(
        entry.response.code
        for entry in listed
        if entry.state is State.DIFFERS and not _must_not_see(entry, marker)
    )


def _titles(session: Session) -> dict[str, str]:
    rows = session.execute(select(ExerciseRow.slug, ExerciseRow.title).order_by(ExerciseRow.version))
    return {row.slug: row.title for row in rows}


def _queue(session: Session, listed: list[Entry], title: str, marker: str) -> TaskQueue:
    states = Counter(entry.state for entry in listed)
    first = listed[0].response
    return TaskQueue(
        first.exercise,
        title,
        responses.task_of(session, max(entry.response.task_id for entry in listed)),
        plan_of(session, first.exercise, first.task),
        len(listed),
        states[State.MARKED],
        states[State.WAITS],
        states[State.DIFFERS],
        sum(marker in entry.reviews for entry in listed),
        next(iter(_differing(listed, marker)), ""),
    )
