"""The command `submit`."""

from __future__ import annotations

import click

from labelwright.cli._options import course_option, find_exercise, grade_own_work


@click.command()
@click.argument("slug")
@course_option
def submit(slug: str, course_dir: str | None) -> None:
    """Write the file to hand in, and show the score of your saved notebook."""
    from labelwright.course.handed_out import handed_out
    from labelwright.feedback import words
    from labelwright.notebook.progress import record_submission, save_results
    from labelwright.notebook.submission_file import write_submission
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    course, exercise = find_exercise(slug, course_dir)
    target = write_submission(workspace, exercise, workspace.notebook(exercise.slug))
    record_submission(workspace, exercise, target)
    click.echo(f"Hand in this file: {target}")
    if handed_out(course.root) is not None:
        click.echo("Your instructor marks it; it was not checked here.")
        return
    report = grade_own_work(target, workspace.learner, course)
    save_results(workspace, exercise, report.checks)
    click.echo(f"Its score now: {words.headline(report)}.")
    if report.outcome.sentence and not report.passed:
        click.echo(f"{report.outcome.sentence} {report.outcome.advice}".strip())
