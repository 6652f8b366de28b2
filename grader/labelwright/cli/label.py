"""The command `label`: the labelling widgets for your own data."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--task",
    "task",
    required=True,
    metavar="TOML|LABELS",
    help="The .toml file of a task, or labels separated by commas.",
)
@click.option("--annotator", metavar="ID", help="Who labels [default: the learner of this folder, or you].")
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where your labels are saved [default: next to FILE].",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="The port to listen on.")
@click.option("--no-browser", is_flag=True, help="Print the address; do not open a browser.")
def label(
    file: Path, task: str, annotator: str | None, journal: Path | None, port: int, no_browser: bool
) -> None:
    """Label your own data in the browser: a CSV, JSONL or text file, or a folder of pictures."""
    import webbrowser

    from labelwright.notebook.widgets.item_files import open_file
    from labelwright.notebook.widgets.local_server import serve

    asked: str | list[str] = task
    if not task.endswith(".toml"):
        asked = [part.strip() for part in task.split(",") if part.strip()]
    backend = open_file(file, asked, annotator, journal)
    click.echo(backend.labelling)
    click.echo(f"Saved in {backend.labelling.journal}")

    def ready(address: str) -> None:
        click.echo(f"Open {address} in your browser; stop with Ctrl-C. The address works until then.")
        if not no_browser:
            webbrowser.open(address)

    serve(backend, port, ready)
    click.echo(backend.labelling)
