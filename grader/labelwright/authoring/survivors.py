"""Try mutants of a solution: each must be seen by a check, and a mistake that a check names must be the true one."""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from labelwright.authoring.bench import Solved, Stopped, limit_processor, try_all
from labelwright.authoring.mutants import Mutant
from labelwright.checks.results import gives
from labelwright.checks.verdicts import Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.errors import LabelwrightError
from labelwright.exchange.plain_data import PlainError, decode, encode, loads

TOLERANCE = 1e-6
ENOUGH, MORE_SECONDS = 5, 5
"""A mutant is stopped after this many times the solution's processor time, and as many seconds more.

Many never end, because a loop lost the condition that stops it.
"""
PROBES = 30
"""How many other inputs each function is given, made from those of its checks."""
PROBE_SECONDS = 2.0
"""How long making them may take, for all functions together."""

Question = dict[str, Any]


@dataclass(frozen=True)
class Reference:
    """What the solution answers: to the questions of its checks, and to functions on other inputs of the same shape."""

    answers: tuple[tuple[Question, bytes], ...]
    probes: tuple[tuple[Question, bytes], ...]
    seconds: float
    """The processor time that the solution and its checks took, without what the reference solution took."""


@dataclass(frozen=True)
class Tried:
    """What became of a mutant: the checks that failed with the mistake that each names, or how it differs all the same."""

    mutant: Mutant
    failed: tuple[tuple[str, str], ...] = ()
    differs: str = ""
    stopped: bool = False

    @property
    def is_killed(self) -> bool:
        """Return whether a check failed, or the mutant did not come to an end."""
        return bool(self.failed) or self.stopped

    @property
    def names(self) -> dict[str, str]:
        """The mistake that each failed check names, where one does."""
        return {check: mistake for check, mistake in self.failed if mistake}


@dataclass(frozen=True)
class _RunReference:
    """Solve the whole notebook and record what its checks ask."""

    cells: tuple[str, ...]
    after: int = 0

    def run(self, solved: Solved) -> Reference:
        begin = time.process_time()
        solved.run(self.cells)
        recorded: dict[str, tuple[Question, bytes]] = {}
        ask = solved.ask

        def record(question: Question) -> bytes:
            answer = ask(question)
            recorded[json.dumps(question, sort_keys=True)] = (question, answer)
            return answer

        solved.ask = record  # type: ignore[method-assign]
        solved.check()
        seconds = time.process_time() - begin
        solved.ask = ask  # type: ignore[method-assign]
        answers = tuple(pair for pair in recorded.values() if pair[0]["ask"] != "file")
        return Reference(answers, tuple(_probes(solved, [question for question, _ in answers])), seconds)


@dataclass(frozen=True)
class _RunMutant:
    mutant: Mutant
    later: tuple[str, ...]

    @property
    def after(self) -> int:
        return self.mutant.cell

    def run(self, solved: Solved) -> Tried:
        if reference := _reference(solved):
            limit_processor(ENOUGH * reference.seconds + MORE_SECONDS)
        solved.run([self.mutant.source, *self.later])
        report = solved.check()
        failed = tuple(
            (result.id, result.misconception)
            for result in report.checks
            if result.verdict is not Verdict.PASSED
        )
        return Tried(self.mutant, failed, "" if failed else _difference(solved))


def try_mutants(
    course: Course, exercise: Exercise, learner: str, mutants: Sequence[Mutant], form: int = 1
) -> Iterator[Tried]:
    """Yield what became of each mutant, run on the bench for `learner`."""
    cells = tuple(solution_cells(exercise))
    trials = [_RunMutant(mutant, cells[mutant.cell + 1 :]) for mutant in mutants]
    found = try_all(course, exercise, learner, [_RunReference(cells), *trials], form)
    reference = next(found)
    if isinstance(reference, Stopped):
        # Without it no mutant can be compared with the solution, and all would seem the same.
        raise LabelwrightError(
            f"{exercise.slug}: what the solution answers could not be recorded. {reference.why}"
        )
    for mutant, said in zip(mutants, found, strict=True):
        yield Tried(mutant, stopped=True) if isinstance(said, Stopped) else said


