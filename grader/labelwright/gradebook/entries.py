"""Put together what a learner's feedback page says: the grades that count, the work behind them, and what people wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from labelwright.checks.verdicts import Report
from labelwright.feedback.entry import IDLE, OPEN, PASSED, Entry, entry_of
from labelwright.gradebook.marks import Comment
from labelwright.gradebook.policy import Grade, Standing
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise, Sheet, in_learning_order
from labelwright.gradebook.statement import statement_of


@dataclass(frozen=True)
class Page:
    """A learner's feedback page as data; `state` says what it was made from."""

    learner: Learner
    entries: list[Entry]
    state: str


_UNTOUCHED = (Standing.ABSENT, Standing.NOT_ATTEMPTED)


def entries_of(sheet: Sheet, learner: Learner, order: Sequence[str] = ()) -> list[Entry]:
    """Return a learner's entries in learning order, then the work that belongs to no exercise of the gradebook.

    `order` lists the slugs of the course; exercises that it does not name follow, by module and name.
    """
    by_slug = _reports(sheet, learner)
    listed = in_learning_order(sheet.exercises, order)
    entries = [_entry(sheet, learner, exercise, by_slug.pop(exercise.slug, [])) for exercise in listed]
    for slug, reports in by_slug.items():
        comments = _lines(sheet.comments.get((learner.id, slug), ()))
        entries += [entry_of(report, comments) for report in reports]
    return entries


def exercise_entry(sheet: Sheet, learner: Learner, slug: str) -> Entry:
    """Return a learner's entry for one exercise of the sheet; raise KeyError for another slug."""
    exercise = {each.slug: each for each in sheet.exercises}[slug]
    return _entry(sheet, learner, exercise, _reports(sheet, learner)[slug])


def _reports(sheet: Sheet, learner: Learner) -> dict[str, list[Report]]:
    """Return the newest report of each of a learner's submissions, by exercise."""
    found: dict[str, list[Report]] = defaultdict(list)
    for report in sheet.reports.get(learner.id, ()):
        found[report.exercise].append(report)
    return found


def _entry(sheet: Sheet, learner: Learner, exercise: Exercise, reports: Sequence[Report]) -> Entry:
    grade = sheet.grade(learner, exercise)
    said = statement_of(grade)
    counts = next((report for report in reports if report is grade.report), None)
    comments = _lines(sheet.comments.get((learner.id, exercise.slug), ()))
    return Entry(
        title=exercise.title or exercise.slug,
        headline=said.headline,
        module=counts.facts.module_title if counts else "",
        grade=said.out_of,
        state=said.state,
        tone=_tone(grade),
        facts=said.facts,
        next_step=said.next_step,
        comments=comments,
        report=counts,
        others=tuple(report for report in reports if report is not counts),
        is_untouched=said.standing in _UNTOUCHED and not comments and not reports[1:],
    )


def _tone(grade: Grade) -> str:
    if grade.passed:
        return PASSED
    return OPEN if grade.standing in (Standing.GRADED, Standing.NOT_GRADED) else IDLE


def _lines(comments: Sequence[Comment]) -> tuple[str, ...]:
    """Return each comment with its writer, day and task."""
    return tuple(
        f"{each.who}, {each.when:%Y-%m-%d}{f', on task {each.task}' if each.task else ''}: {each.text}"
        for each in comments
    )
