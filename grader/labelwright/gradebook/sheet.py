"""All learners' grades for every exercise, also of those who handed in nothing, to show and export."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import RAN, Report
from labelwright.gradebook import deadlines, marks, queries, roster
from labelwright.gradebook.deadlines import Deadlines
from labelwright.gradebook.handed_in import UNKNOWN
from labelwright.gradebook.identity import State
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.models import ExerciseRow, LearnerRow
from labelwright.gradebook.policy import Grade, Policy, choose, in_order
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.writes import learner_key, stored_key


@dataclass(frozen=True)
class Exercise:
    """An exercise with the title and points of its newest graded version; empty and 0 if no work for it ran yet."""

    slug: str
    title: str = ""
    max_score: float = 0.0
    module: str = ""


@dataclass(frozen=True)
class Sheet:
    """The class: learners by id, exercises by slug, a grade for each pair, and the comments not withdrawn."""

    learners: tuple[Learner, ...]
    exercises: tuple[Exercise, ...]
    grades: dict[tuple[str, str], Grade]
    comments: dict[tuple[str, str], tuple[Comment, ...]]
    submissions: tuple[Graded, ...]
    made_up: frozenset[str] = frozenset()
    """Learners whose id comes from names of files only, and who are on no class list."""
    has_left: frozenset[str] = frozenset()
    """Learners who are no longer on a complete class list."""
    strangers: frozenset[str] = frozenset()
    """Learners on no class list, of all of whose work nobody has decided whose it is."""
    undecided: tuple[Graded, ...] = ()
    """The submissions of which nobody has decided whose they are; with `settled` they count for nobody."""

    @property
    def exported(self) -> tuple[Learner, ...]:
        """The learners that another program may get: an LMS could take a made-up id for somebody else's."""
        left_out = self.made_up | self.has_left | self.strangers
        return tuple(learner for learner in self.learners if learner.id not in left_out)

    @cached_property
    def reports(self) -> dict[str, tuple[Report, ...]]:
        """The newest report of each submission, by learner."""
        found: dict[str, list[Report]] = defaultdict(list)
        for submission in self.submissions:
            found[learner_key(submission.report.learner)].append(submission.report)
        return {learner: tuple(reports) for learner, reports in found.items()}

    def grade(self, learner: Learner, exercise: Exercise) -> Grade:
        """Return the learner's grade for the exercise; an empty grade if nothing was handed in."""
        return self.grades[learner.id, exercise.slug]

    def notes(self, learner: Learner, exercise: Exercise) -> list[str]:
        """Return what the learner reads with the grade: remarks on the score, why there is none, then comments."""
        comments = self.comments.get((learner.id, exercise.slug), ())
        grade = self.grade(learner, exercise)
        why = [grade.why_no_points] if grade.why_no_points else []
        return [*grade.remarks, *why, *map(_comment_line, comments)]


def in_learning_order(exercises: Iterable[Exercise], order: Sequence[str]) -> list[Exercise]:
    """Return exercises in the order of the course; those that `order` does not name follow, by module and name."""
    places = {slug: place for place, slug in enumerate(order)}
    return sorted(exercises, key=lambda each: (places.get(each.slug, len(places)), each.module, each.slug))


Read = Callable[[Session, Collection[str] | None], list[Graded]]


