"""Read the user's own file, or a folder of pictures, as items to label."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from typing import Any

from labelwright.annotations.inputs import ItemsError, as_items, as_task
from labelwright.annotations.journal import journal_name
from labelwright.annotations.record import Item
from labelwright.notebook.widgets.backend import Backend
from labelwright.notebook.widgets.show import prepare
from labelwright.notebook.workspace import find_workspace

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"})
MOST_FIELD = 10_000_000


def open_file(
    file: Path, task: str | list[str], annotator: str | None = None, journal: Path | None = None
) -> Backend:
    """Return the items of the file, the task, and a journal next to the file, ready for a page.

    `annotator` is by default the learner whose folder is the current one, or the user of this computer.
    """
    label_task = as_task(task)
    if annotator is None:
        workspace = find_workspace()
        annotator = workspace.learner if workspace else getuser()
    folder = file if file.is_dir() else file.parent
    return prepare(read_items(file), label_task, annotator, journal or folder / journal_name(label_task.name))


def read_items(file: Path) -> list[Item]:
    """Return items from a CSV or TSV file (its first line names `text` or other fields of an item), from JSON Lines,
    from a text file (each line is an item), or from a folder (each picture is an item). ItemsError says what to change."""
    if file.is_dir():
        return _pictures(file)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise ItemsError(
            f"{file.name}: files of this type cannot be read. Use a file of type {known}, or a folder of pictures."
        )
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ItemsError(f"{file.name} is not UTF-8 (byte {error.start:,}). Save it as UTF-8.") from None
    try:
        return as_items(reader(text))
    except ItemsError as error:
        raise ItemsError(f"{file.name}: {error}") from None


def _pictures(folder: Path) -> list[Item]:
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in PICTURES)
    if not found:
        raise ItemsError(f"{folder} contains no pictures ({', '.join(sorted(PICTURES))}).")
    # The journal may be in another folder, so a picture is named by its full path.
    return [Item(id=path.name, image=str(path.resolve())) for path in found]


def _comma_separated(text: str) -> list[dict[str, Any]]:
    return _table(text, ",")


def _tab_separated(text: str) -> list[dict[str, Any]]:
    return _table(text, "\t")


def _table(text: str, delimiter: str) -> list[dict[str, Any]]:
    csv.field_size_limit(MOST_FIELD)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
    columns = [name.strip() for name in reader.fieldnames or ()]
    if not {"text", "prompt", "image", "source"} & set(columns):
        raise ItemsError(
            f"its first line names the columns {columns}; one of them must be text, prompt, image or source."
        )
    reader.fieldnames = columns
    return [{name: value for name, value in row.items() if name} for row in reader]


def _json_lines(text: str) -> list[Any]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                found.append(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise ItemsError(f"line {number} is not JSON: {error}. Correct that line.") from None
    return found


def _lines(text: str) -> list[str]:
    return [line.rstrip("\r") for line in text.split("\n") if line.strip()]


_READERS: dict[str, Callable[[str], list[Any]]] = {
    ".csv": _comma_separated,
    ".tsv": _tab_separated,
    ".jsonl": _json_lines,
    ".txt": _lines,
}
