"""Write the tables of the teaching guide: the modules, the minutes of each exercise, and wrong answers with messages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelwright.checks.verdicts import Verdict
from labelwright.checks.wrong_answers import WrongAnswer, read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.root import CourseError
from labelwright.site.reference_pages import table


@dataclass(frozen=True)
class Planned:
    """One module of the planned course, written or not: the start of its folder's name, and its title."""

    folder: str
    title: str


def load_plan(path: Path) -> tuple[Planned, ...]:
    """Return the modules of a plan.toml in order; CourseError if the file cannot be read as a plan."""
    try:
        modules = tomllib.loads(path.read_text(encoding="utf-8"))["modules"]
        return tuple(Planned(block["folder"], block["title"]) for block in modules)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} cannot be read as a plan: {error}. Each module is a block [[modules]] with folder and title."
        ) from None


def teaching_blocks(course: Course) -> dict[str, str]:
    """Return the generated places of the teaching guide: the Markdown tables `modules` and `minutes`, and `messages`,
    a heading and a table for each exercise that has wrong answers."""
    plan = load_plan(course.book / "instructors" / "plan.toml")
    return {
        "modules": _modules(course, plan),
        "minutes": _minutes(course.exercises),
        "messages": _messages(course.exercises),
    }


def _modules(course: Course, plan: Iterable[Planned]) -> str:
    rows = []
    for number, planned in enumerate(plan, start=1):
        modules = [module for module in course.modules if module.slug.startswith(f"{planned.folder}-")]
        lesson = next((module for module in modules if module.lesson), None)
        exercises = [e for e in course.exercises if e.module.startswith(f"{planned.folder}-")]
        title = f"[{planned.title}](../{lesson.slug}/index.md)" if lesson else planned.title
        minutes = sum(exercise.minutes for exercise in exercises)
        state = "yes" if lesson else "not yet"
        rows.append((str(number), title, state, str(len(exercises) or "none yet"), str(minutes or "")))
    header = ("Module", "Title", "Lesson", "Exercises", "Minutes of exercises")
    return table(header, rows)


def _minutes(exercises: Sequence[Exercise]) -> str:
    rows = [
        (_link(exercise), str(exercise.minutes), str(len(exercise.tasks)), ", ".join(exercise.skills))
        for exercise in exercises
    ]
    total = str(sum(exercise.minutes for exercise in exercises))
    return table(
        ("Exercise", "Minutes", "Tasks", "Skills"), [*rows, ("**Together**", f"**{total}**", "", "")]
    )


def _messages(exercises: Iterable[Exercise]) -> str:
    sections = []
    for exercise in exercises:
        rows = dict.fromkeys(
            (wrong.name.replace("-", " ").capitalize(), f'"{said}"')
            for wrong in read_wrong_answers(exercise)
            for said in _said(wrong)
        )
        if rows:
            header = ("The wrong answer", "The message says")
            sections.append(f"### {exercise.title}\n\n{table(header, rows)}")
    return "\n\n".join(sections) or "This course has no exercises yet."


def _said(wrong: WrongAnswer) -> list[str]:
    """Return what the messages say: the cell's own sentence, or the parts that its lines expect."""
    parts = [one.part for one in wrong.expectations if one.verdict is Verdict.FAILED]
    return [wrong.sentence] if wrong.sentence else parts


def _link(exercise: Exercise) -> str:
    return f"[{exercise.title}](../exercises/{exercise.slug}.md)"
