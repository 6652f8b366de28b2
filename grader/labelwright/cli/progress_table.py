"""Draw a learner's progress as a table by module."""

from __future__ import annotations

import click
from rich.console import Console
from rich.table import Table

from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.feedback.words import number
from labelwright.notebook.progress import Progress, next_exercise


def print_progress(course: Course, progress: Progress, learner: str) -> None:
    """Print modules, exercises, scores and states, and the one thing to do next."""
    console = Console()
    table = Table(title=f"Progress of {learner}", title_justify="left")
    for heading in ("Module", "Exercise", "Score", "State"):
        table.add_column(heading, overflow="fold")
    shown = ""
    for exercise in course.exercises:
        kept = progress.of(exercise)
        module = course.module(exercise.module).title
        score = f"{number(round(kept.score, 2))} of {number(exercise.max_score)}"
        table.add_row(module if module != shown else "", exercise.title, score, _state(progress, exercise))
        shown = module
    console.print(table)
    following = next_exercise(course, progress)
    if following is None:
        click.echo("Everything is passed. Next: labelwright portfolio build --help")
    else:
        click.echo(f"Next: {following.title} ({following.minutes} min): labelwright lab {following.slug}")


def _state(progress: Progress, exercise: Exercise) -> str:
    kept = progress.of(exercise)
    state = "passed" if progress.passed(exercise) else "begun" if kept.attempted() else "to do"
    return f"{state}, handed in" if kept.submitted else state
