"""The command `progress`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option, open_own_course

if TYPE_CHECKING:
    from labelwright.course.course import Course
    from labelwright.course.exercise import Exercise
    from labelwright.notebook.progress import Progress


@click.command()
@course_option
def progress(course_dir: str | None) -> None:
    """Show modules, exercises and scores, and what to do next."""
    from labelwright.notebook.progress import read_progress
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    print_progress(open_own_course(course_dir), read_progress(workspace.root), workspace.learner)


def print_progress(course: Course, progress: Progress, learner: str) -> None:
    """Print modules, exercises, scores and states, and the next exercise to do."""
    from rich.console import Console
    from rich.table import Table

    from labelwright.course.handed_out import handed_out
    from labelwright.feedback.words import number
    from labelwright.notebook.progress import next_exercise

    table = Table(title=f"Progress of {learner}", title_justify="left")
    for heading in ("Module", "Exercise", "Score", "State"):
        table.add_column(heading, overflow="fold")
    previous, unchecked = "", handed_out(course.root) is not None
    for exercise in course.exercises:
        result = progress.of(exercise)
        module = course.module(exercise.module).title
        score = f"{number(round(result.score, 2))} of {number(exercise.max_score)}"
        score = "your instructor marks it" if unchecked else score
        table.add_row(module if module != previous else "", exercise.title, score, _state(progress, exercise))
        previous = module
    Console().print(table)
    following = next_exercise(course, progress)
    if following is None and unchecked:
        click.echo("Everything is handed in.")
    elif following is None:
        click.echo("Everything is passed. Next: labelwright portfolio build --help")
    else:
        click.echo(f"Next: {following.title} ({following.minutes} min): labelwright lab {following.slug}")


def _state(progress: Progress, exercise: Exercise) -> str:
    result = progress.of(exercise)
    state = "passed" if progress.passed(exercise) else "begun" if result.attempted() else "to do"
    if result.submitted and progress.waits_for_person(exercise):
        state = "a person marks the rest"
    return f"{state}, handed in" if result.submitted else state