def _difference(solved: Solved) -> str:
    """Return how this process differs from the solution; empty if no question shows a difference."""
    reference = _reference(solved)
    if reference is None:
        return ""
    for question, right in reference.answers:
        if not _alike(solved.ask(question), right):
            return f"`{question['name']}` is accepted although it is not what the solution makes"
    for question, right in reference.probes:
        if not _alike(solved.ask(question), right):
            return f"`{question['name']}` differs on an input that no check tries: {_shown(question)}"
    return ""


def _reference(solved: Solved) -> Reference | None:
    return next((kept for kept in solved.kept if isinstance(kept, Reference)), None)


def _alike(one: bytes, two: bytes) -> bool:
    if one == two:
        return True
    try:
        found, right = loads(one), loads(two)
    except PlainError:
        return False
    if found.get("state") != right.get("state"):
        return False
    return found.get("state") != "here" or gives(found["value"], right["value"], TOLERANCE)


def _shown(question: Question) -> str:
    text = ", ".join(repr(decode(argument)) for argument in question["arguments"])
    return text if len(text) <= 200 else f"{text[:200]}..."


def _probes(solved: Solved, questions: Sequence[Question]) -> Iterator[tuple[Question, bytes]]:
    """Yield calls with other inputs of the same shape, and what the solution answers; none where it raises an error."""
    rng, ends = random.Random(0), time.monotonic() + PROBE_SECONDS
    calls: dict[str, list[Question]] = {}
    for question in questions:
        if question["ask"] == "call":
            calls.setdefault(question["name"], []).append(question)
    for asked in calls.values():
        for _ in range(PROBES):
            if time.monotonic() > ends:
                return
            question = rng.choice(asked)
            try:
                arguments = [encode(value) for value in _perturbed(question["arguments"], rng)]
            except PlainError:
                continue
            other = {**question, "arguments": arguments}
            answer = solved.ask(other)
            if loads(answer).get("state") == "here":
                yield other, answer


def _perturbed(arguments: Sequence[Any], rng: random.Random) -> list[Any]:
    """Return another input of the same shape: words moved, or one row dropped, doubled, mixed or put in another's place."""
    values = [
        value.frame() if hasattr(value, "frame") else value
        for value in map(decode, deepcopy(list(arguments)))
    ]
    for place, value in enumerate(values):
        if isinstance(value, str) and " " in value:
            values[place] = " ".join(_moved(value.split(), rng))
    lists = [value for value in values if isinstance(value, list) and len(value) > 2]
    if not lists:
        return values
    how = rng.choice(("drop", "double", "mix", "replace"))
    same = [value for value in lists if len(value) == len(lists[0])]
    at, other = rng.randrange(len(lists[0])), rng.randrange(len(lists[0]))
    for value in same if how in ("drop", "double") else rng.sample(same, 1):
        if how == "drop":
            del value[at]
        elif how == "double":
            value.insert(at, value[other])
        elif how == "mix" and isinstance(value[at], list):
            value[at] = rng.sample(value[at], len(value[at]))
        else:
            value[at] = value[other]
    return values


def _moved(words: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(len(words))
    return rng.choice(
        (
            words[:at] + words[at + 1 :],
            words + words[at : at + 1],
            rng.sample(words, len(words)),
            words[at:] + words[:at],
        )
    )


def doubtful_names(
    course: Course, exercise: Exercise, tried: Sequence[Tried], others: Sequence[str]
) -> Iterator[tuple[Tried, str]]:
    """Yield each mutant for which a check names a mistake that it does not name for one of the `others`, and how.

    One mistake gives the same name for anyone who makes it; a coincidence of numbers does not last over other samples.
    """
    named = [one for one in tried if one.names]
    for learner in others:
        again = try_mutants(course, exercise, learner, [one.mutant for one in named]) if named else ()
        for one, other in zip(named, again, strict=False):
            if changed := _changed_name(one.names, dict(other.failed)):
                yield one, f"{changed} for {learner}"


def _changed_name(names: Mapping[str, str], others: Mapping[str, str]) -> str:
    for check, mistake in names.items():
        if check in others and not _alternatives(others[check]) & _alternatives(mistake):
            return f"{check} says {mistake!r}, but {others[check] or 'no name'!r}"
    return ""


def _alternatives(text: str) -> set[str]:
    """Return the mistakes that a sentence names, without what belongs to one sample: numbers, names in backticks or quotes.

    Several mistakes that give one value for a learner are named together.
    """
    return {re.sub(r"`[^`]*`|\"[^\"]*\"|'[^']*'|\d[\d,.]*", "", one) for one in text.split(" Or: ")}
