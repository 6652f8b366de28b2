"""Prove an exercise in three ways: untouched is not attempted, the solution gets full marks, each attempt its message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from labelwright.authoring.bench import Change, try_changes
from labelwright.authoring.learner_notebook import filled_notebook, starter_cells
from labelwright.checks.attempts import Attempt, faults, read_attempts
from labelwright.checks.verdicts import Origin, OutcomeKind, Report, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.grading.batch import grade_here
from labelwright.grading.notebooks import read_notebook
from labelwright.grading.submissions import Submission

SEEDS = ("ada", "grace", "katherine", "mary", "annie")
"""Ids of learners; the solution must solve the sample of each."""


@dataclass(frozen=True)
class Proof:
    """One run of the proof: what ran, and what was wrong with the result."""

    what: str
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Return whether nothing was wrong."""
        return not self.faults


def prove(course: Course, exercise: Exercise, seeds: Sequence[str] = SEEDS) -> Iterator[Proof]:
    """Run the proof and yield each step.

    The untouched notebook and the first learner's solution are graded in the sandbox, as any work is. All that follows
    is tried on the bench: the solution runs once, and each attempt in a fork of it.
    """
    untouched = run(course, exercise, starter_cells(exercise), seeds[0])
    yield Proof("untouched", tuple(_untouched(untouched)))
    solved = run(course, exercise, solution_cells(exercise), seeds[0])
    yield Proof(f"solution for {seeds[0]}", tuple(_solved(solved)))
    for learner in seeds[1:]:
        solved = solve(course, exercise, learner)
        yield Proof(f"solution for {learner}", tuple(_solved(solved)))
    again = solve(course, exercise, seeds[0], form=2)
    yield Proof("solution on a second form", tuple(_solved(again)))
    attempts = read_attempts(exercise)
    for attempt, report in zip(attempts, try_attempts(course, exercise, attempts, seeds[0]), strict=True):
        yield Proof(f"attempt {attempt.name}", tuple(faults(attempt, report)))


def solve(course: Course, exercise: Exercise, learner: str, form: int = 1) -> Report:
    """Return the report of the solution, run on the bench."""
    return next(try_changes(course, exercise, learner, [Change()], form))


def try_attempts(
    course: Course, exercise: Exercise, attempts: Iterable[Attempt], learner: str, form: int = 1
) -> Iterator[Report]:
    """Yield the report of each attempt, run on the bench."""
    changes = [Change((attempt.code,)) for attempt in attempts]
    return try_changes(course, exercise, learner, changes, form)


def run(course: Course, exercise: Exercise, cells: list[str], learner: str, form: int = 1) -> Report:
    """Grade these cells as this learner's notebook, on the sample of this form (2, 3, ... for a retry)."""
    code = read_notebook(filled_notebook(exercise, cells, learner))
    submission = Submission(
        learner, learner, exercise.slug, exercise.version, form=form, code=code, sha256="0" * 64
    )
    return grade_here(course.root, submission, Origin.SELF, False)


def attempt_cells(exercise: Exercise, attempt: Attempt) -> list[str]:
    """Return the solution's cells, then the attempt's code."""
    return [*solution_cells(exercise), attempt.code]


def _untouched(report: Report) -> Iterator[str]:
    yield from _ran(report)
    for result in report.checks:
        if result.verdict not in (Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN):
            yield f"{result.id} is {result.verdict.value} on an untouched notebook: {result.message}"
    if report.score:
        yield f"an untouched notebook earns {report.score:g} points"


def _solved(report: Report) -> Iterator[str]:
    yield from _ran(report)
    for result in report.checks:
        if result.verdict is not Verdict.PASSED:
            yield f"{result.id} is {result.verdict.value} on the solution: {result.message}"
    if abs(report.score - report.max_score) > 1e-6 or not report.passed:
        yield f"the solution earns {report.score:g} of {report.max_score:g} points"


def _ran(report: Report) -> Iterator[str]:
    if report.outcome.kind is not OutcomeKind.FINISHED:
        yield f"it did not run to the end: {report.outcome.sentence}"
