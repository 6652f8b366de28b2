"""The command `gradebook show`: the class as a matrix, or one learner or exercise in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import (
    course_option,
    gradebook_option,
    learning_order,
    open_gradebook,
    policy_option,
)

if TYPE_CHECKING:
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.matrix import Matrix
    from labelwright.gradebook.policy import Grade, Policy
    from labelwright.gradebook.roster import Learner
    from labelwright.gradebook.sheet import Exercise, Sheet
    from labelwright.gradebook.statement import Statement

MARKS = {"absent": "·", "not attempted": "○", "not graded": "?", "partly marked": "…", "excused": "EX"}
"""What a cell without a grade shows."""
OTHER = "-"
PLAIN = ("absent", "not attempted", "excused")
"""Reasons that need no sentence for each learner."""
MOST_REASONS = 40
NARROWEST_NAME = 16


@click.command()
@gradebook_option
@course_option
@policy_option
@click.option(
    "--learner", metavar="ID", help="Only this learner, in full, with all comments and manual marks."
)
@click.option("--exercise", metavar="SLUG", help="Only this exercise, a row for each learner.")
@click.option("--section", metavar="NAME", help="Only this section of the class list.")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the matrix to a CSV file.",
)
@click.option(
    "--semicolon", is_flag=True, help="In the CSV file, semicolons between cells and commas in numbers."
)
def show(
    gradebook_place: str,
    course_dir: str | None,
    policy: Policy,
    learner: str | None,
    exercise: str | None,
    section: str | None,
    csv_file: Path | None,
    semicolon: bool,
) -> None:
    """Show the grade of every learner for every exercise, after late penalties and manual marks."""
    from labelwright.gradebook.matrix import matrix_of
    from labelwright.gradebook.sheet import in_learning_order

    if semicolon and csv_file is None:
        raise click.UsageError("--semicolon is for the CSV file. Name it with --csv FILE.")
    with open_gradebook(gradebook_place) as book:
        sheet = book.sheet(policy, learner)
        people = _people(book, sheet, learner, section)
        columns = _columns(in_learning_order(sheet.exercises, learning_order(course_dir)), exercise)
        if csv_file is not None:
            _write(matrix_of(sheet, people, columns), csv_file, semicolon)
            return
        if learner is None and exercise is None:
            print_matrix(matrix_of(sheet, people, columns))
            return
        print_grades([sheet.grade(person, column) for person in people for column in columns])
        if learner is not None:
            print_history(book, sheet)


def _people(book: Gradebook, sheet: Sheet, learner: str | None, section: str | None) -> list[Learner]:
    if learner is not None and not sheet.learners:
        raise click.UsageError(f"The gradebook has no learner {learner!r}.{_near(learner, book.learners())}")
    people = [person for person in sheet.learners if section in (None, person.section)]
    if section is not None and not people:
        known = sorted({person.section for person in sheet.learners} - {""})
        listed = ", ".join(known) or "none; import a class list with a column section"
        raise click.UsageError(f"Nobody is in the section {section!r}. Sections: {listed}.")
    return people


def _columns(exercises: list[Exercise], slug: str | None) -> list[Exercise]:
    columns = [each for each in exercises if slug in (None, each.slug)]
    if slug is not None and not columns:
        near = _near(slug, [each.slug for each in exercises])
        raise click.UsageError(f"The gradebook has no exercise {slug!r}.{near}")
    return columns


def _near(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _write(matrix: Matrix, path: Path, semicolon: bool) -> None:
    from labelwright.exchange.spreadsheet import sheet_csv
    from labelwright.gradebook.matrix import matrix_cells

    path.parent.mkdir(parents=True, exist_ok=True)
    head, *rows = matrix_cells(matrix)
    text = sheet_csv([head, *rows], head[3:], semicolon)
    # With a byte-order mark, spreadsheets read it as UTF-8.
    path.write_text(text, encoding="utf-8-sig", newline="")
    click.echo(f"Wrote {path}. Learners: {len(matrix.rows)}, exercises: {len(matrix.exercises)}.")


def print_matrix(matrix: Matrix) -> None:
    """Print the class: a row for each learner, a numbered column for each exercise, in blocks that fit the terminal."""
    from rich.cells import cell_len
    from rich.console import Console

    console = Console()
    if not matrix.rows or not matrix.exercises:
        click.echo("There is nothing to show yet: no learner has work, and no exercise is due.")
        return
    heads = [str(place) for place in range(1, len(matrix.exercises) + 1)]
    body = [[_cell(cell) for cell in row.cells] for row in matrix.rows]
    foot = [[each.mean for each in matrix.averages], [each.median for each in matrix.averages]]
    names = [_person(row.learner) for row in matrix.rows]
    widths = [max(map(len, column)) for column in zip(heads, *body, *foot, strict=True)]
    name_width = min(max(NARROWEST_NAME, *map(cell_len, names)), max(NARROWEST_NAME, console.width // 3))
    for first, last in _blocks(widths, console.width - name_width - 18):
        print_table(
            ("Learner", *heads[first:last], "Mean %", "Med. %"),
            [
                *(
                    [name, *cells[first:last], row.average.mean, row.average.median]
                    for name, cells, row in zip(names, body, matrix.rows, strict=True)
                ),
                ["Mean", *foot[0][first:last], matrix.overall.mean, ""],
                ["Median", *foot[1][first:last], "", matrix.overall.median],
            ],
            name_width,
        )
    for line in _legend(matrix):
        click.echo(line)


def _cell(cell: Statement) -> str:
    return cell.points or MARKS.get(cell.standing.value, OTHER)


def _person(learner: Learner) -> str:
    return f"{learner.name} ({learner.id})" if learner.name and learner.name != learner.id else learner.id


def _blocks(widths: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of columns that fit into `room` characters, at least one column each."""
    first, used = 0, 0
    for place, width in enumerate(widths):
        if place > first and used + width + 3 > room:
            yield first, place
            first, used = place, 0
        used += width + 3
    yield first, len(widths)


