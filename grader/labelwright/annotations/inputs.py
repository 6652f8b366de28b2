"""Turn what a notebook has at hand (strings, rows, a table, a list of labels) into items and a labelling task."""

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
    """Things to label that cannot be read as items; the text says which one and what to change."""


def as_items(given: Any) -> list[Item]:
    """Items from a list of `Item`, of mappings or of strings, or from the rows of a pandas DataFrame.

    A mapping's or a table's columns that are no field of `Item` travel along in `meta`. The id is the column `id`; of a
    table without one, the index; of anything else, a digest of the content, so that a changed text is a new item.
    ItemsError where there is nothing, where an item cannot be read, or where two share an id.
    """
    items: list[Item] = []
    rows = list(_rows(given))
    for number, one in enumerate(rows, start=1):
        try:
            items.append(_whole(one if isinstance(one, Item) else Item.model_validate(_fields(one))))
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
                f"Item {number} cannot be read: it holds half a character (a lone surrogate, "
                f"{error.object[error.start]!r}). Read the file again as UTF-8, or leave that character out."
            ) from None
    if not items:
        raise ItemsError("There is nothing to label: the list of items is empty.")
    return _told_apart(items, number_repeats=_has_no_ids(rows))


def as_task(given: LabelTask | Mapping[str, Any] | str | Path | Iterable[str]) -> LabelTask:
    """A task from a `LabelTask`, a mapping, the path of a TOML file, or a short list of labels to choose from.

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
    stated = {"name": "-".join(labels)[:100], "kind": "choice", "question": "Which label fits?"}
    return make_task({**stated, "labels": [{"name": label} for label in labels]}, "the task")


def read_submitted_labels(items: Any, task: Any, journal: str | Path | None = None) -> LabellingSession:
    """What the journal handed in with a notebook holds, whoever wrote it: a grading run shows no widget.

    The file is looked for in the current folder under the journal's own name. A task's file is not handed in, so where
    it is missing its name without `.toml` names the journal, as a task's bare name does.
    """
    try:
        asked = as_task(task)
    except TaskError:
        if not isinstance(task, str | Path):
            raise
        asked = None
    named = asked.name if asked else Path(task).stem
    name = Path(journal).name if journal is not None else journal_name(named)
    return LabellingSession(as_items(items), asked, Path(name))


def _rows(given: Any) -> Iterable[Any]:
    if isinstance(given, str | bytes | Mapping):
        raise ItemsError(f"Items come as a list or a table, not as one {type(given).__name__}. Write [item].")
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        index = given.index.tolist()
        rows = given.to_dict("records")
        return [{"id": label, **row} for label, row in zip(index, rows, strict=True)]
    if hasattr(given, "tolist"):
        return list(given.tolist())
    if not isinstance(given, Iterable):
        raise ItemsError(f"Items come as a list or a table, not as {type(given).__name__}.")
    return given


def _has_no_ids(rows: list[Any]) -> bool:
    return not any(isinstance(one, Item) or (isinstance(one, Mapping) and "id" in one) for one in rows)


def _fields(one: Any) -> dict[str, Any]:
    if isinstance(one, str):
        one = {"text": one}
    if not isinstance(one, Mapping):
        raise TypeError(f"it is of type {type(one).__name__}; give a text, a mapping or an Item.")
    stated = {str(name): _plain(value) for name, value in one.items()}
    stated = {name: value for name, value in stated.items() if not is_missing(value)}
    meta = {name: value for name, value in stated.items() if name not in FIELDS}
    fields = {name: value for name, value in stated.items() if name in FIELDS}
    fields.setdefault("id", _digest(json.dumps(stated, sort_keys=True, default=str)))
    fields["id"] = str(fields["id"])
    if meta:
        fields["meta"] = {**meta, **fields.get("meta", {})}
    return fields


def _whole(item: Item) -> Item:
    """The item as it is; UnicodeEncodeError where its text cannot be written as UTF-8."""
    "".join((item.id, item.text, item.prompt, *item.responses, item.source, item.language)).encode()
    return item


def _plain(value: Any) -> Any:
    """A numpy scalar as the Python value it stands for; anything else as it is."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") else value


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _told_apart(items: list[Item], number_repeats: bool) -> list[Item]:
    seen: dict[str, int] = {}
    found = []
    for item in items:
        seen[item.id] = count = seen.get(item.id, 0) + 1
        if count > 1 and not number_repeats:
            raise ItemsError(f"Two items share the id {item.id!r}. Give every item an id of its own.")
        found.append(item if count == 1 else item.model_copy(update={"id": f"{item.id}-{count}"}))
    return found
