"""Ask every check of an exercise about one piece of work, score the answers, and make the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from labelwright.checks.check import Check
from labelwright.checks.response_parts import person_tasks
from labelwright.checks.verdicts import (
    CheckResult,
    DatasetFacts,
    ExerciseFacts,
    Failed,
    ItemAnswer,
    NotAttempted,
    Origin,
    Outcome,
    OutcomeKind,
    Passed,
    Report,
    Response,
    Verdict,
)
from labelwright.checks.work import Work
from labelwright.course.exercise import Exercise, ExerciseError, load_module
from labelwright.data.card import DatasetCard
from labelwright.errors import LabelwrightError


class CheckTimeout(LabelwrightError):
    """The checks of one submission took longer than they may; `args` holds the seconds."""


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
    items: tuple[ItemAnswer, ...] = (),
    submission_sha256: str = "",
    exercise_sha256: str = "",
    source_name: str = "",
    responses: tuple[Response, ...] = (),
) -> Report:
    """Return the report of one piece of work; points are rounded to 4 decimals.

    `responses` is what a person reads to mark the tasks that no check marks; the score has no points for those tasks.
    """
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
        items=items,
        person_tasks=person_tasks(exercise, responses, outcome.kind is OutcomeKind.FINISHED),
        responses=responses,
    )


def passes(exercise: Exercise, results: Iterable[CheckResult]) -> bool:
    """Return True if the score reaches the pass mark and every check of a `must` task passed.

    The points that a person gives are not known here: False may become True when that person has marked the work.
    """
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
    if exercise.checked_points < exercise.max_score:
        text += f" (a person gives {exercise.max_score - exercise.checked_points:g} of them)"
    return f"{text}, and in full: {'; '.join(musts)}." if musts else f"{text}."


def load_checks(exercise: Exercise) -> tuple[Check, ...]:
    """Return the checks in the exercise's checks.py, in file order; raise ExerciseError if a task has none.

    A task that a person marks has no check, and an exercise with such tasks only needs no checks.py.
    """
    path = exercise.folder / "checks.py"
    if not path.is_file():
        if all(task.by_person for task in exercise.tasks):
            return ()
        raise ExerciseError(f"{path} is missing. Every exercise folder needs its checks.")
    checks = tuple(_named(vars(load_module(exercise, path.name))))
    _agree(exercise, checks, path)
    return checks


def _named(variables: Mapping[str, object]) -> Iterator[Check]:
    """Yield the checks of a module; a declared one is called as its variable is, with hyphens."""
    named: dict[int, Check] = {}
    for name, value in variables.items():
        if isinstance(value, Check) and id(value) not in named:
            after = None if value.after is None else named.get(id(value.after), value.after)
            named[id(value)] = replace(value, id=value.id or name.replace("_", "-"), after=after)
            yield named[id(value)]


def _agree(exercise: Exercise, checks: Sequence[Check], path: Path) -> None:
    tasks = {task.id: task for task in exercise.tasks}
    for check in checks:
        if check.task in tasks and tasks[check.task].by_person:
            raise ExerciseError(
                f"{path}: {check.id} belongs to the task {check.task!r}, which a person marks. Give the check a task of its own."
            )
        if check.task not in tasks:
            raise ExerciseError(
                f"{path}: {check.id} belongs to the task {check.task!r}, which is not in exercise.toml."
            )
    for task in exercise.tasks:
        if not task.by_person and not any(check.task == task.id for check in checks):
            raise ExerciseError(f"{path}: the task {task.id!r} has no check. Write one, or remove the task.")


def run_checks(
    exercise: Exercise, checks: Iterable[Check], work: Work, task: str | None = None
) -> tuple[list[CheckResult], list[str]]:
    """Run each check in order and return (results, notes for the author).

    With `task`, only the results of that task; no other checks are run than those that the task's checks wait for.

    A check is `not_run` if its `after` did not pass or if it crashed; a check that did not run never passes.
    """
    checks = list(checks)
    work.compared = {check.asks: check.absent for check in checks if check.asks}
    work.inputs = [(check.asks, check.id, check.inputs) for check in checks if check.inputs]
    shares = _shares(exercise, checks)
    checks = checks if task is None else _needed(checks, task)
    results: dict[str, CheckResult] = {}
    notes: list[str] = []
    for check in checks:
        before = results.get(check.after.id) if check.after else None
        if before is not None and before.verdict is not Verdict.PASSED:
            result = _result(exercise, check, shares, Verdict.NOT_RUN, found=_blocked_message(before))
        else:
            result = _run(exercise, check, shares, work, notes)
        results[check.id] = result
    return [result for result in results.values() if task in (None, result.task)], notes


def _needed(checks: Sequence[Check], task: str) -> list[Check]:
    """Return the checks of a task and those that they wait for, in their order."""
    by_id = {check.id: check for check in checks}
    needed = {check.id for check in checks if check.task == task}
    waiting = list(needed)
    while waiting:
        after = by_id[waiting.pop()].after
        if after and after.id in by_id and after.id not in needed:
            needed.add(after.id)
            waiting.append(after.id)
    return [check for check in checks if check.id in needed]


def _shares(exercise: Exercise, checks: Sequence[Check]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for check in checks:
        totals[check.task] = totals.get(check.task, 0.0) + check.weight
    return {c.id: exercise.task(c.task).points * c.weight / totals[c.task] for c in checks}


def _run(
    exercise: Exercise, check: Check, shares: dict[str, float], work: Work, notes: list[str]
) -> CheckResult:
    try:
        return _score(exercise, check, shares, work)
    except (CheckTimeout, MemoryError) as error:
        what = "more memory" if isinstance(error, MemoryError) else "more time"
        return _result(
            exercise,
            check,
            shares,
            Verdict.NOT_RUN,
            found=f"This check was stopped, because it needed {what} for your answer than a check may take.",
            advice="Make the answer smaller: hand in only what the task asks for.",
        )
    except Exception as error:
        notes.append(f"The check {check.id} crashed ({type(error).__name__}: {error}). Tell its author.")
        return _result(
            exercise,
            check,
            shares,
            Verdict.NOT_RUN,
            found="This check crashed on your answer. It is not your fault.",
            advice="Send the notebook to your instructor without changing it.",
        )


def _score(exercise: Exercise, check: Check, shares: dict[str, float], work: Work) -> CheckResult:
    try:
        returned = check.function(work)
    except NotAttempted as missing:
        return _result(exercise, check, shares, Verdict.NOT_ATTEMPTED, found=str(missing))
    except Failed as failed:
        parts = {
            name: getattr(failed, name)
            for name in (
                "found",
                "misconception",
                "why",
                "advice",
                "measured",
                "expected",
                "measures",
                "matrices",
            )
        }
        points = shares[check.id] * failed.credit
        work.items.compare(failed.items)
        return _result(exercise, check, shares, Verdict.FAILED, points=points, **parts)
    if returned is None:
        returned = Passed()
    if not isinstance(returned, Passed):
        # `return value == truth` must not pass: not when it is False, and not by accident when it is True.
        raise TypeError(f"it returned {returned!r}; a check returns Passed or None, and raises Failed")
    work.items.compare(returned.items)
    return _result(
        exercise,
        check,
        shares,
        Verdict.PASSED,
        points=shares[check.id],
        found=returned.note,
        measured=returned.measured,
        expected=returned.expected,
        measures=returned.measures,
        matrices=returned.matrices,
    )


def _result(
    exercise: Exercise, check: Check, shares: dict[str, float], verdict: Verdict, **parts: object
) -> CheckResult:
    return CheckResult.model_validate(
        {
            "id": check.id,
            "task": check.task,
            "sentence": check.sentence,
            "verdict": verdict,
            "max_points": shares[check.id],
            "must": exercise.task(check.task).must,
            **parts,
        }
    )


def _blocked_message(before: CheckResult) -> str:
    return f"This waits for another check to pass first: {before.sentence}"