def _legend(matrix: Matrix) -> Iterator[str]:
    """Yield what the columns and the marks mean, and why each grade is missing that the grader could not give."""
    from labelwright.exchange.outside_text import one_line
    from labelwright.gradebook.statement import number

    for place, exercise in enumerate(matrix.exercises, start=1):
        title = f", {exercise.title}" if exercise.title else ""
        points = f" ({number(exercise.max_score)} points)" if exercise.max_score else ""
        yield one_line(f"{place}  {exercise.slug}{title}{points}")
    missing = {cell.standing.value for row in matrix.rows for cell in row.cells if not cell.points}
    if missing:
        yield "Without a grade, which is not 0 and is in no mean:"
    for standing in sorted(missing, key=[*MARKS, *sorted(missing)].index):
        yield f"{MARKS.get(standing, OTHER)}  {standing}"
    reasons = [
        one_line(f"   {_person(row.learner)}, {exercise.slug}: {cell.facts[0]}")
        for row in matrix.rows
        for exercise, cell in zip(matrix.exercises, row.cells, strict=True)
        if cell.facts and not cell.points and cell.standing.value not in PLAIN
    ]
    yield from reasons[:MOST_REASONS]
    if len(reasons) > MOST_REASONS:
        yield f"   ... and {len(reasons) - MOST_REASONS} more: `labelwright gradebook show --exercise SLUG` has them all."


def print_grades(grades: list[Grade]) -> None:
    """Print grades after late penalties and manual marks, a row for each. A row without a grade says why."""
    from labelwright.gradebook.statement import statement_of

    said = [(grade, statement_of(grade)) for grade in grades]
    rows = [
        (
            grade.learner,
            grade.exercise,
            statement.out_of or grade.standing.value,
            "yes" if statement.passed else "no",
            f"{statement.time}, {statement.time_from}" if statement.time else statement.time_from,
            " ".join([*grade.remarks, grade.why_no_points]).strip(),
        )
        for grade, statement in said
    ]
    print_table(("Learner", "Exercise", "Score", "Passed", "Handed in", "Remarks"), rows)


def print_history(book: Gradebook, sheet: Sheet) -> None:
    """Print the comments on a learner's work with their numbers, and every manual mark, withdrawn ones too."""
    from labelwright.exchange.outside_text import one_line

    learner = sheet.learners[0].id
    for comments in sheet.comments.values():
        for note in comments:
            about = f"{note.exercise} {note.task}".strip()
            click.echo(
                one_line(f"Comment {note.number} on {about}, {note.who}, {note.when:%Y-%m-%d}: {note.text}")
            )
    for mark in book.marks(learner):
        about = f"{mark.exercise} {mark.task}".strip()
        points = "excused" if mark.excused else "withdrawn"
        points = points if mark.points is None else f"{mark.points:g} points"
        click.echo(one_line(f"Mark on {about}, {mark.who}, {mark.when:%Y-%m-%d}: {points}: {mark.reason}"))


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], first_width: int | None = None
) -> None:
    """Print a table; text from outside is cleaned."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from labelwright.exchange.outside_text import one_line

    table = Table()
    for place, heading in enumerate(headings):
        is_name = first_width is not None and place == 0
        table.add_column(heading, overflow="fold", width=first_width if is_name else None)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    Console().print(table)
