"""Write the tables of the teaching guide: which modules are here, minutes by exercise, and wrong answers by message."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from labelwright.checks.attempts import read_attempts
from labelwright.checks.verdicts import Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.root import CourseError
from labelwright.site.exercise_pages import table


@dataclass(frozen=True)
class Planned:
    """One module of the whole course, whether or not it is written: how its folder's name begins, and its title."""

    folder: str
    title: str


def load_plan(path: Path) -> tuple[Planned, ...]:
    """The modules of a plan.toml in order; CourseError where it is not one."""
    try:
        modules = tomllib.loads(path.read_text(encoding="utf-8"))["modules"]
        return tuple(Planned(told["folder"], told["title"]) for told in modules)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} cannot be read as a plan: {error}. Each module is a block [[modules]] with folder and title."
        ) from None


def teaching_blocks(course: Course) -> dict[str, str]:
    """The generated places of the teaching guide: `modules` and `minutes`, each a Markdown table, and
    `messages`, a table under a heading for each exercise that has attempts."""
    plan = load_plan(course.book / "instructors" / "plan.toml")
    return {
        "modules": _modules(course, plan),
        "minutes": _minutes(course.exercises),
        "messages": _messages(course.exercises),
    }


def _modules(course: Course, plan: Iterable[Planned]) -> str:
    rows = []
    for number, planned in enumerate(plan, start=1):
        here = [module for module in course.modules if module.slug.startswith(f"{planned.folder}-")]
        lesson = next((module for module in here if module.lesson), None)
        exercises = [e for e in course.exercises if e.module.startswith(f"{planned.folder}-")]
        title = f"[{planned.title}](../{lesson.slug}/index.md)" if lesson else planned.title
        minutes = sum(exercise.minutes for exercise in exercises)
        state = "yes" if lesson else "not yet"
        rows.append((str(number), title, state, str(len(exercises) or "none yet"), str(minutes or "")))
    header = ("Module", "Title", "Lesson", "Exercises", "Minutes of exercises")
    return table(header, rows)


def _minutes(exercises: Iterable[Exercise]) -> str:
    every = list(exercises)
    rows = [
        (_link(exercise), str(exercise.minutes), str(len(exercise.tasks)), ", ".join(exercise.skills))
        for exercise in every
    ]
    total = str(sum(exercise.minutes for exercise in every))
    return table(
        ("Exercise", "Minutes", "Tasks", "Skills"), [*rows, ("**Together**", f"**{total}**", "", "")]
    )


def _messages(exercises: Iterable[Exercise]) -> str:
    sections = []
    for exercise in exercises:
        rows = dict.fromkeys(
            (attempt.name.replace("_", " ").capitalize(), f'"{expected.part}"')
            for attempt in read_attempts(exercise)
            for expected in attempt.expectations
            if expected.verdict is Verdict.FAILED
        )
        if rows:
            header = ("The wrong answer", "The message says")
            sections.append(f"### {exercise.title}\n\n{table(header, rows)}")
    return "\n\n".join(sections) or "There is no exercise yet."


def _link(exercise: Exercise) -> str:
    return f"[{exercise.title}](../exercises/{exercise.slug}.md)"
