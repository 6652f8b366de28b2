"""Write the map of skills: the meaning of each skill, the exercises that train it, and what passing them shows."""

from __future__ import annotations

from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.skills import SKILLS
from labelwright.site.exercise_pages import KINDS, table


def skills_page(course: Course) -> str:
    """Return the page as Markdown. A skill without an exercise is listed too."""
    covered = [skill for skill in SKILLS if _training(course, skill)]
    intro = (
        "Each exercise names the skills that it trains. If you pass it, you can get a "
        "[credential](../portfolio/index.md) that lists its checks and measured results. That is the evidence: this page "
        "never claims a skill without a piece of work that shows it."
    )
    rows = [
        (
            f"[{skill}](#{skill.replace(' ', '-')})" if skill in covered else skill,
            means,
            _count(course, skill),
        )
        for skill, means in SKILLS.items()
    ]
    gaps = [skill for skill in SKILLS if skill not in covered]
    rest = f"\n\nNo exercise yet: {', '.join(gaps)}." if gaps else ""
    sections = [
        "# Map of skills",
        intro,
        table(("Skill", "To be able to", "Exercises"), rows) + rest,
        *(_section(course, skill) for skill in covered),
    ]
    return "\n\n".join(sections)


def _training(course: Course, skill: str) -> list[Exercise]:
    return [exercise for exercise in course.exercises if skill in exercise.skills]


def _count(course: Course, skill: str) -> str:
    return str(len(_training(course, skill)) or "none yet")


def _section(course: Course, skill: str) -> str:
    rows = [
        (
            f"[{exercise.title}]({exercise.slug}.md)",
            _lesson(course, exercise),
            KINDS[exercise.kind],
            "; ".join(task.title for task in exercise.tasks),
        )
        for exercise in _training(course, skill)
    ]
    listed = table(("Exercise", "Module", "Data", "What passing it shows"), rows)
    return f"## {skill.capitalize()}\n\nTo {SKILLS[skill]}.\n\n{listed}"


def _lesson(course: Course, exercise: Exercise) -> str:
    module = course.module(exercise.module)
    return f"[{module.title}](../{module.slug}/index.md)" if module.lesson else module.title
