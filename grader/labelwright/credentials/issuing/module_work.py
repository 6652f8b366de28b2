"""Combine the passed work of a module into one report, so that a finished module gets a credential too."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Origin, Outcome, OutcomeKind, Report
from labelwright.course.course import Module


def module_report(module: Module, reports: Sequence[Report]) -> Report:
    """Return one report for a module's passed reports: one per exercise, all of one learner, graded by an instructor.

    Checks and measures are those of the works in order; the score is the sum. The version is the sum of the
    exercises' versions, which rises when an exercise changes or is added. The submission hash is the SHA-256 of the
    works' hashes, so it identifies exactly this work. If the works ran at several sandbox levels, all are listed.
    """
    works = sorted(reports, key=lambda report: report.exercise)
    first = works[0]
    return Report(
        learner=first.learner,
        exercise=module.slug,
        facts=_facts(module, works),
        origin=Origin.GRADER if all(work.origin is Origin.GRADER for work in works) else Origin.SELF,
        version=sum(work.version for work in works),
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="Every exercise of the module was passed."),
        score=sum(work.score for work in works),
        max_score=sum(work.max_score for work in works),
        passed=all(work.passed for work in works),
        level="; ".join(sorted({work.level for work in works})),
        grader_version=", ".join(sorted({work.grader_version for work in works})),
        submission_sha256=sha256("\n".join(_line(work) for work in works).encode()).hexdigest(),
        graded_at=max(work.graded_at for work in works),
        checks=tuple(_named(work, check) for work in works for check in work.checks),
    )


def _facts(module: Module, works: Sequence[Report]) -> ExerciseFacts:
    listed = ", ".join(f"{work.title or work.exercise} (version {work.version})" for work in works)
    datasets = {dataset.slug: dataset for work in works for dataset in work.facts.datasets}
    return ExerciseFacts(
        title=f"Module: {module.title}",
        module=module.slug,
        module_title=module.title,
        summary=f"Every exercise of the module: {listed}.",
        criteria="Each exercise of the module is passed by its own rule.",
        skills=tuple(dict.fromkeys(skill for work in works for skill in work.facts.skills)),
        datasets=tuple(datasets[slug] for slug in sorted(datasets)),
    )


def _line(work: Report) -> str:
    return f"{work.exercise} {work.version} {work.submission_sha256}"


def _named(work: Report, check: CheckResult) -> CheckResult:
    """Return the check with the exercise in front of its id and sentence, otherwise unchanged."""
    return check.model_copy(
        update={
            "id": f"{work.exercise}/{check.id}",
            "sentence": f"{work.title or work.exercise}: {check.sentence}",
        }
    )
