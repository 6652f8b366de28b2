"""Which graded work a credential may be issued for, and a sentence for each that it may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labelwright.checks.verdicts import RAN, Origin, Report
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.credentials.keyring.trust import CLOCK_TOLERANCE
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Grade


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
    CLOCK = "graded in the future"
    KEPT = "cannot be issued"


NOT_YET = frozenset({Reason.NOTHING, Reason.UNGRADED, Reason.FAILED})
"""Reasons that are nobody's fault: the work is simply not done."""


@dataclass(frozen=True)
class Refusal:
    """Why one learner gets no credential for one exercise."""

    learner: str
    exercise: str
    reason: Reason
    sentence: str


@dataclass(frozen=True)
class Fitness:
    """Judges the work of one gradebook against one course, as things stand `now`."""

    book: Gradebook
    course: Course
    now: datetime

    def of(self, learner: str, slug: str) -> Report | Refusal:
        """The learner's best report for an exercise that a credential may be issued for, or why there is none."""
        return self.of_all(learner, [slug])[slug]

    def of_all(self, learner: str, slugs: Sequence[str]) -> dict[str, Report | Refusal]:
        """The same for several exercises, in their order."""
        exercises = {one.slug: one for one in self.course.exercises}
        grades = {grade.exercise: grade for grade in self.book.grades(learner=learner)}
        reports = self.book.reports(learner)
        return {
            slug: self._chosen(
                learner, slug, [one for one in reports if one.exercise == slug], exercises, grades
            )
            for slug in slugs
        }

    def _chosen(
        self,
        learner: str,
        slug: str,
        reports: Sequence[Report],
        exercises: Mapping[str, Exercise],
        grades: Mapping[str, Grade],
    ) -> Report | Refusal:
        first: Refusal | None = None
        for report in sorted(reports, key=lambda r: (r.passed, r.score, r.graded_at))[::-1]:
            found = next(self._against(report, exercises.get(slug), grades.get(slug)), None)
            if found is None:
                return report
            reason, sentence = found
            first = first or Refusal(learner, slug, reason, f"{learner}, {slug}: {sentence}")
        nothing = f"{learner}, {slug}: nothing was handed in, so there is nothing to certify."
        return first or Refusal(learner, slug, Reason.NOTHING, nothing)

    def elsewhere(self, learner: str) -> list[str]:
        """The exercises the learner handed in work for that the course does not have, in order."""
        known = {one.slug for one in self.course.exercises}
        return sorted({report.exercise for report in self.book.reports(learner)} - known)

    def _against(
        self, report: Report, exercise: Exercise | None, grade: Grade | None
    ) -> Iterator[tuple[Reason, str]]:
        yield from _ungraded(report)
        if fault := self.book.fault(report):
            yield (
                Reason.ALTERED,
                f"the stored report was altered: {fault}. Restore the gradebook from a backup, or grade the "
                "submission again with --regrade.",
            )
        if exercise is None:
            yield (
                Reason.UNKNOWN,
                "this course has no such exercise. Name the course that it belongs to with --course.",
            )
        elif exercise.version != report.version:
            yield (
                Reason.VERSION,
                f"the work was graded at version {report.version} of the exercise, and the course has version "
                f"{exercise.version}. Have it done again, or grade it with --any-version.",
            )
        yield from _not_passed(report, grade)
        if report.origin is not Origin.GRADER:
            yield (
                Reason.SELF,
                "the learner ran these checks. A credential of yours says that you graded: grade the submission "
                "with `labelwright grade` first.",
            )
        if report.graded_at > self.now + CLOCK_TOLERANCE:
            yield (
                Reason.CLOCK,
                f"it was graded at {report.graded_at:%Y-%m-%d %H:%M} UTC, which lies ahead of this computer's clock. "
                "Set the clock, and grade again if the grader's was wrong.",
            )


def _ungraded(report: Report) -> Iterator[tuple[Reason, str]]:
    if report.outcome.kind not in RAN or not report.checks:
        yield (
            Reason.UNGRADED,
            f"the work was not graded ({report.outcome.kind.value}): {report.outcome.sentence} "
            f"{report.outcome.advice}".strip(),
        )


def _not_passed(report: Report, grade: Grade | None) -> Iterator[tuple[Reason, str]]:
    if not report.passed:
        by_hand = (
            " A mark by hand says passed, but a credential states only what was checked."
            if (grade and grade.passed)
            else ""
        )
        yield (
            Reason.FAILED,
            f"the work was graded and did not pass ({report.percent:.0f} of 100).{by_hand}",
        )
    elif grade and not grade.passed:
        said = next((mark.reason for mark in grade.marks.values() if mark.passed is False), "")
        yield (
            Reason.MARKED,
            f"the checks pass, but it was marked as not passed by hand: {said} Withdraw that mark with "
            "`labelwright gradebook mark --withdraw` if it no longer stands.",
        )
