"""One Label Studio annotation as it is read: its regions by control and type, and where they lie in the texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from labelwright.annotations.formats.parts.base import FormatError
from labelwright.annotations.formats.parts.jsontext import listing
from labelwright.annotations.offsets import OffsetError, Offsets

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
            part for region in regions for part in listing(value(region).get(key, []), self.where, f"`{key}`")
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
