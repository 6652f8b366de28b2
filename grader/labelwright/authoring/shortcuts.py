"""Hand in labels that nobody worked for, with later answers that honestly follow from them: none may earn a pass."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.annotations.journal import SUFFIX
from labelwright.authoring.bench import Solved, Stopped, try_all
from labelwright.checks.verdicts import Report, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.rng import Rng

Line = dict[str, Any]
"""One line of a journal."""
Change = Callable[[Line], Line]
MOST_LABELS = 12
"""The most labels of which each is given to everything."""
LEAST_SHARE = 0.2
"""A label that is left out everywhere is a shortcut if it is this share of all marks; fewer are inside any tolerance."""
SKIPPED = "everything skipped"
HALF = "every second"
NO_TIME = (0.0, 0.3)
"""Seconds that somebody needs for an item who does not look at it."""


@dataclass(frozen=True)
class Journals:
    """What the solution labels: the text of each journal, the cells that wrote one, and the tasks that are about them."""

    texts: Mapping[str, str] = field(default_factory=dict)
    written: tuple[int, ...] = ()
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shortcut:
    """A way to hand in labels without the work, as a change of each line of the journals.

    Where the labels that are left are right, it `may_fill` a task; it never may earn a pass.
    """

    name: str
    change: Change
    may_fill: bool = False


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
        asked: dict[str, set[bool]] = {}
        ask = solved.ask
        for check in solved.checks:
            questions: list[str] = []

            def record(question: dict[str, Any], seen: list[str] = questions) -> bytes:
                seen.append(f"{question['ask']} {question['name']}")
                return ask(question)

            solved.ask = record  # type: ignore[method-assign]
            try:
                check.function(solved.work())
            except Exception:
                questions.append("it does not pass")
            files = [one.startswith("file ") and one.endswith(SUFFIX) for one in questions]
            asked.setdefault(check.task, set()).add(bool(files) and all(files))
        solved.ask = ask  # type: ignore[method-assign]
        texts = {name: data.decode() for name, data in before.items()}
        return Journals(
            texts, tuple(written), tuple(task for task, kinds in asked.items() if kinds == {True})
        )


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
    found = list(shortcuts([line for listed in lines.values() for line in listed], texts))
    trials = [
        _Try(
            one.name,
            {name: _written(map(one.change, listed)) for name, listed in lines.items()},
            others,
            journals.written[-1] + 1,
        )
        for one in found
    ]
    tried = zip(found, try_all(course, exercise, learner, trials, form), strict=True)
    reports = {one: report for one, report in tried if isinstance(report, Report)}
    without = next((report for one, report in reports.items() if one.name == SKIPPED), None)
    # What is in full without any label is about something else that the journal holds, such as flags.
    about_labels = [
        task
        for task in journals.tasks
        if task not in aside and (without is None or not _is_full(task, without))
    ]
    for one, report in reports.items():
        full = [task for task in about_labels if not one.may_fill and _is_full(task, report)]
        yield Earned(one.name, round(report.score, 2), report.passed, tuple(full))


def _is_full(task: str, report: Report) -> bool:
    return all(result.verdict is Verdict.PASSED for result in report.checks if result.task == task)


def shortcuts(lines: Sequence[Line], texts: Mapping[str, str]) -> Iterator[Shortcut]:
    """Yield the shortcuts for lines of a journal; `texts` gives items their text, where they have one."""
    values = [line["value"] for line in lines if line.get("value")]
    for kind in dict.fromkeys(value["kind"] for value in values):
        labels = _labels(value for value in values if value["kind"] == kind)
        for name, change in _KINDS.get(kind, _no_changes)(labels, texts):
            yield Shortcut(name, _done(kind, change), may_fill=name.startswith(HALF))
    yield Shortcut(SKIPPED, lambda line: _skipped(line) if "value" in line else line)
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


def _skipped(line: Line) -> Line:
    kept = {name: part for name, part in line.items() if name != "value"}
    return {**kept, "status": "skipped", "reason": line.get("reason") or "cannot be read"}


ValueChange = Callable[[dict[str, Any], Line], dict[str, Any]]
PartChange = Callable[[dict[str, Any], Line], list[dict[str, Any]]]
Changes = Iterator[tuple[str, ValueChange]]


def _done(kind: str, change: ValueChange) -> Change:
    def changed(line: Line) -> Line:
        value = line.get("value")
        return {**line, "value": change(value, line)} if value and value["kind"] == kind else line

    return changed


def _labels(values: Iterable[dict[str, Any]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for value in values:
        for part in value.get("spans", value.get("boxes", value.get("errors", [value]))):
            found.update(filter(None, [part.get("label", part.get("type"))]))
    return found


def _by_number(counted: Counter[str]) -> list[str]:
    return [label for label, _ in counted.most_common()]


def _set(**parts: object) -> ValueChange:
    return lambda value, line: {**value, **parts}


def _each(part: str, change: PartChange) -> ValueChange:
    return lambda value, line: {**value, part: [new for one in value[part] for new in change(one, line)]}


def _some(part: str, step: int) -> ValueChange:
    return lambda value, line: {**value, part: value[part][::step]}


def _twice(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
    return [one, one]


def _exchanged(label: str, other: str) -> ValueChange:
    return lambda value, line: {**value, "label": other if value["label"] == label else value["label"]}


def _relabelled(label: str) -> PartChange:
    return lambda one, line: [{**one, "label": label}]


def _left_out(label: str) -> PartChange:
    return lambda one, line: [] if one["label"] == label else [one]


def _drawn(labels: list[str]) -> ValueChange:
    return lambda value, line: {
        **value,
        "label": labels[int(Rng(11).share_for(line["item"]) * len(labels))],
    }


def _no_changes(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield from ()


def _choices(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    labels = _by_number(counted)
    for label in labels[:MOST_LABELS]:
        yield f"{label} for everything", _set(label=label)
    yield "labels drawn at random", _drawn(labels)
    for label in labels[:MOST_LABELS]:
        other = labels[(labels.index(label) + 1) % len(labels)]
        yield f"{label} never used", _exchanged(label, other)


def _one_label(part: str, counted: Counter[str]) -> Changes:
    for label in _by_number(counted)[:MOST_LABELS]:
        yield f"all are {label}", _each(part, _relabelled(label))
    for label in counted:
        if counted[label] >= LEAST_SHARE * counted.total():
            yield f"without {label}", _each(part, _left_out(label))


def _spans(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "nothing marked", _set(spans=[])
    yield "each span twice", _each("spans", _twice)
    yield f"{HALF} span", _some("spans", 2)
    yield from _one_label("spans", counted)
    for left, right in ((0, -1), (0, 1), (1, 0), (-1, 0), (1, 1), (-1, -1)):
        yield f"starts {left:+}, ends {right:+}", _each("spans", _moved(left, right, texts))
    if texts:
        label = _by_number(counted)[0]

        def whole(value: dict[str, Any], line: Line) -> dict[str, Any]:
            text = texts[line["item"]]
            return {**value, "spans": [_cut(0, len(text), label, text)]}

        yield "whole texts", whole


def _moved(left: int, right: int, texts: Mapping[str, str]) -> PartChange:
    def move(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
        text = texts.get(line["item"], "")
        start, end = max(0, one["start"] + left), one["end"] + right
        end = min(end, len(text)) if text else end
        return [_cut(start, end, one["label"], text)] if start < end else []

    return move


def _cut(start: int, end: int, label: str, text: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, **({"text": text[start:end]} if text else {})}


def _shapes(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "no box", _set(boxes=[])
    yield "each box twice", _each("boxes", _twice)
    yield f"{HALF} box", _some("boxes", 2)
    yield "one box in each picture", _some("boxes", 1_000)
    yield "one huge box", _huge(_by_number(counted)[0])
    yield from _one_label("boxes", counted)
    yield "loose by eight pixels", _each("boxes", _grown(8))
    yield "x and y exchanged", _each("boxes", _turned)


def _huge(label: str) -> ValueChange:
    def change(value: dict[str, Any], line: Line) -> dict[str, Any]:
        box = {"x": 0, "y": 0, "width": value["width"], "height": value["height"], "label": label}
        return {**value, "boxes": [box]}

    return change


def _turned(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
    return [{**one, "x": one["y"], "y": one["x"], "width": one["height"], "height": one["width"]}]


def _grown(by: int) -> PartChange:
    def change(one: dict[str, Any], line: Line) -> list[dict[str, Any]]:
        size = {"width": one["width"] + 2 * by, "height": one["height"] + 2 * by}
        return [{**one, **size, "x": one["x"] - by, "y": one["y"] - by}]

    return change


def _pairs(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    for winner in ("a", "b"):
        yield f"always {winner}", _set(winner=winner, strength=1)
    yield "always a tie", _set(winner="tie", strength=0)


def _rubrics(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    for score in range(5):
        yield f"the score {score} for everything", _scored(score)


def _scored(score: int) -> ValueChange:
    return lambda value, line: {**value, "scores": dict.fromkeys(value["scores"], score)}


def _texts_of_people(counted: Counter[str], texts: Mapping[str, str]) -> Changes:
    yield "one word", _set(text="text")
    yield "filler", _reworded(lambda text: " ".join(["filler"] * len(text.split())))
    yield "the first half", _reworded(lambda text: text[: len(text) // 2])
    yield "everything in capitals", _reworded(lambda text: text.upper())
    if texts:
        yield "the text as it was", lambda value, line: {**value, "text": texts.get(line["item"], "")}


def _reworded(change: Callable[[str], str]) -> ValueChange:
    return lambda value, line: {**value, "text": change(value["text"])}


_KINDS: dict[str, Callable[[Counter[str], Mapping[str, str]], Changes]] = {
    "choice": _choices,
    "spans": _spans,
    "shapes": _shapes,
    "pairwise": _pairs,
    "rubric": _rubrics,
    "text": _texts_of_people,
}
"""The shortcuts of each kind of labelling, as changes of a line's value; other kinds have only those of every kind."""
