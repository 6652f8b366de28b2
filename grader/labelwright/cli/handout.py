"""The command `author handout`."""

from __future__ import annotations

from pathlib import Path

import click

from labelwright.cli._options import course_option, say


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--checks/--no-checks",
    "checks",
    default=None,
    help="With checks, learners check their work themselves, and the folder contains solutions and reference answers. "
    "Without, it contains none of these; you mark what is handed in.",
)
@click.option(
    "--roster",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="CSV",
    help="The class list, for --no-checks: a folder for each learner, with only their own rows.",
)
@course_option
def handout(folder: Path, checks: bool | None, roster: Path | None, course_dir: str | None) -> None:
    """Write into FOLDER what learners of your course get: with the checks, or with only their rows of the data.

    You choose one of --checks and --no-checks. Without checks, a class list gives each learner other rows in a folder of
    their own; without a class list, everyone gets the same rows. The grader refuses work on rows that it does not draw
    for that learner. Run it again after a change; files that it did not write are never overwritten.
    """
    from labelwright.authoring.handout import WITH_SOLUTIONS, WITHOUT_CHECKS, hand_out
    from labelwright.course.course import open_course
    from labelwright.gradebook.roster import read_roster

    if checks is None:
        raise click.UsageError(
            "Choose --checks (learners check their work, and get solutions with it) or --no-checks (you mark it)."
        )
    if checks and roster:
        raise click.UsageError(
            "--roster goes with --no-checks. With checks, each learner's rows are drawn on their own computer."
        )
    learners = [learner.id for learner in read_roster(roster)] if roster else []
    made = hand_out(open_course(course_dir), folder, checks=checks, learners=learners)
    removed = f" and removed {made.removed} from an earlier run" if made.removed else ""
    click.echo(f"Wrote {made.written} files into {folder}{removed}.")
    click.echo(WITH_SOLUTIONS if checks else WITHOUT_CHECKS)
    for slug, reason in made.left_out.items():
        say(f"Left out: {slug}, because {reason}.")
    if roster:
        click.echo(f"Give each learner only their own folder, not all of {folder}:")
        for place, learner in made.folders.items():
            say(f"  {learner}: {place}")
    elif not checks:
        click.echo("Everyone gets the same rows. For other rows for each learner, pass --roster CSV.")
