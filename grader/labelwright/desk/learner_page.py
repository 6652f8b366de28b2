"""A learner: every attempt in time, what changed between attempts, the feedback, comments, and marks with reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from labelwright.checks.verdicts import CheckResult, Report, Verdict
from labelwright.desk.page import Person, View, exercise_key
from labelwright.exchange.outside_text import one_line
from labelwright.feedback import words
from labelwright.feedback.entry import Entry
from labelwright.gradebook.entries import exercise_entry
from labelwright.gradebook.manual import Note, notes
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.policy import Grade
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.statement import time_from


@dataclass(frozen=True)
class Turn:
    """A check whose verdict is another one than in the attempt before."""

    sentence: str
    before: str
    now: str
    is_better: bool


@dataclass(frozen=True)
class Attempt:
    """One hand-in: its report, when it came, whether it is the one that counts, and what turned since the one before."""

    number: int
    report: Report
    graded: Graded
    counts: bool
    turns: tuple[Turn, ...]
    change: float | None


@dataclass(frozen=True)
class Work:
    """Everything about one exercise of this learner."""

    key: str
    slug: str
    title: str
    grade: Grade
    time_from: str
    attempts: tuple[Attempt, ...]
    is_by_time: bool
    shown: Report | None
    entry: Entry
    notes: tuple[Note, ...]
    history: tuple[Mark, ...]
    comments: tuple[Comment, ...]
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class LearnerData:
    """Everything on a learner's page."""

    person: Person
    section: str
    email: str
    works: tuple[Work, ...]
    passed: int
    before: Person | None
    after: Person | None


def keys(view: View) -> Iterable[str]:
    """Return the numbers of all learners."""
    return [str(person.number) for person in view.people.values()]


def read(view: View, key: str) -> LearnerData | None:
    """Return the data of the page of the learner with the number `key`; None if there is none."""
    learner = view.learner(key)
    if learner is None:
        return None
    sheet = view.book.sheet(view.policy, learner)
    marks: dict[str, list[Mark]] = defaultdict(list)
    for mark in view.book.marks(learner):
        marks[mark.exercise].append(mark)
    graded: dict[str, list[Graded]] = defaultdict(list)
    for each in sheet.submissions:
        graded[each.report.exercise].append(each)
    works = []
    for exercise in sheet.exercises:
        grade = sheet.grades[learner, exercise.slug]
        comments = sheet.comments.get((learner, exercise.slug), ())
        if grade.present or comments or marks[exercise.slug]:
            entry = exercise_entry(sheet, sheet.learners[0], exercise.slug)
            works.append(_work(entry, grade, graded[exercise.slug], marks[exercise.slug], comments))
    one, people = sheet.learners[0], list(view.people.values())
    place = people.index(view.people[learner])
    return LearnerData(
        people[place],
        one_line(one.section),
        "" if view.anonymous else one_line(one.email),
        tuple(works),
        sum(work.grade.passed for work in works),
        people[place - 1] if place else None,
        people[place + 1] if place + 1 < len(people) else None,
    )


def _work(
    entry: Entry, grade: Grade, graded: Sequence[Graded], marks: Sequence[Mark], comments: Sequence[Comment]
) -> Work:
    attempts = []
    is_by_time = all(each.handed_in.when for each in graded)
    order = sorted(graded, key=_time) if is_by_time else list(graded)
    for number, each in enumerate(order, 1):
        before = order[number - 2].report if number > 1 else None
        attempts.append(
            Attempt(
                number,
                each.report,
                each,
                each.report is grade.report,
                tuple(_turns(before, each.report)),
                each.report.score - before.score if before else None,
            )
        )
    tasks = tuple(dict.fromkeys(check.task for check in grade.report.checks)) if grade.report else ()
    return Work(
        exercise_key(grade.exercise),
        grade.exercise,
        one_line(entry.title or grade.exercise),
        grade,
        time_from(grade),
        tuple(attempts),
        is_by_time and len(attempts) > 1,
        grade.report,
        entry,
        tuple(notes(grade, comments)),
        tuple(marks),
        tuple(comments),
        tasks,
    )


def _time(graded: Graded) -> datetime:
    assert graded.handed_in.when is not None
    return graded.handed_in.when


def _turns(before: Report | None, now: Report) -> Iterable[Turn]:
    if before is None:
        return
    earlier = {check.id: check for check in before.checks}
    for check in now.checks:
        old: CheckResult | None = earlier.get(check.id)
        if old is not None and old.verdict is not check.verdict:
            yield Turn(
                check.sentence,
                words.VERDICT_WORDS[old.verdict],
                words.VERDICT_WORDS[check.verdict],
                check.verdict is Verdict.PASSED,
            )
