"""Commands for datasets: data list, verify, card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli.options import course_option

if TYPE_CHECKING:
    from labelwright.data.card import DatasetCard


@click.group()
def data() -> None:
    """List the course's datasets, verify their files, show their cards."""


@data.command("list")
@course_option
def list_command(course_dir: str | None) -> None:
    """List every dataset with its kind, size and licence."""
    for card in _cards(course_dir):
        click.echo(f"{card.slug}: {card.title}")
        click.echo(
            f"  {card.kind}, {card.shape.rows:,} rows by {card.shape.columns}, {card.licence.data.spdx}"
        )


@data.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@course_option
def verify(slugs: tuple[str, ...], course_dir: str | None) -> None:
    """Check each dataset's file against its pinned size, sha256, rows and columns."""
    from labelwright.data import verify as verify_data

    wrong = 0
    for card in _cards(course_dir, slugs):
        try:
            verify_data(card)
            click.echo(f"{click.style('holds', fg='green')}  {card.slug}  sha256 {card.pin.sha256}")
        except (ValueError, OSError) as error:
            wrong += 1
            click.echo(f"{click.style('does not hold', fg='red')}  {card.slug}: {error}")
    raise SystemExit(1 if wrong else 0)


@data.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Croissant 1.0 JSON-LD in place of text.")
@course_option
def card(slug: str, as_json: bool, course_dir: str | None) -> None:
    """Show a dataset's card: source, licences, columns, raters, known defects, checksum."""
    import json

    from labelwright.course.course import open_course
    from labelwright.data import card_markdown, croissant

    found = _cards(course_dir, (slug,))[0]
    users = [(e.slug, e.title) for e in open_course(course_dir).exercises if slug in e.datasets]
    if as_json:
        click.echo(json.dumps(croissant(found), indent=2, ensure_ascii=False))
    else:
        click.echo(card_markdown(found, users))


def _cards(course_dir: str | None, slugs: tuple[str, ...] = ()) -> list[DatasetCard]:
    from labelwright.course.course import open_course
    from labelwright.data import load_card

    folder = open_course(course_dir).datasets
    known = sorted(path.parent.name for path in folder.glob("*/dataset.toml"))
    for slug in slugs:
        if slug not in known:
            raise click.UsageError(f"There is no dataset {slug!r}. There are: {', '.join(known) or 'none'}.")
    return [load_card(Path(folder / slug)) for slug in slugs or known]
