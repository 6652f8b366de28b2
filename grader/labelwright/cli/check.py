"""The command `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option, find_exercise, grade_own_work

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Verdict


@click.command()
@click.argument("slug", required=False)
@click.argument("task", required=False)
@course_option
def check(slug: str | None, task: str | None, course_dir: str | None) -> None:
    """Check your saved notebook: run it from the top in a new process, then run the checks."""
    from labelwright.course.handed_out import NOT_CHECKED_HERE, handed_out
    from labelwright.feedback import words
    from labelwright.feedback.text import checks_text, report_text
    from labelwright.notebook.progress import save_results
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    course, exercise = find_exercise(slug, course_dir)
    if task:
        exercise.task(task)
    if handed_out(course.root) is not None:
        click.echo(f"{exercise.title}\n{NOT_CHECKED_HERE}: labelwright submit {exercise.slug}")
        return
    if task and exercise.task(task).by_person:
        click.echo(words.rubric(exercise.task(task)))
        return
    report = grade_own_work(workspace.notebook(exercise.slug), workspace.learner, course)
    save_results(workspace, exercise, report.checks)
    if task and report.checks:
        click.echo(f"{exercise.title}: {words.headline(report)}")
        click.echo(checks_text([result for result in report.checks if result.task == task], paint))
    else:
        click.echo(report_text(report, paint))
    raise SystemExit(0 if report.passed else 1)


def paint(text: str, verdict: Verdict) -> str:
    """Return text in its verdict's colour; click drops the colour if the output is not a terminal."""
    colours = {"passed": "green", "failed": "red"}
    return click.style(text, fg=colours.get(verdict.value, "yellow"), bold=True)
