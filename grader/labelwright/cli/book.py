"""Commands on the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli.options import existing_gradebook, gradebook_option

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report


@click.command()
@gradebook_option
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the table as CSV."
)
@click.option("--all", "everything", is_flag=True, help="Every submission, not only the best by exercise.")
def gradebook(gradebook_place: str, csv_file: Path | None, everything: bool) -> None:
    """Show the grades: the best submission by learner and exercise."""
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.table import as_csv

    book = Gradebook(existing_gradebook(gradebook_place))
    reports = book.reports() if everything else book.best()
    if csv_file is None:
        _print_table(reports)
    else:
        csv_file.write_text(as_csv(reports), encoding="utf-8", newline="")
        click.echo(f"Wrote {len(reports)} rows to {csv_file}.")


def _print_table(reports: list[Report]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading in ("Learner", "Exercise", "Score", "Passed", "Outcome"):
        table.add_column(heading, overflow="fold")
    for report in reports:
        score = f"{report.score:g} of {report.max_score:g}"
        state = "yes" if report.passed else "no"
        outcome = report.outcome.kind.value.replace("_", " ")
        table.add_row(Text(report.learner), Text(report.exercise), score, state, outcome)
    Console().print(table)
