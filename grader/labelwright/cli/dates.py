"""The commands `gradebook deadline` and `gradebook dates`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import by_option, course_option, gradebook_option, open_gradebook, say

if TYPE_CHECKING:
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.deadlines import Deadline


def due_line(deadline: Deadline) -> str:
    """Return a deadline and the rule that it states itself as one line, in the time zone of this computer."""
    who = f" for {deadline.learner}" if deadline.learner else ""
    who += f" for section {deadline.section}" if deadline.section else ""
    if deadline.due is None:
        return f"{deadline.exercise}{who}: no deadline"
    parts = [
        f"due {deadline.due.astimezone():%Y-%m-%d %H:%M %z}",
        f"{deadline.fixed_percent:g} % off when late" if deadline.fixed_percent else "",
        f"{deadline.percent_per_day:g} % off for each day begun" if deadline.percent_per_day else "",
        f"at least {deadline.floor_percent:g} % left" if deadline.floor_percent else "",
        f"{deadline.grace_minutes:g} minutes of grace" if deadline.grace_minutes else "",
        f"no points after {deadline.last.astimezone():%Y-%m-%d %H:%M %z}" if deadline.last else "",
    ]
    return f"{deadline.exercise}{who}: {'; '.join(part for part in parts if part)}"


@click.command()
@click.argument("exercise", required=False)
@click.argument("when", required=False)
@click.option(
    "--percent",
    "percent_per_day",
    type=float,
    help="Percent of the points that each late day costs; a day counts when it begins.",
)
@click.option(
    "--fixed",
    "fixed_percent",
    type=float,
    help="Percent of the points that late work loses once, however late it is.",
)
@click.option(
    "--floor", "floor_percent", type=float, help="Percent of the points that late work keeps at least."
)
@click.option(
    "--grace", "grace_minutes", type=float, metavar="MINUTES", help="Work within these minutes is not late."
)
@click.option("--last", metavar="WHEN", help="The last date: later work gets no points.")
@click.option("--learner", metavar="ID", help="For this learner only, for example more time.")
@click.option("--section", metavar="NAME", help="For this section of the class list only.")
@click.option("--none", "lifted", is_flag=True, help="Remove the deadline.")
@by_option
@course_option
@gradebook_option
def deadline(
    exercise: str | None,
    when: str | None,
    lifted: bool,
    last: str | None,
    course_dir: str | None,
    gradebook_place: str,
    **fields: Any,
) -> None:
    """Set when EXERCISE is due (WHEN: 2026-05-31, or 2026-05-31T18:00+02:00); without both, list the deadlines.

    A deadline for a learner or a section has the late rule of the wider one, except where an option states another.
    """
    from labelwright.gradebook.deadlines import Deadline, parse

    if exercise is not None and (when is None) is not lifted:
        raise click.UsageError(
            "Say when it is due, such as 2026-05-31T18:00, or --none to remove the deadline."
        )
    due = parse(when) if when else None
    with open_gradebook(gradebook_place, new=exercise is not None) as book:
        if exercise is not None:
            _need_exercises(book, [exercise], course_dir)
            book.set_deadline(Deadline(exercise, due, last=parse(last) if last else None, **fields))
        for found in book.deadlines():
            if exercise in (None, found.exercise):
                say(due_line(found))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@by_option
@course_option
@gradebook_option
def dates(file: Path, who: str, course_dir: str | None, gradebook_place: str) -> None:
    """Set all deadlines from FILE: CSV with exercise and due; section, learner and the rule are optional.

    The rule has the columns percent, fixed, floor, grace and last, as the options of `deadline`. All are set, or none.
    """
    from labelwright.gradebook.deadlines import read_dates

    found = read_dates(file, who)
    with open_gradebook(gradebook_place, new=True) as book:
        _need_exercises(book, sorted({deadline.exercise for deadline in found}), course_dir)
        book.set_deadlines(found)
        for deadline in book.deadlines():
            say(due_line(deadline))


def _need_exercises(book: Gradebook, slugs: Sequence[str], course_dir: str | None) -> None:
    """Raise UsageError for a slug that neither the course nor the gradebook has: it is probably mistyped."""
    from difflib import get_close_matches

    from labelwright.course.course import open_course
    from labelwright.course.root import CourseError

    known = book.exercises()
    if all(slug in known for slug in slugs):
        return
    try:
        known |= {exercise.slug for exercise in open_course(course_dir).exercises}
    except CourseError:
        if course_dir is not None:
            raise
    for slug in slugs:
        if slug not in known:
            near = get_close_matches(slug, known, n=1)
            hint = (
                f"Did you mean {near[0]!r}?"
                if near
                else "If the name is right, name its course with --course."
            )
            raise click.UsageError(f"No exercise is called {slug!r}. {hint} No deadline was set.")
