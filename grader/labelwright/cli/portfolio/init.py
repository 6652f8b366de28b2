"""The command `portfolio init`."""

from __future__ import annotations

from pathlib import Path

import click

from labelwright.cli._options import (
    DEFAULT_GRADEBOOK,
    existing_gradebook,
    gradebook_option,
    one_learner,
    own_learner_option,
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("my-portfolio"))
@own_learner_option
@gradebook_option
@click.option("--workflow", is_flag=True, help="Add a GitHub workflow that grades again and publishes.")
def init(folder: Path, learner: str | None, gradebook_place: str, workflow: bool) -> None:
    """Create your own folder: a profile to fill in, and a file for your words about each passed work.

    Run it again to add files for works that passed since then; it never changes a file that is already there.
    """
    from labelwright_portfolio.starter import make_folder

    passed = _passed(gradebook_place, learner)
    written = make_folder(folder, passed, workflow=workflow)
    for path in written:
        click.echo(f"Wrote {path}")
    if not written:
        click.echo(f"{folder} has everything already; nothing was changed.")
    if not passed:
        click.echo("note: no passed work was found. Grade some, then run this again to get a file for each.")
    click.echo(f"Next: fill in {folder / 'profile.toml'}, then run labelwright portfolio build in {folder}.")


def _passed(place: str, learner: str | None) -> list[tuple[str, str]]:
    """Return exercise and title of each passed work; nothing if the default gradebook does not exist."""
    from labelwright.gradebook.book import Gradebook

    if place == DEFAULT_GRADEBOOK and not Path(place).is_file():
        return []
    with Gradebook(existing_gradebook(place)) as book:
        reports = book.best(learner or one_learner(book))
    return [(report.exercise, report.title) for report in reports if report.passed]
