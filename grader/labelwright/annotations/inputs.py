"""Turn strings, rows or a table into items to label, and a list of labels or a file into a labelling task."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.annotations.journal import journal_name
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask, TaskError, make_task, read_task
from labelwright.errors import LabelwrightError
from labelwright.exchange.plain_data import is_missing

FIELDS = frozenset(Item.model_fields)
MOST_LABELS = 60


class ItemsError(LabelwrightError, ValueError):
    """The items to label cannot be read; the message says which one and what to change."""


def as_items(given: Any) -> list[Item]:
    """Return items from a list of `Item`, of mappings or of strings, or from the rows of a pandas DataFrame.

    Columns that are not fields of `Item` are kept in `meta`. The id is the column `id`; in a table without one, the index;
    otherwise a digest of the content, so a changed text is a new item. ItemsError if there is nothing, if an item cannot
    be read, or if two items have the same id.
    """
    items: list[Item] = []
    rows = list(_rows(given))
    for number, row in enumerate(rows, start=1):
        try:
            item = row if isinstance(row, Item) else Item.model_validate(_fields(row))
            _check_encoding(item)
            items.append(item)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in problem["loc"]) or "the item"
            raise ItemsError(
                f"Item {number} cannot be read: {where}: {problem['msg']}. Correct it."
            ) from None
        except TypeError as error:
            raise ItemsError(f"Item {number} cannot be read: {error}") from None
        except UnicodeEncodeError as error:
            raise ItemsError(
                f"Item {number} cannot be read: it contains half a character (a lone surrogate, "
                f"{error.object[error.start]!r}). Read the file again as UTF-8, or leave that character out."
            ) from None
    if not items:
        raise ItemsError("There is nothing to label: the list of items is empty.")
    return _with_unique_ids(items, number_repeats=_has_no_ids(rows))


def as_task(given: LabelTask | Mapping[str, Any] | str | Path | Iterable[str]) -> LabelTask:
    """Return a task from a `LabelTask`, a mapping, the path of a TOML file, or a short list of labels to choose from.

    TaskError says what to change.
    """
    if isinstance(given, LabelTask):
        return given
    if isinstance(given, Mapping):
        return make_task(given, "the task")
    if isinstance(given, str | Path):
        if Path(given).suffix != ".toml":
            raise TaskError(
                f"task={str(given)!r} is neither the path of a .toml file nor a list of labels. "
                'For labels, write a list: task=["yes", "no"].'
            )
        return read_task(Path(given))
    labels = [str(label) for label in given]
    if not 1 < len(labels) <= MOST_LABELS:
        raise TaskError(f"{len(labels)} labels were given; give from 2 to {MOST_LABELS}.")
    fields = {"name": "-".join(labels)[:100], "kind": "choice", "question": "Which label fits?"}
    return make_task({**fields, "labels": [{"name": label} for label in labels]}, "the task")


def read_submitted_labels(items: Any, task: Any, journal: str | Path | None = None) -> LabellingSession:
    """Return the labelling session of the journal that was handed in, by any annotator; a grading run shows no widget.

    The journal is read from the current folder. A task's TOML file is not handed in; without it, the file's name without
    `.toml`, or a task's plain name, gives the name of the journal.
    """
    try:
        label_task = as_task(task)
    except TaskError:
        if not isinstance(task, str | Path):
            raise
        label_task = None
    task_name = label_task.name if label_task else Path(task).stem
    name = Path(journal).name if journal is not None else journal_name(task_name)
    return LabellingSession(as_items(items), label_task, Path(name))


def _rows(given: Any) -> Iterable[Any]:
    if isinstance(given, str | bytes | Mapping):
        raise ItemsError(
            f"Give the items as a list or a table, not as one {type(given).__name__}. Write [item]."
        )
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        index = given.index.tolist()
        rows = given.to_dict("records")
        return [{"id": label, **row} for label, row in zip(index, rows, strict=True)]
    if hasattr(given, "tolist"):
        return list(given.tolist())
    if not isinstance(given, Iterable):
        raise ItemsError(f"Give the items as a list or a table, not as {type(given).__name__}.")
    return given


def _has_no_ids(rows: list[Any]) -> bool:
    return not any(isinstance(row, Item) or (isinstance(row, Mapping) and "id" in row) for row in rows)


def _fields(row: Any) -> dict[str, Any]:
    if isinstance(row, str):
        row = {"text": row}
    if not isinstance(row, Mapping):
        raise TypeError(f"it is of type {type(row).__name__}; give a text, a mapping or an Item.")
    cells = {str(name): _plain(value) for name, value in row.items()}
    cells = {name: value for name, value in cells.items() if not is_missing(value)}
    meta = {name: value for name, value in cells.items() if name not in FIELDS}
    fields = {name: value for name, value in cells.items() if name in FIELDS}
    fields.setdefault("id", _digest(json.dumps(cells, sort_keys=True, default=str)))
    fields["id"] = str(fields["id"])
    if meta:
        fields["meta"] = {**meta, **fields.get("meta", {})}
    return fields


def _check_encoding(item: Item) -> None:
    """Raise UnicodeEncodeError if the item's text cannot be written as UTF-8."""
    "".join((item.id, item.text, item.prompt, *item.responses, item.source, item.language)).encode()


def _plain(value: Any) -> Any:
    """Return a numpy scalar as a Python value; anything else unchanged."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _with_unique_ids(items: list[Item], number_repeats: bool) -> list[Item]:
    counts: dict[str, int] = {}
    unique = []
    for item in items:
        counts[item.id] = count = counts.get(item.id, 0) + 1
        if count > 1 and not number_repeats:
            raise ItemsError(f"Two items have the id {item.id!r}. Give every item its own id.")
        unique.append(item if count == 1 else item.model_copy(update={"id": f"{item.id}-{count}"}))
    return unique
