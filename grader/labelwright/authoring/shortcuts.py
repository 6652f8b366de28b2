"""Hand in labels that nobody worked for, with later answers that honestly follow from them: none may earn a pass."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.annotations.journal import SUFFIX
from labelwright.authoring.bench import Solved, Stopped, try_all
from labelwright.authoring.shortcut_kinds import HALF, KINDS, Line, ValueChange, labels_of, no_changes
from labelwright.checks.verdicts import Report, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells

Change = Callable[[Line], Line]
SKIPPED = "everything skipped"
NO_TIME = (0.0, 0.3)
"""Seconds that somebody needs for an item who does not look at it."""


@dataclass(frozen=True)
class Journals:
    """What the solution labels: the text of each journal, the cells that wrote one, and the tasks that are about them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    written: tuple[int, ...] = ()
    tasks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Each task whose checks ask only for journals, with their names."""


@dataclass(frozen=True)
class Shortcut:
    """A way to hand in labels without the work, as a change of each line of the journals.

    Where the labels that are left are right, it `may_fill` a task; it never may earn a pass.
    """

    name: str
    change: Change
    may_fill: bool = False
    journal: str = ""
    """The only journal that it changes; empty for all."""


@dataclass(frozen=True)
class _FindJournals:
    cells: tuple[str, ...]
    after: int = 0

    def run(self, solved: Solved) -> Journals:
        """Run the solution and see which cells write a journal, and which tasks ask only for journals."""
        before: dict[str, bytes] = {}
        written = []
        for place, source in enumerate(self.cells):
            solved.run([source])
            now = _journals(solved)
            if now != before:
                written.append(place)
            before = now
        asked: dict[str, list[frozenset[str]]] = {}
        ask = solved.ask
        for check in solved.checks:
            questions: list[tuple[str, str]] = []

            def record(question: dict[str, Any], seen: list[tuple[str, str]] = questions) -> bytes:
                seen.append((question["ask"], question["name"]))
                return ask(question)

            solved.ask = record  # type: ignore[method-assign]
            with contextlib.suppress(Exception):
                check.function(solved.work())
            only_journals = all(kind == "file" and name.endswith(SUFFIX) for kind, name in questions)
            names = frozenset(name for _, name in questions) if only_journals else frozenset()
            asked.setdefault(check.task, []).append(names)
        solved.ask = ask  # type: ignore[method-assign]
        texts = {name: data.decode() for name, data in before.items()}
        tasks = {task: frozenset().union(*names) for task, names in asked.items() if all(names)}
        return Journals(texts, tuple(written), tasks)


@dataclass(frozen=True)
class _Try:
    shortcut: str
    texts: Mapping[str, str]
    cells: tuple[str, ...]
    """All cells of the solution but those that write the journals."""
    after: int

    def run(self, solved: Solved) -> Report:
        for name, text in self.texts.items():
            (Path.cwd() / name).write_text(text, encoding="utf-8")
        solved.run(self.cells)
        return solved.check()


@dataclass(frozen=True)
class Earned:
    """What a shortcut earned: whether the exercise is passed, and the tasks about labels with full points."""

    name: str
    points: float
    passed: bool
    full: tuple[str, ...]

    @property
    def survives(self) -> bool:
        """Return whether this is more than a shortcut may earn."""
        return self.passed or bool(self.full)

    def __str__(self) -> str:
        """Return what was earned as a phrase."""
        full = f", with full points for {', '.join(self.full)}" if self.full else ""
        return f"{self.name}: {self.points:g} points{', a pass' if self.passed else ''}{full}"


def try_shortcuts(
    course: Course, exercise: Exercise, learner: str, form: int = 1, aside: Collection[str] = ()
) -> Iterator[Earned]:
    """Yield what each shortcut earns; nothing for an exercise without labelling. Tasks `aside` may have full points."""
    if not any(name.endswith(SUFFIX) for name in exercise.files):
        return
    cells = tuple(solution_cells(exercise))
    journals = next(try_all(course, exercise, learner, [_FindJournals(cells)], form))
    if isinstance(journals, Stopped) or not journals.written:
        return
    others = tuple(source for place, source in enumerate(cells) if place not in journals.written)
    lines = {
        name: [json.loads(line) for line in text.splitlines() if line]
        for name, text in journals.texts.items()
    }
    texts = _texts(course, exercise, learner, form)
    found = list(shortcuts(lines, texts))
    trials = [
        _Try(
            one.name,
            {
                name: _written(map(one.change, listed) if one.journal in (name, "") else iter(listed))
                for name, listed in lines.items()
            },
            others,
            journals.written[-1] + 1,
        )
        for one in found
    ]
    tried = zip(found, try_all(course, exercise, learner, trials, form), strict=True)
    reports = {one: report for one, report in tried if isinstance(report, Report)}
    without = next((report for one, report in reports.items() if one.name == SKIPPED), None)
    # What is in full without any label is about something else that the journal holds, such as flags.
    about_labels = {
        task: names
        for task, names in journals.tasks.items()
        if task not in aside and (without is None or not _is_full(task, without))
    }
    without_it = {
        one.journal: report.passed for one, report in reports.items() if one.name.startswith(SKIPPED)
    }
    for one, report in reports.items():
        full = [
            task
            for task, names in about_labels.items()
            if not one.may_fill and (not one.journal or one.journal in names) and _is_full(task, report)
        ]
        # Where the rest is enough for a pass without this journal, the shortcut has not earned it.
        passed = report.passed and (one.name == SKIPPED or not without_it.get(one.journal, False))
        yield Earned(one.name, round(report.score, 2), passed, tuple(full))


def _is_full(task: str, report: Report) -> bool:
    return all(result.verdict is Verdict.PASSED for result in report.checks if result.task == task)


def shortcuts(journals: Mapping[str, Sequence[Line]], texts: Mapping[str, str]) -> Iterator[Shortcut]:
    """Yield the shortcuts for the lines of each journal; `texts` gives items their text, where they have one."""
    for journal, lines in journals.items():
        values = [line["value"] for line in lines if line.get("value")]
        where = f" in {journal.removesuffix(SUFFIX)}" if len(journals) > 1 else ""
        for kind in dict.fromkeys(value["kind"] for value in values):
            labels = labels_of(value for value in values if value["kind"] == kind)
            for name, change in KINDS.get(kind, no_changes)(labels, texts):
                yield Shortcut(f"{name}{where}", _done(kind, change), name.startswith(HALF), journal)
        if where:
            yield Shortcut(f"{SKIPPED}{where}", _skip, journal=journal)
    lines = [line for listed in journals.values() for line in listed]
    yield Shortcut(SKIPPED, _skip)
    places = {item: place for place, item in enumerate(dict.fromkeys(line["item"] for line in lines))}
    yield Shortcut(
        f"{HALF} one skipped",
        lambda line: _skipped(line) if places[line["item"]] % 2 else line,
        may_fill=True,
    )
    for seconds in NO_TIME:
        yield Shortcut(f"{seconds:g} seconds each", _with("seconds", seconds), may_fill=True)
    yield Shortcut("somebody else's labels", _with("annotator", "somebody else"))


def _with(name: str, value: object) -> Change:
    return lambda line: {**line, name: value}


def _journals(solved: Solved) -> dict[str, bytes]:
    names = [name for name in solved.exercise.files if name.endswith(SUFFIX)]
    return {name: (Path.cwd() / name).read_bytes() for name in names if (Path.cwd() / name).is_file()}


def _texts(course: Course, exercise: Exercise, learner: str, form: int) -> dict[str, str]:
    from labelwright.data.material import Material

    if exercise.sample is None:
        return {}
    rows = Material(course, exercise, learner, form).sample()
    if not {"id", "text"} <= set(rows.columns):
        return {}
    return {str(item): str(text) for item, text in zip(rows["id"], rows["text"], strict=True)}


def _written(lines: Iterator[Line]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def _skip(line: Line) -> Line:
    return _skipped(line) if "value" in line else line


def _skipped(line: Line) -> Line:
    kept = {name: part for name, part in line.items() if name != "value"}
    return {**kept, "status": "skipped", "reason": line.get("reason") or "cannot be read"}


def _done(kind: str, change: ValueChange) -> Change:
    def changed(line: Line) -> Line:
        value = line.get("value")
        return {**line, "value": change(value, line)} if value and value["kind"] == kind else line

    return changed
