"""The command `hint`."""

from __future__ import annotations

import click

from labelwright.cli._options import course_option, find_exercise


@click.command()
@click.argument("slug")
@click.argument("task", required=False)
@course_option
def hint(slug: str, task: str | None, course_dir: str | None) -> None:
    """Show the next hint for a task; run it again for the hint after that. Without TASK, list the tasks."""
    from labelwright.notebook.progress import next_hint
    from labelwright.notebook.workspace import find_workspace

    _, exercise = find_exercise(slug, course_dir)
    if task is None:
        width = max(len(task.id) for task in exercise.tasks)
        click.echo(f"{exercise.title} has these tasks:\n")
        for each in exercise.tasks:
            click.echo(f"  {each.id:{width}}  {each.title}")
        click.echo(f"\nFor a hint: labelwright hint {slug} {exercise.tasks[0].id}")
        return
    text, step, steps = next_hint(find_workspace(), exercise, task)
    click.echo(f"{exercise.task(task).title}: hint {step} of {steps}\n\n{text}" if steps else text)
