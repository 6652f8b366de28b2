"""The command `feedback`."""

from __future__ import annotations

from pathlib import Path

import click

from labelwright.cli._options import existing_gradebook, gradebook_option


@click.command()
@gradebook_option
@click.option("--learner", metavar="ID", help="Only this learner.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("feedback"),
    show_default=True,
    metavar="DIR",
    help="Where the pages go.",
)
def feedback(gradebook_place: str, learner: str | None, out: Path) -> None:
    """Write the feedback pages again from the gradebook, a page for each learner."""
    from labelwright.gradebook.book import Gradebook
    from labelwright.grading.run import write_pages

    with Gradebook(existing_gradebook(gradebook_place)) as book:
        if learner is not None and not book.reports(learner):
            raise click.UsageError(f"The gradebook has no learner {learner!r}.")
        pages = write_pages(book, [learner] if learner else book.learners(), out)
    click.echo(f"Wrote {len(pages)} feedback page{'s' if len(pages) != 1 else ''} to {out}.")
