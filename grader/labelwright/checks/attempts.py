"""Read an exercise's wrong answers from attempts/, and compare a report with what each one expects."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from labelwright.checks.verdicts import Report, Verdict
from labelwright.course.exercise import Exercise, ExerciseError

_EXPECT = re.compile(r'^# expect: (?P<check>[a-z0-9-]+) (?P<verdict>[a-z_]+)(?: "(?P<part>.*)")?$')


@dataclass(frozen=True)
class Expectation:
    """The verdict that one check must give, with a part of its message."""

    check: str
    verdict: Verdict
    part: str


@dataclass(frozen=True)
class Attempt:
    """A wrong answer: code that runs after the solution's cells and replaces what this learner got wrong."""

    name: str
    path: Path
    code: str
    expectations: tuple[Expectation, ...]


def read_attempts(exercise: Exercise) -> tuple[Attempt, ...]:
    """Return the attempts of an exercise by name; raise ExerciseError if one does not say what it expects."""
    return tuple(_read(path) for path in sorted((exercise.folder / "attempts").glob("*.py")))


def faults(attempt: Attempt, report: Report) -> list[str]:
    """Return what in the report differs from what the attempt expects; an empty list means that it is proved."""
    results = {result.id: result for result in report.checks}
    found = []
    for wanted in attempt.expectations:
        result = results.get(wanted.check)
        if result is None:
            found.append(f"no check is called {wanted.check!r}; the checks are {', '.join(results)}")
        elif result.verdict is not wanted.verdict:
            found.append(
                f"{wanted.check} is {result.verdict.value}, not {wanted.verdict.value}: {result.message}"
            )
        elif wanted.part not in result.message:
            found.append(
                f"the message of {wanted.check} does not contain {wanted.part!r}; it is: {result.message}"
            )
    expected = {wanted.check for wanted in attempt.expectations}
    for result in report.checks:
        if result.id not in expected and result.verdict not in (Verdict.PASSED, Verdict.NOT_RUN):
            found.append(
                f"{result.id} is also {result.verdict.value}, which no line expects: {result.message}"
            )
    return found


def _read(path: Path) -> Attempt:
    code = path.read_text(encoding="utf-8")
    expectations = []
    for line in code.splitlines():
        if not line.startswith("# expect:"):
            break
        match = _EXPECT.match(line)
        if match is None or match["verdict"] not in set(Verdict):
            raise ExerciseError(
                f'{path}: {line!r} cannot be read. Write: # expect: check-id failed "part of the message"'
            )
        expectations.append(Expectation(match["check"], Verdict(match["verdict"]), match["part"] or ""))
    if not expectations:
        raise ExerciseError(
            f'{path} does not start with what it expects. Write: # expect: check-id failed "part of the message"'
        )
    return Attempt(path.stem, path, code, tuple(expectations))
