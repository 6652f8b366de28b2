"""Decide which graded work gets a credential, with a message for each work that does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labelwright.checks.verdicts import Origin, Report
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.credentials.keyring.key_list import CLOCK_TOLERANCE
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Grade, has_grade


class Reason(StrEnum):
    """Why no credential is issued."""

    NOTHING = "nothing handed in"
    UNKNOWN = "unknown exercise"
    UNGRADED = "not graded"
    FAILED = "not passed"
    MARKED = "marked by hand"
    SELF = "self-graded"
    VERSION = "another version"
    ALTERED = "altered"
    IDENTITY = "open identity"
    LIST = "not on the class list"
    CLOCK = "graded in the future"
    BLOCKED = "cannot be issued"


NOT_YET = frozenset({Reason.NOTHING, Reason.UNGRADED, Reason.FAILED})
"""Reasons that only mean: the work is not done yet."""


@dataclass(frozen=True)
class Refusal:
    """Why one learner gets no credential for one exercise."""

    learner: str
    exercise: str
    reason: Reason
    sentence: str


@dataclass(frozen=True)
class Eligibility:
    """Compares the work in one gradebook with one course, at the time `now`."""

    book: Gradebook
    course: Course
    now: datetime

    def best_reports(self, learner: str, slugs: Sequence[str]) -> dict[str, Report | Refusal]:
        """Return, for each exercise in order, the learner's best eligible report, or why there is none."""
        exercises = {exercise.slug: exercise for exercise in self.course.exercises}
        grades = {grade.exercise: grade for grade in self.book.grades(learner=learner)}
        reports = self.book.reports(learner)
        if why := self.book.why_not_listed(learner):
            return {
                slug: self._not_listed(learner, slug, why, any(r.exercise == slug for r in reports))
                for slug in slugs
            }
        return {
            slug: self._best_report(
                learner, slug, [report for report in reports if report.exercise == slug], exercises, grades
            )
            for slug in slugs
        }

    def _not_listed(self, learner: str, slug: str, why: str, is_present: bool) -> Refusal:
        if not is_present:
            return _nothing(learner, slug)
        advice = "Import the class list again, or say who they are with `labelwright gradebook people`."
        return Refusal(learner, slug, Reason.LIST, f"{learner}, {slug}: {why} {advice}")

    def _best_report(
        self,
        learner: str,
        slug: str,
        reports: Sequence[Report],
        exercises: Mapping[str, Exercise],
        grades: Mapping[str, Grade],
    ) -> Report | Refusal:
        first: Refusal | None = None
        for report in sorted(reports, key=lambda r: (r.passed, r.score, r.graded_at))[::-1]:
            problem = next(self._problems(report, exercises.get(slug), grades.get(slug)), None)
            if problem is None:
                return report
            reason, sentence = problem
            first = first or Refusal(learner, slug, reason, f"{learner}, {slug}: {sentence}")
        return first or _nothing(learner, slug)

    def unknown_exercises(self, learner: str) -> list[str]:
        """Return the exercises that the learner handed in work for and the course does not have, sorted."""
        known = {exercise.slug for exercise in self.course.exercises}
        return sorted({report.exercise for report in self.book.reports(learner)} - known)

    def _problems(
        self, report: Report, exercise: Exercise | None, grade: Grade | None
    ) -> Iterator[tuple[Reason, str]]:
        yield from _ungraded(report)
        if reason := self.book.tampering(report):
            yield (
                Reason.ALTERED,
                f"the stored report was altered: {reason}. Restore the gradebook from a backup, or grade the "
                "submission again with --regrade.",
            )
        if self.book.is_open(report):
            yield (
                Reason.IDENTITY,
                "it is not decided whose work this is. `labelwright gradebook people` shows why, and decides it.",
            )
        if exercise is None:
            yield (
                Reason.UNKNOWN,
                "this course does not have the exercise. Name the course that has it with --course.",
            )
        elif exercise.version != report.version:
            yield (
                Reason.VERSION,
                f"the work was graded at version {report.version} of the exercise, and the course has version "
                f"{exercise.version}. Ask for new work, or grade it with --any-version.",
            )
        yield from _not_passed(report, grade)
        if report.origin is not Origin.GRADER:
            yield (
                Reason.SELF,
                "the learner ran these checks. Your credential says that you graded the work, so grade the submission "
                "with `labelwright grade` first.",
            )
        if report.graded_at > self.now + CLOCK_TOLERANCE:
            yield (
                Reason.CLOCK,
                f"it was graded at {report.graded_at:%Y-%m-%d %H:%M} UTC, which is later than this computer's clock. "
                "Set the clock, or grade again if the grader's clock was wrong.",
            )


def _nothing(learner: str, slug: str) -> Refusal:
    sentence = f"{learner}, {slug}: nothing was handed in, so there is nothing to certify."
    return Refusal(learner, slug, Reason.NOTHING, sentence)


def _ungraded(report: Report) -> Iterator[tuple[Reason, str]]:
    if not has_grade(report) or not report.checks:
        yield (
            Reason.UNGRADED,
            f"the work was not graded ({report.outcome.kind.value}): {report.outcome.sentence} "
            f"{report.outcome.advice}".strip(),
        )


def _not_passed(report: Report, grade: Grade | None) -> Iterator[tuple[Reason, str]]:
    if not report.passed:
        manual = (
            " A manual mark says passed, but a credential states only what the checks found."
            if (grade and grade.passed)
            else f" Of its points, {report.person_points:g} wait for a person, and a credential states only what the checks found."
            if report.person_points
            else ""
        )
        yield (
            Reason.FAILED,
            f"the work was graded and did not pass ({report.percent:.0f} of 100).{manual}",
        )
    elif grade and not grade.passed:
        why = next((mark.reason for mark in grade.marks.values() if mark.passed is False), "")
        yield (
            Reason.MARKED,
            f"the checks pass, but a manual mark says not passed: {why} If the mark is no longer right, withdraw it with "
            "`labelwright gradebook mark --withdraw`.",
        )
