"""Turn check results into a report: the score, whether it passes, and the facts a reader needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labelwright.checks.verdicts import (
    CheckResult,
    DatasetFacts,
    ExerciseFacts,
    Origin,
    Outcome,
    Report,
    Verdict,
)
from labelwright.course.exercise import Exercise
from labelwright.data.card import DatasetCard


def make_report(
    exercise: Exercise,
    facts: ExerciseFacts,
    outcome: Outcome,
    results: Sequence[CheckResult],
    *,
    learner: str,
    form: int = 1,
    origin: Origin,
    level: str,
    notes: Iterable[str] = (),
    submission_sha256: str = "",
    exercise_sha256: str = "",
    source_name: str = "",
) -> Report:
    """Return the report of one piece of work; points are rounded to 4 decimals."""
    from labelwright.version import __version__

    return Report(
        learner=learner,
        exercise=exercise.slug,
        facts=facts,
        origin=origin,
        version=exercise.version,
        form=form,
        outcome=outcome,
        score=round(sum(result.points for result in results), 4),
        max_score=exercise.max_score,
        passed=passes(exercise, results),
        level=level,
        grader_version=__version__,
        submission_sha256=submission_sha256,
        exercise_sha256=exercise_sha256,
        source_name=source_name,
        notes=tuple(notes),
        checks=tuple(results),
    )


def passes(exercise: Exercise, results: Iterable[CheckResult]) -> bool:
    """Return True if the score reaches the pass mark and every check of a `must` task passed."""
    results = list(results)
    score = sum(result.points for result in results)
    musts = all(result.verdict is Verdict.PASSED for result in results if result.must)
    return bool(results) and musts and score >= exercise.max_score * exercise.pass_percent / 100 - 1e-9


def exercise_facts(exercise: Exercise, module_title: str, cards: Iterable[DatasetCard]) -> ExerciseFacts:
    """Return the facts about its exercise and data that a report includes."""
    return ExerciseFacts(
        title=exercise.title,
        module=exercise.module,
        module_title=module_title,
        summary=exercise.summary,
        why=exercise.why,
        criteria=exercise.criteria or _criteria(exercise),
        pass_percent=exercise.pass_percent,
        skills=exercise.skills,
        datasets=tuple(dataset_facts(card) for card in cards),
    )


def dataset_facts(card: DatasetCard) -> DatasetFacts:
    """Return the few facts of a dataset card that a report and a portfolio repeat."""
    return DatasetFacts(
        slug=card.slug,
        title=card.title,
        kind=card.kind,
        citation=card.citation,
        licence=card.licence.data.spdx,
        sha256=card.pin.fingerprint,
    )


def _criteria(exercise: Exercise) -> str:
    musts = [task.title for task in exercise.tasks if task.must]
    text = f"At least {exercise.pass_percent:g} % of {exercise.max_score:g} points"
    return f"{text}, and in full: {'; '.join(musts)}." if musts else f"{text}."
