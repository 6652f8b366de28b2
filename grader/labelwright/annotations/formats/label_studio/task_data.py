"""The parts of a task in Label Studio's JSON: its item's fields, and the regions that its pages share."""

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


def read(fields: dict[str, Any], number: Any, lookup: ItemLookup, where: str) -> Item:
    """The item of a task: the one given with its id or its text, else one made of the task's data."""
    name = str(fields.get("item", fields.get("id", number)))
    text = fields.get("text")
    known = lookup.by_id(name) or (
        lookup.take(text) if isinstance(text, str) and "item" not in fields else None
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


Region = dict[str, Any]


@dataclass
class Page:
    """One annotation as it is read: its regions, the texts they lie on, and what had to be told about them."""

    regions: list[Region]
    texts: dict[str, str]
    where: str
    names: tuple[str, ...] = ()
    """Names of controls to prefer where a page has several of one type: the task's, then our own."""
    responses: dict[str, int] = field(default_factory=dict)
    size: tuple[Any, Any] = (None, None)
    problems: list[str] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Region]:
        """The regions of these types."""
        return [region for region in self.regions if str(region.get("type")) in kinds]

    def named(self, name: str, kind: str) -> list[Region]:
        """The regions of one control."""
        return [region for region in self.of(kind) if region.get("from_name") == name]

    def one_control(self, kind: str) -> list[Region]:
        """The regions of the one control of a type; FormatError where there are several and none has a known name."""
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
        """What all these regions hold under `key`, in one list."""
        return [
            part
            for region in regions
            for part in expect_list(value(region).get(key, []), self.where, f"`{key}`")
        ]

    def place(self, region: Region, on: str | None = None) -> dict[str, Any]:
        """Where a region lies, in code points, and what stands there.

        Label Studio counts code points since its editor's fix of 2021; before, UTF-16 units. Where the quoted text
        agrees with the older counting only, that is used and reported.
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
            self.problems.append(f"{self.where}: offsets were counted in UTF-16 units, and were converted.")
            return {"start": older[0], "end": older[1]}
        self.problems.append(
            f"{self.where}: a region says {quote[:40]!r}, the text has {text[start:end][:40]!r}."
        )
        return {"start": start, "end": end}


def value(region: Region) -> dict[str, Any]:
    """The `value` of a region, empty where it has none."""
    parts = region.get("value")
    return parts if isinstance(parts, dict) else {}


def _agree(there: str, quote: str) -> bool:
    """White space apart, which the editor's page folds and writes line ends of as `\\n` in two characters."""
    return "".join(there.split()) == "".join(quote.replace("\\n", " ").split()) or there == quote
