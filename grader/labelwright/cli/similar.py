"""The command `similar`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option

if TYPE_CHECKING:
    from labelwright.desk.code_tokens import Place
    from labelwright.desk.fingerprints import Stretch
    from labelwright.desk.handed_in_work import HandedIn
    from labelwright.desk.integrity import Alike, IntegrityReport

_MOST_SHOWN = 40
_MOST_REGIONS = 5


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATHS...", type=click.Path(exists=True, path_type=Path)
)
@course_option
@click.option("--exercise", "slug", metavar="SLUG", help="Only work for this exercise.")
@click.option(
    "--least",
    type=click.IntRange(1, 100),
    default=50,
    show_default=True,
    metavar="PERCENT",
    help="Name two notebooks if so much of the shorter one's own code is in both.",
)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write every pair into a CSV file.",
)
def similar(
    paths: tuple[Path, ...], course_dir: str | None, slug: str | None, least: int, csv_file: Path | None
) -> None:
    """Show whose work in PATHS is alike: code, answer files, labels and times. It is a question, never a verdict."""
    from labelwright.course.course import open_course
    from labelwright.desk.integrity import similar_work
    from labelwright.feedback.text import clean
    from labelwright.grading.answer_files import answer_files_of
    from labelwright.grading.hand_ins import Request, collect

    course = open_course(course_dir)
    if slug is not None:
        course.exercise(slug)
    request = Request(answer_files_of(course))
    report = similar_work(
        course,
        collect(paths, request=request),
        exercise=slug or "",
        least=least / 100,
        progress=_progress,
    )
    _print(report)
    if request.leftovers:
        shown = ", ".join(map(clean, request.leftovers[:_MOST_SHOWN]))
        click.echo(f"\nNeither work nor an answer file: {len(request.leftovers):,} files, such as {shown}.")
    if csv_file is not None:
        csv_file.parent.mkdir(parents=True, exist_ok=True)
        csv_file.write_text(_csv(report), encoding="utf-8-sig", newline="")
        click.echo(f"CSV: {csv_file}.")


def _progress(done: str) -> None:
    click.echo(f"{done} ...", err=True)


def _print(report: IntegrityReport) -> None:
    from labelwright.desk.integrity import REASONS
    from labelwright.feedback.text import clean

    number = len(report.pairs)
    click.echo(
        f"{report.compared:,} submissions compared; {number:,} pair{'' if number == 1 else 's'} to look at."
    )
    for place, pair in enumerate(report.pairs[:_MOST_SHOWN], start=1):
        click.echo(f"\n{place}. {clean(_who(pair.left))} and {clean(_who(pair.right))}: {clean(pair.title)}")
        for line in _lines(report, pair):
            click.echo(f"   {clean(line)}")
    if number > _MOST_SHOWN:
        click.echo(f"\n{number - _MOST_SHOWN:,} more pairs are in the file that --csv writes.")
    if number:
        click.echo(f"\nThese are questions, not findings of guilt. Possible reasons: {REASONS}")
    if report.notes:
        click.echo("\nNot compared, or left out:")
    for note in report.notes[:_MOST_SHOWN]:
        click.echo(f"- {clean(note)}")
    if len(report.notes) > _MOST_SHOWN:
        click.echo(f"- and {len(report.notes) - _MOST_SHOWN:,} more; --csv lists them.")


def _who(work: HandedIn) -> str:
    stated = f", the file says {work.stated}" if work.stated != work.learner else ""
    return f"{work.learner} ({work.source_name}{stated})"


def _lines(report: IntegrityReport, pair: Alike) -> list[str]:
    lines = [finding.sentence for finding in pair.findings]
    regions = sorted(report.regions(pair), key=lambda region: -region.length)
    for region in regions[:_MOST_REGIONS]:
        lines.append(f"  {_span(region.left)} | {_span(region.right)}")
    if len(regions) > _MOST_REGIONS:
        lines.append(f"  and {len(regions) - _MOST_REGIONS} shorter places")
    return [*lines, pair.question]


def _span(stretch: Stretch) -> str:
    return f"{_place(stretch.first)} to {_place(stretch.last)}"


def _place(place: Place) -> str:
    return f"code cell {place.cell}, line {place.line}"


def _csv(report: IntegrityReport) -> str:
    from labelwright.gradebook.exports import safe, to_csv

    head = [
        "rank",
        "exercise",
        "learner",
        "other",
        "file",
        "other_file",
        "weight",
        "alike_in",
        "what",
        "question",
    ]
    rows = [head]
    for place, pair in enumerate(report.pairs, start=1):
        kinds = ", ".join(finding.kind for finding in pair.findings)
        what = " ".join(finding.sentence for finding in pair.findings)
        texts = safe(
            pair.exercise,
            pair.left.learner,
            pair.right.learner,
            pair.left.source_name,
            pair.right.source_name,
        )
        rows.append([str(place), *texts, f"{pair.weight:.3f}", *safe(kinds, what, pair.question)])
    rows += [["", *safe("", "", "", "", ""), "", "not compared", *safe(note), ""] for note in report.notes]
    return to_csv(rows)
