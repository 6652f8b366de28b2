"""Convert an item to and from the `data` of a Label Studio task, and read the regions of an annotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from labelwright.annotations.formats.base import FormatError, ItemLookup, build_item
from labelwright.annotations.formats.source_text import expect_list
from labelwright.annotations.offsets import OffsetError, Offsets
from labelwright.annotations.record import Item
from labelwright.annotations.values import Kind

_PLAIN = ("text", "prompt", "source", "image", "language")
_WHOLE_TEXT = frozenset({"choice", "choices", "spans", "errors", "text", "rubric"})


def data(item: Item) -> dict[str, Any]:
    """Return the `data` of one task: our id as `item`, the fields with content, and the first two responses by letter."""
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


def read(fields: dict[str, Any], number: Any, lookup: ItemLookup, where: str) -> Item:
    """Return the item of a task: the given one with its id or its text, otherwise one made of the task's data."""
    name = str(fields.get("item", fields.get("id", number)))
    text = fields.get("text")
    known = lookup.by_id(name) or (
        lookup.take(text) if isinstance(text, str) and "item" not in fields else None
    )
    if known is None:
        parts = {key: fields[key] for key in _PLAIN if isinstance(fields.get(key), str)}
        meta = fields.get("meta")
        fields_of_item = {
            "id": name,
            "responses": responses(fields),
            "meta": meta if isinstance(meta, dict) else {},
        }
        return build_item({**parts, **fields_of_item}, where)
    if isinstance(text, str) and known.text != text:
        raise FormatError(
            f"the text of {known.id!r} is not the text of the given item.",
            "Use the items that were labelled, unchanged.",
            where,
        )
    return known


def responses(fields: dict[str, Any]) -> list[str]:
    """Return the responses of a task: the bodies of its list, or the two named by letter."""
    listed = fields.get("responses")
    if isinstance(listed, list):
        return [
            str(row.get("body", row.get("title", ""))) if isinstance(row, dict) else str(row)
            for row in listed
        ]
    return [str(fields[name]) for name in ("response_a", "response_b") if name in fields]


def numbers(fields: dict[str, Any]) -> dict[str, int]:
    """Return the number of each response by the id that a ranking uses for it."""
    listed = fields.get("responses", fields.get("items"))
    rows = listed if isinstance(listed, list) else []
    return {
        str(row["id"]): number for number, row in enumerate(rows) if isinstance(row, dict) and "id" in row
    }


def shown(kind: Kind, items: Sequence[Item]) -> list[str]:
    """Return the names of the objects on the labelling page; the first is the one that the controls belong to.

    Without items, these are the objects that the kind always needs.
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


Region = dict[str, Any]


@dataclass
class Page:
    """One annotation while it is read: its regions, the texts that they mark, and the problems found."""

    regions: list[Region]
    texts: dict[str, str]
    where: str
    names: tuple[str, ...] = ()
    """Names of controls to prefer if a page has several of one type: the task's name, then our own names."""
    responses: dict[str, int] = field(default_factory=dict)
    size: tuple[Any, Any] = (None, None)
    problems: list[str] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Region]:
        """Return the regions of these types."""
        return [region for region in self.regions if str(region.get("type")) in kinds]

    def named(self, name: str, kind: str) -> list[Region]:
        """Return the regions of one control."""
        return [region for region in self.of(kind) if region.get("from_name") == name]

    def one_control(self, kind: str) -> list[Region]:
        """Return the regions of the only control of a type; FormatError if there are several and none has a known name."""
        found = self.of(kind)
        controls = sorted({str(region.get("from_name")) for region in found})
        if len(controls) < 2:
            return found
        for name in self.names:
            if name in controls:
                return self.named(name, kind)
        raise FormatError(
            f"{len(controls)} controls of type `{kind}`: {', '.join(repr(name[:40]) for name in controls[:8])}.",
            "Give the task the name of the control that you want to read.",
            self.where,
        )

    def picked(self, regions: Sequence[Region], key: str) -> list[Any]:
        """Return everything that these regions have under `key`, in one list."""
        return [
            part
            for region in regions
            for part in expect_list(value(region).get(key, []), self.where, f"`{key}`")
        ]

    def place(self, region: Region, on: str | None = None) -> dict[str, Any]:
        """Return the start and end of a region in code points.

        Label Studio counts code points since a fix of its editor in 2021; before that it counted UTF-16 units. If the
        quoted text fits only the older counting, that is used and reported.
        """
        parts, text = value(region), self.texts.get(on or "text", "")
        start, end = parts.get("start"), parts.get("end")
        if type(start) is not int or type(end) is not int:
            raise FormatError(
                "a region without whole numbers as start and end.", "Label plain text.", self.where
            )
        quote = parts.get("text")
        if not isinstance(quote, str) or _agree(text[start:end], quote):
            return {"start": start, "end": end}
        try:
            places = Offsets(text, "utf-16")
            older = places.to_code_points(start), places.to_code_points(end)
        except OffsetError:
            older = (0, 0)
        if _agree(text[older[0] : older[1]], quote):
            self.problems.append(f"{self.where}: offsets were UTF-16 units and were converted.")
            return {"start": older[0], "end": older[1]}
        self.problems.append(
            f"{self.where}: a region says {quote[:40]!r}, the text has {text[start:end][:40]!r}."
        )
        return {"start": start, "end": end}


def value(region: Region) -> dict[str, Any]:
    """Return the `value` of a region; empty if it has none."""
    parts = region.get("value")
    return parts if isinstance(parts, dict) else {}


def _agree(text: str, quote: str) -> bool:
    """Compare without white space: the editor's page changes it and writes a line end as the two characters `\\n`."""
    return "".join(text.split()) == "".join(quote.replace("\\n", " ").split()) or text == quote
