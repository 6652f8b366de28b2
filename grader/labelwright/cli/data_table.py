"""What the data commands draw in a terminal: the list of datasets, a dataset's first rows, a download's progress."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from rich.box import SIMPLE
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn
from rich.table import Table
from rich.text import Text

from labelwright.data.card import DatasetCard
from labelwright.data.fetch.download import Step, Watch
from labelwright.data.locate import DataChanged, DataMissing, locate_all

MOST_COLUMNS = 12
MOST_CHARACTERS = 60
MOST_PATHS = 3


def print_list(cards: Sequence[DatasetCard]) -> None:
    """Draw the datasets, slug above title, and say how to get those that are not here."""
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
            "To fetch what is not here: labelwright data fetch SLUG, or all: labelwright data fetch --all"
        )


def print_rows(card: DatasetCard, rows: int) -> None:
    """Draw the first `rows` rows, at most twelve columns wide, with size and places; raises as `load` does."""
    from labelwright.data.tables import load

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
    """A bar for each download while the block runs; nothing where standard error is no terminal."""
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
    # Data is not to be trusted with control characters in a terminal.
    text = "".join(" " if unicodedata.category(mark) == "Cc" else mark for mark in str(value))
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
