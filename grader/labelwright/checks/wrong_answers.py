"""Read an exercise's wrong answers from mistakes.py, and compare a report with what each one expects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from labelwright.checks.solution_process import stored_names
from labelwright.checks.verdicts import OutcomeKind, Report, Verdict
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.percent import read_cells

FILE = "mistakes.py"
_EXPECT = re.compile(r'^expect: (?P<check>[a-z0-9-]+) (?P<verdict>[a-z_]+)(?: "(?P<part>.*)")?$')
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Expectation:
    """The verdict that one check must give, with a part of its message."""

    check: str
    verdict: Verdict
    part: str


@dataclass(frozen=True)
class WrongAnswer:
    """One cell of mistakes.py: code that runs after the solution and replaces what this learner got wrong.

    `sentence` is what the learner reads, and `advice` what to try. A cell without a sentence names no mistake: a check
    of the exercise has to see it by itself, and `expectations` say how. The lists may be empty for a cell with a sentence.
    """

    name: str
    code: str
    sentence: str
    advice: str
    expectations: tuple[Expectation, ...]

    @cached_property
    def changes(self) -> frozenset[str]:
        """The names that the cell gives another value."""
        return frozenset(stored_names(ast.parse(self.code)))


def read_wrong_answers(exercise: Exercise) -> tuple[WrongAnswer, ...]:
    """Return the cells of mistakes.py in order; none if there is no such file. ExerciseError if one cannot be read."""
    path = exercise.folder / FILE
    if not path.is_file():
        return ()
    found: dict[str, WrongAnswer] = {}
    for cell in read_cells(path):
        if cell.cell_type != "code" or not cell.metadata.get("title"):
            continue
        one = _read(str(cell.metadata["title"]), cell.source, str(path))
        if one.name in found:
            raise ExerciseError(f"{path}: two cells are called {one.name!r}. Rename one.")
        found[one.name] = one
    return tuple(found.values())


def _read(name: str, source: str, path: str) -> WrongAnswer:
    if not _KEY.fullmatch(name):
        raise ExerciseError(
            f"{path}: {name!r} cannot be the name of a cell. Use lower-case words joined by single hyphens, such as "
            "# %% percent-for-share"
        )
    lines = source.splitlines()
    notes = []
    while lines and (lines[0].startswith("# ") or not lines[0].strip()):
        notes.append(lines.pop(0).removeprefix("# ").strip())
    expectations: list[Expectation] = []
    sentence: list[str] = []
    advice: list[str] = []
    for note in filter(None, notes):
        if note.startswith("expect:"):
            expectations.append(_expectation(note, name, path))
        elif note.startswith("Try:") or advice:
            advice.append(note.removeprefix("Try:").strip())
        else:
            sentence.append(note)
    code = "\n".join(lines).strip("\n") + "\n"
    try:
        ast.parse(code)
    except SyntaxError as error:
        raise ExerciseError(f"{path}: the cell {name!r} is not Python: {error}") from None
    if not expectations and not sentence:
        raise ExerciseError(
            f"{path}: the cell {name!r} does not say what it is. Write in its first line what the learner reads, such as "
            '"# This is a percentage.", or what a check must say: # expect: check-id failed "part of the message"'
        )
    return WrongAnswer(name, code, " ".join(sentence), " ".join(advice), tuple(expectations))


def _expectation(note: str, name: str, path: str) -> Expectation:
    match = _EXPECT.match(note)
    if match is None or match["verdict"] not in set(Verdict):
        raise ExerciseError(
            f'{path}: in the cell {name!r}, "# {note}" cannot be read. '
            'Write: # expect: check-id failed "part of the message"'
        )
    return Expectation(match["check"], Verdict(match["verdict"]), match["part"] or "")


def faults(wrong: WrongAnswer, report: Report) -> list[str]:
    """Return what in the report differs from what the cell expects; an empty list means that it is proved.

    A cell with a sentence expects that one check or more fail and that each check that fails says the sentence, apart from
    the checks for which it has a line of its own.
    """
    results = {result.id: result for result in report.checks}
    found = []
    for wanted in wrong.expectations:
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
    return [*found, *_others(wrong, report)]


def _others(wrong: WrongAnswer, report: Report) -> Iterator[str]:
    expected = {wanted.check for wanted in wrong.expectations}
    said = False
    for result in report.checks:
        if result.id in expected or result.verdict in (Verdict.PASSED, Verdict.NOT_RUN):
            continue
        if wrong.sentence and result.verdict is Verdict.FAILED and wrong.sentence in result.misconception:
            said = True
        else:
            yield f"{result.id} is also {result.verdict.value}, which no line expects: {result.message}"
    if wrong.sentence and not said:
        yield f"no check says: {wrong.sentence}{_why_not(report)}"


def _why_not(report: Report) -> str:
    if report.outcome.kind is OutcomeKind.RAISED:
        return f" The cell itself stops: {report.outcome.sentence}"
    if all(result.verdict is Verdict.PASSED for result in report.checks):
        return " Every check passes, so for this learner the cell gives a right answer."
    return ""
