"""Say what a learner's notebook gets of a dataset's files: the published ones, a copy of what its sample gives, or none."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from labelwright.course.exercise import Exercise
from labelwright.data.card import DatasetCard
from labelwright.data.material import Material
from labelwright.exchange.plain_data import Table

DATA = (".csv", ".jsonl")
"""What a copy can be made of; images, archives and other files cannot lose a column."""
DOCUMENTS = (".md", ".toml")
"""What is written for people, such as a guideline or a task; it goes with the copy as it is."""


LENT = "lent"
"""The folder of a run that holds the copies which its notebook may read."""


@dataclass(frozen=True)
class Lent:
    """The files that a notebook may read, the one that `ex.file` gives first; without any, `why_not` is the reason."""

    files: tuple[Path, ...]
    why_not: str = ""


def lend(material: Material, slug: str, folder: Path) -> Lent:
    """Return what the learner's notebook gets of a dataset; a copy is written into `folder`, if it is not there yet.

    A copy has only the rows and columns of the learner's sample, in the sample's order and the dataset's own format.
    """
    card, published = material.card(slug), material.paths(slug)
    sample = material.exercise.sample
    if sample is None or slug in sample.whole_files:
        return Lent(published)
    if why_not := reason(material.exercise, card):
        return Lent((), why_not)
    table = material.table
    assert table is not None
    names = [str(name) for name in material.frame(slug).columns]
    if len(table.index) == len(material.frame(slug)) and set(names) <= set(table.columns):
        return Lent(published)
    header = _header(published[0])
    if not {name for name in names if name in table.columns} <= set(header):
        return Lent((), _no_file(slug, "the published file has other columns than your sample"))
    documents = [path for path in published[1:] if path.suffix in DOCUMENTS]
    copies = tuple(folder / path.name for path in (published[0], *documents))
    if not all(path.is_file() for path in copies):
        folder.mkdir(parents=True, exist_ok=True)
        types = {column.name: column.type for column in card.columns}
        shown = [name for name in header if name in table.columns]
        write = _csv if published[0].suffix == ".csv" else _jsonl
        _write(copies[0], write(shown, _rows(table, shown, types)).encode())
        for document, copy in zip(documents, copies[1:], strict=True):
            shutil.copyfile(document, copy)
            copy.chmod(0o444)
    return Lent(copies)


def reason(exercise: Exercise, card: DatasetCard) -> str:
    """Return why the exercise's notebooks get no file of this dataset, as far as that shows before the data is read."""
    sample = exercise.sample
    if sample is None or card.slug in sample.whole_files:
        return ""
    if card.slug != sample.dataset:
        return _no_file(card.slug, "its exercise.toml does not name it in whole_files of [sample]")
    if sample.made_by:
        return _no_file(card.slug, "the published file shows what was changed in your sample")
    suffix = PurePosixPath(card.pin.files[0].kept.path).suffix
    if suffix not in DATA:
        return _no_file(
            card.slug, "the published file holds more than your sample, and a part of it cannot be copied"
        )
    return ""


def _no_file(slug: str, why: str) -> str:
    return f"This exercise gives no file of {slug!r}, because {why}; your own rows are `ex.sample()`."


def _header(path: Path) -> list[str]:
    """Return the names of the columns that the file itself gives, in its order; empty if it gives none."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".csv":
            return [name.strip() for name in next(csv.reader(file), [])]
        try:
            first = json.loads(file.readline())
        except json.JSONDecodeError:
            return []
    return list(first) if isinstance(first, dict) else []


def _rows(table: Table, names: Sequence[str], types: Mapping[str, str]) -> Iterable[tuple[Any, ...]]:
    columns = [
        [_value(value, types.get(name, "")) for value in table.data[table.columns.index(name)]]
        for name in names
    ]
    return zip(*columns, strict=True)


def _value(value: Any, kind: str) -> Any:
    if isinstance(value, float) and value != value:
        return None
    # With missing values, a table holds whole numbers as floats.
    return int(value) if kind == "integer" and isinstance(value, float) else value


def _csv(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def _jsonl(names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> str:
    return "".join(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n" for row in rows)


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o444)


def lent_session(material: Material, folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Return what `exercise(...)` needs while cells run, apart from the sample, and the files that cells may read.

    Copies of data files that hold only the sample's cells are written into `folder`.
    """
    lent = {slug: lend(material, slug, folder / LENT / slug) for slug in material.exercise.datasets}
    session: dict[str, Any] = {
        "slug": material.exercise.slug,
        "files": {slug: str(one.files[0]) for slug, one in lent.items() if one.files},
        "not_lent": {slug: one.why_not for slug, one in lent.items() if not one.files},
    }
    return session, [str(path) for one in lent.values() for path in one.files]