def make_sheet(
    session: Session,
    policy: Policy,
    learners: Collection[str] | None = None,
    *,
    read: Read = queries.newest,
    absent: bool = True,
    settled: bool = False,
) -> Sheet:
    """Return the sheet of the whole class, or of some learners; with `settled`, without work whose identity is open.

    `read` gives the submissions with their reports; `outlines.Outlines` is faster and leaves out what a grade does not need.
    Without `absent`, a learner and an exercise without work and without a mark have no grade in the sheet.
    """
    keys = None if learners is None else [stored_key(session, learner) for learner in learners]
    people = roster.all_learners(session, keys)
    newest = read(session, keys)
    undecided = [each for each in newest if each.identity is State.OPEN]
    graded = [each for each in newest if each.identity is not State.OPEN] if settled else newest
    due = deadlines.read(session)
    current = marks.current_marks(marks.history(session))
    exercises = _exercises(session, due, {slug for _, slug in current})
    by_pair: dict[tuple[str, str], list[Graded]] = defaultdict(list)
    for submission in graded:
        by_pair[learner_key(submission.report.learner), submission.report.exercise].append(submission)
    for who, submission in _without_exercise(graded, {exercise.slug for exercise in exercises}).items():
        for exercise in exercises:
            by_pair[who, exercise.slug] = by_pair.get((who, exercise.slug)) or [submission]
    waiting = {(learner_key(each.report.learner), each.report.exercise) for each in undecided}
    grades = {
        (who.id, exercise.slug): _grade(who.id, exercise, by_pair, due, current, policy)
        for who in people
        for exercise in exercises
        if absent or (who.id, exercise.slug) in by_pair or (who.id, exercise.slug) in current
    }
    if settled:
        grades |= {pair: replace(grades[pair], is_undecided=True) for pair in waiting & grades.keys()}
    elsewhere = select(LearnerRow.key).where(~LearnerRow.on_roster, ~LearnerRow.hidden)
    decided = {learner_key(each.report.learner) for each in newest if each.identity is not State.OPEN}
    open_only = {learner_key(each.report.learner) for each in undecided} - decided
    return Sheet(
        tuple(people),
        tuple(exercises),
        grades,
        _comments(session, keys),
        tuple(graded),
        frozenset(session.scalars(elsewhere.where(LearnerRow.made_up))),
        frozenset(session.scalars(select(LearnerRow.key).where(LearnerRow.has_left))),
        frozenset(session.scalars(elsewhere.where(~LearnerRow.made_up))) & open_only,
        tuple(undecided),
    )


def _grade(
    learner: str,
    exercise: Exercise,
    graded: dict[tuple[str, str], list[Graded]],
    due: Deadlines,
    current: dict[tuple[str, str], dict[str, Mark]],
    policy: Policy,
) -> Grade:
    deadline = due.for_learner(exercise.slug, learner)
    own = in_order(graded.get((learner, exercise.slug), ()))
    chosen = choose(graded.get((learner, exercise.slug), ()), policy, deadline)
    return Grade(
        learner=learner,
        exercise=exercise.slug,
        title=exercise.title,
        max_score=(chosen.report.max_score if chosen else 0.0) or exercise.max_score,
        report=chosen.report if chosen else None,
        handed_in=chosen.handed_in if chosen else UNKNOWN,
        deadline=deadline,
        marks=current.get((learner, exercise.slug), {}),
        is_provisional=chosen is not None and chosen.identity is State.OPEN,
        policy=policy,
        place=next((place for place, each in enumerate(own, start=1) if each is chosen), 0),
        count=len(own),
    )


def _without_exercise(graded: list[Graded], slugs: set[str]) -> dict[str, Graded]:
    """Return, for each learner whose last hand-in is for no known exercise, that hand-in.

    Nobody knows what it is for, so an exercise without other work of theirs is not graded, which is not the same as absent.
    """
    last = {learner_key(each.report.learner): each for each in graded}
    return {
        who: each
        for who, each in last.items()
        if each.report.exercise not in slugs and each.report.outcome.kind not in RAN
    }


def _exercises(session: Session, due: Deadlines, marked: set[str]) -> list[Exercise]:
    """Return exercises whose checks ran, or that have a deadline or a mark; a slug that a learner misspelt is left out."""
    found = {slug: Exercise(slug) for slug in due.exercises | marked}
    for row in session.scalars(select(ExerciseRow).order_by(ExerciseRow.version)):
        found[row.slug] = Exercise(row.slug, row.title, row.max_score, row.module)
    return [found[slug] for slug in sorted(found)]


def _comments(session: Session, keys: Collection[str] | None) -> dict[tuple[str, str], tuple[Comment, ...]]:
    found: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for comment in marks.comments(session, keys):
        found[comment.learner, comment.exercise].append(comment)
    return {key: tuple(comments) for key, comments in found.items()}


def _comment_line(comment: Comment) -> str:
    return (
        f"{comment.who} on {comment.task}: {comment.text}"
        if comment.task
        else f"{comment.who}: {comment.text}"
    )
