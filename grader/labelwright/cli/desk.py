"""The command `desk`: the instructor's desk in the browser, or as static files."""

from __future__ import annotations

from pathlib import Path

import click

from labelwright.cli._options import by_option, gradebook_option, open_gradebook

POLICIES = ("best", "latest", "first")


@click.command()
@gradebook_option
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="best",
    show_default=True,
    help="Which submission counts.",
)
@click.option(
    "--export",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the pages as static files instead, without actions.",
)
@click.option("--anonymous", is_flag=True, help="With --export: numbers instead of names and ids.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0, the default, takes a free one.")
@click.option("--no-browser", is_flag=True, help="Print the address; do not open a browser.")
@by_option
def desk(
    gradebook_place: str,
    policy: str,
    folder: Path | None,
    anonymous: bool,
    port: int,
    no_browser: bool,
    who: str,
) -> None:
    """See the class in your browser: grades, exercises and learners, on this computer only, until Ctrl-C."""
    import webbrowser

    from labelwright.desk.app import Desk, serve
    from labelwright.gradebook.policy import Policy

    with open_gradebook(gradebook_place) as book:
        if folder is not None:
            from labelwright.desk.static_copy import write_copy

            count = write_copy(book, Policy(policy), folder, anonymous)
            click.echo(f"Wrote {count} pages to {folder}. Open {folder / 'index.html'} in a browser.")
            return

        def ready(address: str) -> None:
            click.echo(f"Open {address} in your browser; stop with Ctrl-C. The address works until then.")
            if not no_browser:
                webbrowser.open(address)

        serve(Desk(book, Policy(policy), who), port, ready)
