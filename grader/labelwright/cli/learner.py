"""Commands for learners: start, lab, check, hint, progress, submit."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report, Verdict
    from labelwright.course.exercise import Exercise


@click.command()
@click.option("--learner", metavar="ID", help="Who you are: the id or e-mail your instructor knows you by.")
@click.option("--work", type=click.Path(path_type=Path), metavar="DIR", help="Your folder [default: work].")
@course_option
def start(learner: str | None, work: Path | None, course_dir: str | None) -> None:
    """Copy the exercise notebooks into your own folder; what is there already is never changed."""
    from getpass import getuser

    from labelwright.course.course import open_course
    from labelwright.course.root import WORKSPACE_FILE
    from labelwright.notebook.workspace import start as start_workspace

    course = open_course(course_dir)
    root = (work or Path("work")).resolve()
    if learner is None and not (root / WORKSPACE_FILE).exists():
        learner = getuser()
        if sys.stdin.isatty():
            learner = click.prompt("Who are you? (the id your instructor knows you by)", default=learner)
    workspace, copied, kept = start_workspace(course, root, (learner or "").strip())
    for path in copied:
        click.echo(f"made {path.relative_to(root)}")
    for path in kept:
        click.echo(f"kept {path.relative_to(root)} as it is")
    click.echo(f"You are {workspace.learner!r}; your folder is {root}.")
    click.echo("Next: labelwright lab")


@click.command()
@click.argument("slug", required=False)
@click.option("--port", type=int, help="The port to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the address; do not open a browser.")
@course_option
def lab(slug: str | None, port: int | None, no_browser: bool, course_dir: str | None) -> None:
    """Open JupyterLab at an exercise: the one you name, or the next one to do."""
    from labelwright.notebook.workspace import need_workspace

    if find_spec("jupyterlab") is None:
        raise click.ClickException("JupyterLab is not installed. Run: pip install 'labelwright[lab]'")
    workspace = need_workspace()
    exercise = _exercise(slug, course_dir)
    notebook = workspace.notebook(exercise.slug)
    if not notebook.is_file():
        raise click.ClickException(f"{notebook} is not there. Run `labelwright start` to copy it.")
    # No `?reset` here: Jupyter appends `?token=` to the address it prints, whatever stands in it.
    address = f"/lab/tree/{notebook.relative_to(workspace.root).as_posix()}"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace.root}"]
    command += [f"--LabApp.default_url={address}", "--LabApp.news_url="]
    command += [f"--port={port}"] if port else []
    command += ["--no-browser"] if no_browser else []
    raise SystemExit(subprocess.call(command, cwd=workspace.root))


def paint(text: str, verdict: Verdict) -> str:
    """Return text in its verdict's colour; click drops the colour if the output is not a terminal."""
    colours = {"passed": "green", "failed": "red"}
    return click.style(text, fg=colours.get(verdict.value, "yellow"), bold=True)


@click.command()
@click.argument("slug", required=False)
@click.argument("task", required=False)
@course_option
def check(slug: str | None, task: str | None, course_dir: str | None) -> None:
    """Check your saved notebook: run it from the top in a process of its own, then ask the checks."""
    from labelwright.feedback import words
    from labelwright.feedback.plain import checks_text, report_text
    from labelwright.notebook.progress import save_results
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    exercise = _exercise(slug, course_dir)
    if task:
        exercise.task(task)
    report = _own_report(workspace.notebook(exercise.slug), workspace.learner, course_dir)
    save_results(workspace, exercise, report.checks)
    if task and report.checks:
        click.echo(f"{exercise.title}: {words.headline(report)}")
        click.echo(checks_text([r for r in report.checks if r.task == task], paint))
    else:
        click.echo(report_text(report, paint))
    raise SystemExit(0 if report.passed else 1)


@click.command()
@click.argument("slug")
@click.argument("task")
@course_option
def hint(slug: str, task: str, course_dir: str | None) -> None:
    """Show the next hint for a task; each call goes one step further."""
    from labelwright.notebook.progress import next_hint
    from labelwright.notebook.workspace import find_workspace

    exercise = _exercise(slug, course_dir)
    shown, step, steps = next_hint(find_workspace(), exercise, task)
    click.echo(f"{exercise.task(task).title}: hint {step} of {steps}\n\n{shown}" if steps else shown)


@click.command()
@course_option
def progress(course_dir: str | None) -> None:
    """Show modules, exercises and scores, and what to do next."""
    from labelwright.cli.progress_table import print_progress
    from labelwright.course.course import open_course
    from labelwright.notebook.progress import read_progress
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    course = open_course(course_dir or workspace.course)
    print_progress(course, read_progress(workspace.root), workspace.learner)


@click.command()
@click.argument("slug")
@course_option
def submit(slug: str, course_dir: str | None) -> None:
    """Write the file to hand in, and show the score that the saved notebook earns."""
    from labelwright.feedback import words
    from labelwright.notebook.progress import record_submission, save_results
    from labelwright.notebook.submission_file import write_submission
    from labelwright.notebook.workspace import need_workspace

    workspace = need_workspace()
    exercise = _exercise(slug, course_dir)
    target = write_submission(workspace, exercise, workspace.notebook(exercise.slug))
    record_submission(workspace, exercise, target)
    click.echo(f"Hand in this file: {target}")
    report = _own_report(target, workspace.learner, course_dir)
    save_results(workspace, exercise, report.checks)
    click.echo(f"Graded as it stands, it gives: {words.headline(report)}.")
    if report.outcome.sentence and not report.passed:
        click.echo(f"{report.outcome.sentence} {report.outcome.advice}".strip())


def _exercise(slug: str | None, course_dir: str | None) -> Exercise:
    from labelwright.course.course import open_course
    from labelwright.notebook.progress import next_exercise, read_progress
    from labelwright.notebook.workspace import find_workspace

    workspace = find_workspace()
    course = open_course(course_dir or (workspace.course if workspace else None))
    if slug is not None:
        return course.exercise(slug)
    found = next_exercise(course, read_progress(workspace.root)) if workspace else None
    return found or course.exercises[0]


def _own_report(path: Path, learner: str, course_dir: str | None) -> Report:
    from labelwright.checks.verdicts import Origin
    from labelwright.course.course import open_course
    from labelwright.grading.batch import grade_here
    from labelwright.grading.grade import rename_learner
    from labelwright.grading.submissions import collect
    from labelwright.notebook.workspace import find_workspace

    if not path.is_file():
        raise click.ClickException(f"{path} is not there. Run `labelwright start` to copy it.")
    workspace = find_workspace()
    course = open_course(course_dir or (workspace.course if workspace else None))
    submission = rename_learner(next(iter(collect([path]))), learner)
    return grade_here(course.root, submission, Origin.SELF, False)
