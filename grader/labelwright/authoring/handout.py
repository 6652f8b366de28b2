"""Write what the learners of a private course get, with or without checks, and never overwrite another file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from labelwright import settings
from labelwright.authoring.learner_notebook import learner_notebook, starter_cells
from labelwright.checks.runner import load_checks
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.handed_out import (
    EVERYONE,
    HANDOUT_FILE,
    SAMPLE_FILE,
    HandedOut,
    HandedSample,
    handed_out,
)
from labelwright.course.root import CourseError
from labelwright.data.card import CARD_FILE, DatasetCard, load_card
from labelwright.data.material import Material
from labelwright.data.salt import salt_mark
from labelwright.data.sample import sample_bytes, sample_digest
from labelwright.notebook.submission_file import safe_name
from labelwright.notebook.workspace import toml_string

Files = dict[str, bytes]
"""What to write: each file's path, with forward slashes, and its bytes."""

LIST = "handout-files.json"
"""The files that earlier runs wrote into the folder, each with the SHA-256 that it may have."""


def write_own_files(folder: Path, files: Files) -> int:
    """Write the files, remove what earlier runs wrote and this one does not; return how many were removed.

    Raise CourseError, and change nothing, if that would overwrite or remove a file that no run wrote, or that was changed.
    """
    before = _listed(folder)
    gone = [name for name in before if name not in files and (folder / name).is_file()]
    in_way = [name for name in (*files, *gone, LIST) if _in_way(folder, name, before)]
    if in_way:
        listed = "\n".join(f"  {folder / name}" for name in in_way[:20])
        raise CourseError(
            "These files were not written by `labelwright author handout`, or were changed since:\n"
            f"{listed}\nNothing was written. Move them away, or name another folder."
        )
    now = {name: sha256(data).hexdigest() for name, data in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    # A run that is stopped half-way must know its own files the next time.
    _write_list(folder, {**{name: [digest] for name, digest in now.items()}, **_both(before, now)})
    for name in gone:
        (folder / name).unlink()
        _remove_empty(folder, (folder / name).parent)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    _write_list(folder, {name: [digest] for name, digest in now.items()})
    return len(gone)


def _remove_empty(folder: Path, place: Path) -> None:
    while place != folder and not any(place.iterdir()):
        place.rmdir()
        place = place.parent


def _both(before: Mapping[str, list[str]], now: Mapping[str, str]) -> dict[str, list[str]]:
    return {
        name: sorted({*digests, *([now[name]] if name in now else [])}) for name, digests in before.items()
    }


def _in_way(folder: Path, name: str, before: Mapping[str, list[str]]) -> bool:
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        return True
    if any(parent.exists() and not parent.is_dir() for parent in path.parents):
        return True
    if name == LIST or not path.exists():
        return path.is_dir()
    return not path.is_file() or sha256(path.read_bytes()).hexdigest() not in before.get(name, ())


def _listed(folder: Path) -> dict[str, list[str]]:
    try:
        listed = json.loads((folder / LIST).read_bytes())
        return {str(name): [str(digest) for digest in digests] for name, digests in listed["files"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CourseError(
            f"{folder / LIST} cannot be read, so it is not known which files may be overwritten. Name a new folder."
        ) from None


def _write_list(folder: Path, files: Mapping[str, list[str]]) -> None:
    (folder / LIST).write_text(json.dumps({"files": files}, indent=1) + "\n", encoding="utf-8", newline="\n")


WITH_SOLUTIONS = (
    "This folder contains reference answers and solutions: anyone who opens its files can read them."
)
WITHOUT_CHECKS = "This folder contains no solution, no check and no reference answer. You mark the work with `labelwright grade`."
_CODE_AND_ITEMS = ("*.toml", "*.md", "*.py", "*.csv", "*.jsonl")
_KEPT = [
    "title",
    "module",
    "version",
    "summary",
    "why",
    "minutes",
    "kind",
    "requires",
    "skills",
    "files",
    "pass",
    "criteria",
]
"""The fields of exercise.toml that the learner's side needs."""
_KEPT_OF_TASKS = ("id", "title", "points", "must", "marked_by", "response", "criteria")
_READS_A_FILE = re.compile(r"\.file\(")
_READS_THE_SOLUTION = re.compile(r"notebook\.py|from \.notebook\b|import notebook\b|solution", re.IGNORECASE)


@dataclass(frozen=True)
class Handout:
    """What was written: the folders to hand out, each with its learner; `left_out` says why an exercise is missing."""

    folders: Mapping[Path, str]
    written: int
    removed: int
    left_out: Mapping[str, str]


def hand_out(course: Course, folder: Path, *, checks: bool, learners: Sequence[str] = ()) -> Handout:
    """Write what learners get into `folder`; without checks, for each of `learners` a folder with only their own rows.

    Without `learners`, everyone gets the rows of one sample. Raise CourseError, and write nothing, if a file is in the way
    that an earlier run did not write.
    """
    _refuse_course(course, folder)
    left_out = dict(_without_the_salt(course) if checks else _without_their_data(course))
    kept = [exercise for exercise in course.exercises if exercise.slug not in left_out]
    if not kept:
        why = "; ".join(f"{slug}: {reason}" for slug, reason in left_out.items())
        raise CourseError(f"No exercise can be handed out. {why or f'{course.root} has none.'}")
    files: Files = {}
    if checks:
        folders = {folder: ""}
        files = _with_checks(course, kept)
    else:
        folders = {folder / safe_name(learner): learner for learner in learners} or {folder: EVERYONE}
        for target, learner in folders.items():
            place = target.relative_to(folder).as_posix()
            part = _without_checks(course, kept, learner)
            files |= part if place == "." else {f"{place}/{name}": data for name, data in part.items()}
    removed = write_own_files(folder, files)
    return Handout(folders, len(files), removed, left_out)


def _refuse_course(course: Course, folder: Path) -> None:
    if handed_out(course.root) is not None:
        raise CourseError(f"{course.root} was handed out itself. Name the instructor's course with --course.")
    inside = [course.root / name for name in ("exercises", "datasets", "course")]
    here = folder.resolve()
    if here == course.root.resolve() or any(here.is_relative_to(part.resolve()) for part in inside):
        raise CourseError(f"{folder} belongs to the course itself. Name a new folder for what learners get.")


def _without_their_data(course: Course) -> Iterator[tuple[str, str]]:
    """Yield each exercise that cannot be done with a sample alone, and why."""
    for exercise in course.exercises:
        if any(_READS_A_FILE.search(source) for source in starter_cells(exercise)):
            yield (
                exercise.slug,
                "its notebook reads a data file with ex.file(...), and only rows are handed out. "
                "Let it use ex.sample(), or hand out with --checks",
            )


def _without_the_salt(course: Course) -> Iterator[tuple[str, str]]:
    """Yield each exercise whose sample learners cannot draw, because the course's salt stays with the instructor."""
    for exercise in course.exercises:
        if salt_mark() and exercise.sample is not None:
            yield (
                exercise.slug,
                f"its sample depends on {settings.SALT.name}, which stays with you, so a check at the learner's place would "
                "have other rows. Hand out with --no-checks",
            )


def _with_checks(course: Course, exercises: Sequence[Exercise]) -> Files:
    files: Files = {}
    cards = _cards(course, exercises)
    for exercise in exercises:
        place = f"exercises/{exercise.slug}"
        files |= {f"{place}/{path.name}": path.read_bytes() for path in _needed_by_checks(exercise)}
        files[f"{place}/learner.ipynb"] = learner_notebook(exercise).encode()
    for card in cards:
        kept = [file.kept.path for file in card.pin.files] if card.pin.kind == "included" else []
        for name in (CARD_FILE, "card.md", "croissant.json", *kept):
            path = card.folder / name
            if name in kept or path.is_file():
                files[f"datasets/{card.slug}/{name}"] = path.read_bytes()
    files["datasets/README.md"] = b"The data of the exercises: one folder for each dataset, with its card.\n"
    fetched = " ".join(card.slug for card in cards if card.pin.kind == "fetched")
    fetch = [f"labelwright data fetch {fetched}"] if fetched else []
    about = f"Each exercise is checked on your own computer, as often as you like. {WITH_SOLUTIONS}"
    files["README.md"] = _readme("Exercises with checks", about, fetch, cards)
    return files


def _needed_by_checks(exercise: Exercise) -> Iterator[Path]:
    """Yield the files at the top of the exercise's folder that `ex.check` and the sample may read."""
    paths = [path for pattern in _CODE_AND_ITEMS for path in sorted(exercise.folder.glob(pattern))]
    code = [path for path in paths if path.suffix == ".py" and path.name != "notebook.py"]
    # A declared check takes the right answer from the solution, and the wrong ones from mistakes.py.
    is_declared = any(check.asks for check in load_checks(exercise))
    reads_solution = is_declared or any(
        _READS_THE_SOLUTION.search(path.read_text(encoding="utf-8"))
        for path in code
        if path.name != "mistakes.py"
    )
    for path in paths:
        is_test = path.name.startswith("test_") or path.name == "conftest.py"
        is_needed = {"notebook.py": reads_solution, "mistakes.py": is_declared}.get(path.name, not is_test)
        if is_needed:
            yield path


def _without_checks(course: Course, exercises: Sequence[Exercise], learner: str) -> Files:
    files: Files = {}
    samples = {}
    slugs = {exercise.slug for exercise in exercises}
    for exercise in exercises:
        place = f"exercises/{exercise.slug}"
        table = Material(course, exercise, learner).table
        samples[exercise.slug] = sample_digest(table)
        if table is not None:
            files[f"{place}/{SAMPLE_FILE}"] = sample_bytes(table)
        files[f"{place}/exercise.toml"] = _learners_toml(exercise, slugs).encode()
        files[f"{place}/learner.ipynb"] = _marked_notebook(exercise, learner, samples[exercise.slug])
        if (exercise.folder / "hints.md").is_file():
            files[f"{place}/hints.md"] = (exercise.folder / "hints.md").read_bytes()
    handout = HandedOut(learner=learner, samples=samples)
    files[HANDOUT_FILE] = (handout.model_dump_json(indent=1) + "\n").encode()
    files["datasets/README.md"] = (
        b"The datasets are with your instructor. Your rows are next to each exercise.\n"
    )
    whose = f"for {learner}" if handout.is_personal else "for everyone"
    about = (
        "Your instructor marks these exercises: `ex.check` checks nothing here, while hints and handing in work. "
        f"The rows in each `{SAMPLE_FILE}` are {whose}; the grader refuses work on other rows, so change no file here."
    )
    files["README.md"] = _readme(f"Exercises {whose}", about, [], _cards(course, exercises))
    return files


def _marked_notebook(exercise: Exercise, learner: str, digest: str) -> bytes:
    """Return the learner's notebook with the mark of its sample: the notebook alone may be handed in."""
    notebook = json.loads(learner_notebook(exercise))
    stated = notebook["metadata"]["labelwright"]
    stated["sample"] = HandedSample(learner=learner, sha256=digest).model_dump()
    if learner != EVERYONE:
        stated["learner"] = learner
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()


def _learners_toml(exercise: Exercise, slugs: set[str]) -> str:
    path = exercise.folder / "exercise.toml"
    stated = tomllib.loads(path.read_text(encoding="utf-8"))
    stated["requires"] = [slug for slug in exercise.requires if slug in slugs]
    lines = [f"{name} = {_toml(stated[name])}" for name in _KEPT if name in stated]
    for task in stated["tasks"]:
        lines += [
            "",
            "[[tasks]]",
            *(f"{name} = {_toml(task[name])}" for name in _KEPT_OF_TASKS if name in task),
        ]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {_toml(each)}' for name, each in value.items())} }}"
    return toml_string(value) if isinstance(value, str) else json.dumps(value)


def _cards(course: Course, exercises: Sequence[Exercise]) -> list[DatasetCard]:
    slugs = dict.fromkeys(slug for exercise in exercises for slug in exercise.datasets)
    return [load_card(course.datasets / slug) for slug in slugs]


def _readme(title: str, about: str, before: Sequence[str], cards: Sequence[DatasetCard]) -> bytes:
    start = [*before, "labelwright start", "labelwright lab"]
    lines = [f"# {title}", "", about, "", "With labelwright installed, in this folder:", ""]
    lines += ["```bash", *start, "```", ""]
    lines += ["When you are done, save the notebook and run `ex.submit()`: it makes the file to hand in."]
    if cards:
        lines += ["", "## The data", ""]
    for card in cards:
        warning = f" Content warning: {card.content_warning}" if card.content_warning else ""
        lines.append(f"- {card.citation} Licence: {card.licence.data.spdx}.{warning}")
    return ("\n".join(lines) + "\n").encode()
