"""The data of a Label Studio task: an item's fields under the names that our labelling config shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.formats.parts.build import item as build_item
from labelwright.annotations.formats.parts.lookup import Shelf
from labelwright.annotations.record import Item
from labelwright.annotations.values import Kind

_PLAIN = ("text", "prompt", "source", "image", "language")
_WHOLE_TEXT = frozenset({"choice", "choices", "spans", "errors", "text", "rubric"})


def data(item: Item) -> dict[str, Any]:
    """The `data` of one task: our id as `item`, the fields that are filled, and the first two responses by letter."""
    found: dict[str, Any] = {"item": item.id, "text": item.text}
    found |= {name: getattr(item, name) for name in _PLAIN if getattr(item, name)}
    if item.responses:
        found["responses"] = [
            {"id": str(number), "title": f"Response {number + 1}", "body": response}
            for number, response in enumerate(item.responses)
        ]
        letters = zip(("response_a", "response_b"), item.responses, strict=False)
        found |= dict(letters)
    return found | ({"meta": item.meta} if item.meta else {})


def read(fields: dict[str, Any], number: Any, shelf: Shelf, where: str) -> Item:
    """The item of a task: the one given with its id or its text, else one made of the task's data."""
    name = str(fields.get("item", fields.get("id", number)))
    text = fields.get("text")
    known = shelf.by_id(name) or (
        shelf.take(text) if isinstance(text, str) and "item" not in fields else None
    )
    if known is None:
        parts = {key: fields[key] for key in _PLAIN if isinstance(fields.get(key), str)}
        meta = fields.get("meta")
        made = {"id": name, "responses": responses(fields), "meta": meta if isinstance(meta, dict) else {}}
        return build_item({**parts, **made}, where)
    if isinstance(text, str) and known.text != text:
        raise FormatError(
            f"the text of {known.id!r} is not the text of the item given.",
            "Use the items that were labelled, unchanged.",
            where,
        )
    return known


def responses(fields: dict[str, Any]) -> list[str]:
    """The responses of a task: the bodies of its list, or the two named by letter."""
    listed = fields.get("responses")
    if isinstance(listed, list):
        return [
            str(row.get("body", row.get("title", ""))) if isinstance(row, dict) else str(row)
            for row in listed
        ]
    return [str(fields[name]) for name in ("response_a", "response_b") if name in fields]


def numbers(fields: dict[str, Any]) -> dict[str, int]:
    """The number of each response by the id that a ranking names it with."""
    listed = fields.get("responses", fields.get("items"))
    rows = listed if isinstance(listed, list) else []
    return {
        str(row["id"]): number for number, row in enumerate(rows) if isinstance(row, dict) and "id" in row
    }


def shown(kind: Kind, items: Sequence[Item]) -> list[str]:
    """The names of the objects that the labelling page shows, the one that controls belong to first.

    Without items, what the kind always needs is shown.
    """
    has = {name for name in ("text", "prompt", "source") if any(getattr(item, name) for item in items)}
    if kind in _WHOLE_TEXT and not has and not any(item.responses for item in items):
        has = {"text"}
    texts = [name for name in ("text", "source", "prompt") if name in has]
    answer = ["a"] if kind == "rubric" and any(item.responses for item in items) else []
    first = {"shapes": ["image"], "pairwise": ["a", "b"], "ranking": ["responses"]}.get(kind, [])
    if kind in ("spans", "errors"):
        texts = ["text", *(name for name in texts if name != "text")]
    return [*first, *answer, *texts]
