"""A course: its exercises, modules, order and skills."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from heapq import heappop, heappush
from pathlib import Path

from labelwright.course.exercise import Exercise, ExerciseError, load_exercise
from labelwright.course.root import CourseError, find_root

SKILLS: dict[str, str] = {
    "curate": "decide what belongs in a data set, and say why",
    "clean": "find defects, fix them with code, and lose no data",
    "organise": "give data a schema, link and split it, and document it",
    "label": "apply a written guideline to many items, and measure how consistently",
    "check quality": "measure agreement, find errors and biases, and plan who checks what",
    "give feedback": "tell an annotator or a model's developer what is wrong so that they can fix it",
    "evaluate": "judge the answers of models by written criteria, and compare systems fairly",
    "domain": "judge content in a field that needs training: medicine, law, finance",
    "language": "judge and correct texts, in several languages",
    "prompt": "write prompts whose success can be checked",
}
"""Each skill and what a person with it can do, in the order in which pages show them."""


@dataclass(frozen=True)
class Module:
    """One module of the book: a folder of lessons with a title, in folder order."""

    slug: str
    title: str
    lesson: Path | None


@dataclass(frozen=True)
class Course:
    """A course folder; its contents are read on first use."""

    root: Path

    @property
    def book(self) -> Path:
        """Return the folder of the lessons."""
        return self.root / "course"

    @property
    def datasets(self) -> Path:
        """Return the folder of the dataset cards."""
        return self.root / "datasets"

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Return every exercise, each after the ones it requires, otherwise by module and name."""
        return _in_order([load_exercise(self.root / "exercises" / slug) for slug in _slugs(self.root)])

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Return the modules that have an exercise or a lesson, in folder order."""
        slugs = {exercise.module for exercise in self.exercises}
        slugs |= {path.name for path in self.book.glob("m[0-9]*") if path.is_dir()}
        return tuple(_module(self.book, slug) for slug in sorted(slugs))

    def exercise(self, slug: str) -> Exercise:
        """Return the exercise with this slug; ExerciseError suggests the nearest name."""
        if slug in _slugs(self.root):
            return load_exercise(self.root / "exercises" / slug)
        raise ExerciseError(_unknown(slug, self.root))

    def module(self, slug: str) -> Module:
        """Return the module in this folder, whether or not its lesson is written."""
        return _module(self.book, slug)


def open_course(course: str | os.PathLike[str] | None = None, start: Path | None = None) -> Course:
    """Find the course and open it; CourseError if there is none."""
    return Course(find_root(course, start))


def _module(book: Path, slug: str) -> Module:
    lesson = book / slug / "index.md"
    if not lesson.is_file():
        return Module(slug, slug.replace("-", " ").capitalize(), None)
    for line in lesson.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return Module(slug, line[2:].strip(), lesson)
    raise CourseError(f"{lesson} has no title. Its first line must start with '# '.")


def _in_order(exercises: list[Exercise]) -> tuple[Exercise, ...]:
    by_slug = {exercise.slug: exercise for exercise in sorted(exercises, key=lambda e: (e.module, e.slug))}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for exercise in by_slug.values():
        missing = [slug for slug in exercise.requires if slug not in by_slug]
        if missing:
            raise ExerciseError(
                f"{exercise.folder / 'exercise.toml'} requires {missing[0]!r}, which is not an exercise here."
            )
        sorter.add(exercise.slug, *exercise.requires)
    try:
        sorter.prepare()
    except CycleError as error:
        raise ExerciseError(f"These exercises require each other in a circle: {error.args[1]}.") from None
    ordered: list[Exercise] = []
    ready: list[tuple[str, str]] = []
    while sorter.is_active():
        for slug in sorter.get_ready():
            heappush(ready, (by_slug[slug].module, slug))
        _, first = heappop(ready)
        ordered.append(by_slug[first])
        sorter.done(first)
    return tuple(ordered)


def _slugs(root: Path) -> list[str]:
    return sorted(path.parent.name for path in (root / "exercises").glob("*/exercise.toml"))


def _unknown(slug: str, root: Path) -> str:
    from difflib import get_close_matches

    known = _slugs(root)
    near = get_close_matches(slug, known, n=3, cutoff=0.5)
    hint = (
        f" Did you mean {' or '.join(map(repr, near))}?"
        if near
        else f" There are: {', '.join(known) or 'none yet'}."
    )
    shown = slug if len(slug) <= 80 else f"{slug[:80]}..."
    return f"This course has no exercise called {shown!r}.{hint}"
