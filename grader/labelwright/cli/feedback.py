"""The command `feedback`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import (
    course_option,
    existing_gradebook,
    gradebook_option,
    learning_order,
    policy_option,
)

if TYPE_CHECKING:
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.policy import Policy


@click.command()
@gradebook_option
@course_option
@policy_option
@click.option("--learner", metavar="ID", help="Only this learner.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("feedback"),
    show_default=True,
    metavar="DIR",
    help="Where the pages go.",
)
@click.option(
    "--zip",
    "packed",
    type=(click.Choice(("canvas", "moodle")), click.Path(path_type=Path)),
    metavar="canvas|moodle FILE",
    help="Instead of pages, write a zip that Canvas or Moodle gives out; it needs --exercise.",
)
@click.option("--exercise", metavar="SLUG", help="The exercise whose feedback is in the zip.")
def feedback(
    gradebook_place: str,
    course_dir: str | None,
    policy: Policy,
    learner: str | None,
    out: Path,
    packed: tuple[str, Path] | None,
    exercise: str | None,
) -> None:
    """Write the feedback pages again from the gradebook, a page for each learner."""
    from labelwright.gradebook.book import Gradebook, learner_key
    from labelwright.grading.feedback_pages import write_pages

    if (packed is None) != (exercise is None):
        raise click.UsageError("--zip and --exercise belong together: an upload is for one assignment.")
    if packed is not None and learner is not None:
        raise click.UsageError("--zip is for a whole class. Leave out --learner.")
    with Gradebook(existing_gradebook(gradebook_place)) as book:
        if packed is not None and exercise is not None:
            _pack(book, packed[0], packed[1], exercise, policy)
            return
        if learner is not None and learner_key(learner) not in book.learners():
            raise click.UsageError(f"The gradebook has no learner {learner!r}.")
        order = learning_order(course_dir)
        pages = write_pages(book, [learner] if learner else book.learners(), out, policy, order)
    click.echo(f"Wrote {len(pages)} feedback page{'s' if len(pages) != 1 else ''} to {out}.")


def _pack(book: Gradebook, lms: str, path: Path, exercise: str, policy: Policy) -> None:
    from labelwright.exchange.outside_text import one_line
    from labelwright.grading.feedback_zips import canvas_zip, moodle_zip

    known = [each.slug for each in book.sheet(policy).exercises]
    if exercise not in known:
        listed = ", ".join(known) or "none yet"
        raise click.UsageError(f"The gradebook has no exercise {exercise!r}. It has: {listed}.")
    made = (canvas_zip if lms == "canvas" else moodle_zip)(book, exercise, policy)
    for learner, reason in made.left_out:
        click.echo(one_line(f"Left out: {learner}: {reason}."), err=True)
    if not made.packed:
        raise click.ClickException(f"No zip was written: {lms.capitalize()} numbers of nobody are known.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made.payload)
    click.echo(f"Wrote {path}. Learners: {len(made.packed)}, left out: {len(made.left_out)}.")
