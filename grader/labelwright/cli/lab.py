"""The command `lab`."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec

import click

from labelwright import settings
from labelwright.cli._options import course_option, find_exercise


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
    course, exercise = find_exercise(slug, course_dir)
    notebook = workspace.notebook(exercise.slug)
    if not notebook.is_file():
        raise click.ClickException(f"{notebook} is missing. Run `labelwright start` to copy it.")
    # No `?reset` here: Jupyter appends `?token=` to the address that it prints, even if that has a `?` already.
    address = f"/lab/tree/{notebook.relative_to(workspace.root).as_posix()}"
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={workspace.root}"]
    command += [f"--LabApp.default_url={address}", "--LabApp.news_url="]
    command += [f"--port={port}"] if port else []
    command += ["--no-browser"] if no_browser else []
    # Notebooks that JupyterLab runs take their exercises from the course that was named here.
    environment = os.environ | ({settings.COURSE.name: str(course.root)} if course_dir else {})
    raise SystemExit(subprocess.call(command, cwd=workspace.root, env=environment))
