"""The class in the shape of each LMS's download, with what the gradebook must say about every file, by the issue's rules."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

import layouts
from layouts import anonymous_id, canvas_id, participant
from learners import BY_ID, LEARNERS, Learner
from works import ANSWERS, NOTE, ROW, File, Works, zipped

from labelwright.grading.run import RunOptions

Layout = Callable[[Learner, File, int], str]


@dataclass(frozen=True)
class Shape:
    """One way in which a class reaches the instructor.

    `names` says how the LMS names people: `all`, `accounts` (numbers that only say that two are not the same person), or
    `nobody`. `times` says whether it gives the time of all, of nobody, or only that work is late.
    """

    layout: str
    roster: str = "own_list"
    names: str = "all"
    times: str = "all"
    packed: bool = True
    one_folder: bool = False
    """Whether the files of all are loose in one folder, where nobody knows whose an answer file is."""
    worksheet: str = ""
    skipped: tuple[str, ...] = ()
    """Learners whose work cannot be in this shape."""

    @property
    def place(self) -> Layout:
        found: Layout = getattr(layouts, self.layout)
        return found


SHAPES = {
    "canvas": Shape("canvas", "canvas_list", times="late"),
    "canvas-anonymous": Shape("canvas_anonymous", "canvas_list", names="accounts", times="late"),
    "canvas-unpacked": Shape("canvas", "canvas_list", times="late", packed=False),
    "moodle": Shape("moodle", "moodle_list", worksheet="named"),
    "moodle-flat": Shape("moodle_flat", "moodle_list", times="none"),
    "moodle-blind": Shape("moodle_blind", "moodle_list", names="accounts", worksheet="blind"),
    "gradescope": Shape("gradescope", "gradescope_list"),
    "blackboard": Shape("blackboard"),
    "d2l": Shape("d2l"),
    "google-classroom": Shape("google", names="nobody", times="none", packed=False, one_folder=True),
    "github-classroom": Shape("github", "github_list", times="none", packed=False, skipped=("trick",)),
    "folder-with-times": Shape("folder", names="nobody", packed=False, worksheet="times"),
    "loose-files": Shape("loose", names="nobody", times="none", packed=False, one_folder=True),
}
NO_TIME: tuple[datetime | None, bool] = (None, False)
UNDECIDED_NAMES = {"d2l": ("kim1", "kim2"), "moodle_flat": ("kim1", "kim2")}
"""Two learners of one name, in a shape that has names only: nobody can say which one it is."""


@dataclass(frozen=True)
class Expected:
    """What the row of a file must say; `when` None is an unknown time."""

    person: str
    state: str
    when: datetime | None
    is_late: bool
    outcome: str
    mark: str


@dataclass(frozen=True)
class HandedIn:
    """A shape on disk: what to grade, the options and class lists, and what must come of each file.

    `same` are files of which another one has the same content and, as far as is said, the same learner.
    """

    path: Path
    options: RunOptions
    lists: tuple[tuple[Path, bool], ...]
    rows: dict[str, Expected]
    notes: dict[str, str]
    """Files that have no row: the path, and the row in whose notes they are."""
    answers: tuple[str, ...]
    extra: tuple[str, ...]
    same: frozenset[str]
    listed: frozenset[str]
    """The ids of the class list at the end."""


def hand_in(shape: Shape, works: Works, root: Path, learners: Iterable[Learner] = LEARNERS) -> HandedIn:
    """Write the class into `root` in this shape."""
    own = [each for each in learners if each.id not in shape.skipped]
    placed = [
        (shape.place(learner, file, place), learner, file)
        for learner in own
        for place, file in enumerate(_files(shape, works, learner))
    ]
    files = {name: file.payload for name, _, file in placed}
    assert len(files) == len(placed)
    extra = layouts.extra_files(shape.layout, [each for each in own if each.work != "nothing"])
    path = root / ("download.zip" if shape.packed else "download")
    root.mkdir(parents=True, exist_ok=True)
    _write(path, {**extra, **files})
    prefix = f"{path.name}/" if shape.packed else ""
    rows = {f"{prefix}{name}": expected(shape, who, file) for name, who, file in placed if file.role == ROW}
    notes = {
        f"{prefix}{name}": f"{prefix}{_row_next_to(shape, placed, who)}"
        for name, who, file in placed
        if file.role == NOTE
    }
    answers = tuple(f"{prefix}{name}" for name, _, file in placed if file.role == ANSWERS)
    lists, times = _lists(shape, root, own)
    options = RunOptions(root / "feedback", "processes:1", times=times, zone=layouts.BERLIN)
    same = frozenset(name for name, who, _ in placed if who.id == "tony" and shape.layout == "google")
    in_class = [each.id for each in own if each.on_list and each.id != "dropout"]
    listed = frozenset(unicodedata.normalize("NFC", key) for key in in_class)
    more = tuple(f"{prefix}{name}" for name in extra)
    return HandedIn(path, options, lists, rows, notes, answers, more, same, listed)


def _files(shape: Shape, works: Works, learner: Learner) -> list[File]:
    if not (shape.one_folder and learner.work == "answer"):
        return works.of(learner)
    notebook, answers = works.of(learner)
    return [replace(notebook, mark=""), replace(answers, role=NOTE)]


def _row_next_to(shape: Shape, placed: list[tuple[str, Learner, File]], learner: Learner) -> str:
    return next(name for name, who, file in placed if who is learner and file.role == ROW)


def _write(path: Path, files: dict[str, bytes]) -> None:
    if path.suffix == ".zip":
        path.write_bytes(zipped(files))
        return
    for name, payload in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(payload)


def _lists(
    shape: Shape, root: Path, learners: list[Learner]
) -> tuple[tuple[tuple[Path, bool], ...], tuple[Path, ...]]:
    """Write the class list, and the complete one after somebody left; return them, and the files of times."""

    def written(name: str, text: str) -> Path:
        (root / name).write_text(text, encoding="utf-8")
        return root / name

    listed = [each for each in learners if each.on_list]
    make = getattr(layouts, shape.roster)
    now = written("now.csv", make([each for each in listed if each.id != "dropout"]))
    lists = [(written("class.csv", make(listed)), False), (now, True)]
    times: tuple[Path, ...] = ()
    if shape.worksheet == "times":
        times = (written("times.csv", layouts.times(learners)),)
    elif shape.worksheet:
        text = layouts.moodle_worksheet(learners, blind=shape.worksheet == "blind")
        times = (written("worksheet.csv", text),)
        if shape.worksheet == "named":
            text = layouts.moodle_worksheet([each for each in listed if each.id != "dropout"])
            lists.append((written("worksheet-list.csv", text), False))
    return tuple(lists), times


def expected(shape: Shape, learner: Learner, file: File) -> Expected:
    """Return what the row of this file must say."""
    state, person = _person(shape, learner, file)
    when, is_late = _time(shape, learner)
    mark = learner.mark if file.mark is None else file.mark
    # The gradebook keeps ids in composed Unicode.
    return Expected(unicodedata.normalize("NFC", person), state, when, is_late, learner.outcome, mark)


def _person(shape: Shape, learner: Learner, file: File) -> tuple[str, str]:
    if shape.names == "all":
        if learner.id == "mallory":
            return "open", STRANGER[shape.layout]
        if learner.id in UNDECIDED_NAMES.get(shape.layout, ()):
            return (
                "open",
                f"{learner.name} ({participant(learner)})" if shape.layout == "moodle_flat" else learner.name,
            )
        return learner.lms, learner.id
    state, _, person = learner.alone.rpartition(" ")
    if shape.names == "accounts":
        # Two accounts state one learner: nobody can say which of them it is.
        if learner.id in ("bob", "ruth"):
            return "open", _account(shape, learner)
        if learner.id in ("ada", "tony"):
            return "open", learner.id
        return ("open", _account(shape, learner)) if person == "file" else (state or "sure", person)
    if learner.id in ("bob", "ruth") and shape.layout in ("folder", "loose"):
        # The folder or the file is named by one id of the class list, and the notebook by another.
        return "open", learner.id
    if person != "file":
        return state or "sure", person
    if shape.layout == "google":
        return "open", PurePosixPath(layouts.google(learner, file, 0)).name.partition(".")[0]
    return "sure", learner.id


STRANGER = {
    "canvas": f"malletmallory ({canvas_id(BY_ID['mallory'])})",
    "moodle": f"Mallory Mallet ({participant(BY_ID['mallory'])})",
    "moodle_flat": f"Mallory Mallet ({participant(BY_ID['mallory'])})",
    "gradescope": "Mallory Mallet (mallory)",
    "blackboard": "mallory",
    "d2l": "Mallory Mallet",
    "github": "mallory",
}
"""The name of somebody who is on no class list, as the LMS states it."""


def _account(shape: Shape, learner: Learner) -> str:
    if shape.layout == "canvas_anonymous":
        return anonymous_id(learner)
    return f"Participant {participant(learner)}"


def _time(shape: Shape, learner: Learner) -> tuple[datetime | None, bool]:
    if shape.times == "late":
        return None, learner.is_late
    if shape.times == "none":
        return NO_TIME
    return learner.when, learner.is_late
