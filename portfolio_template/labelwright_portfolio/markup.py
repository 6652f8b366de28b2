"""Read a page back: its embedded documents, its bound texts, and the digits that nothing binds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
SPOKEN = ("alt", "aria-label", "aria-description", "title", "placeholder", "content", "value")
"""Attributes whose text a reader sees or hears (those of `meta` aside)."""

Attributes = dict[str, str]


@dataclass
class BoundText:
    """An element bound to a signed value (or a count) and the text found in it."""

    attributes: Attributes
    text: str = ""


@dataclass
class PageText:
    """What a page holds: embedded documents by id, bound texts, and texts with digits that nothing binds."""

    documents: dict[str, str] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    bound: list[BoundText] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    generator: str = ""


@dataclass
class _Open:
    tag: str
    attributes: Attributes
    bound: BoundText | None
    unsigned: bool


class _Reader(HTMLParser):
    """Walks a page once; broken markup is tolerated, because the page is compared as a whole anyway."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageText()
        self._open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "meta":
            if attributes.get("name") == "generator":
                self.page.generator = attributes.get("content", "")
            return
        unsigned = "data-unsigned" in attributes or bool(self._open and self._open[-1].unsigned)
        for name in SPOKEN:
            if not unsigned and has_digit(attributes.get(name, "")):
                self.page.loose.append(attributes[name])
        if tag not in VOID:
            self._open.append(_Open(tag, attributes, self._binding(attributes), unsigned))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        top = self._open[-1] if self._open else _Open("", {}, None, False)
        if top.tag == "style":
            return
        if top.tag == "script":
            self._embed(top.attributes.get("id", ""), data)
        elif top.bound is not None:
            top.bound.text += data
        elif not top.unsigned and has_digit(data):
            self.page.loose.append(" ".join(data.split()))

    def _binding(self, attributes: Attributes) -> BoundText | None:
        if "data-cred" in attributes or "data-count" in attributes:
            self.page.bound.append(BoundText(attributes))
            return self.page.bound[-1]
        return self._open[-1].bound if self._open else None

    def _embed(self, ident: str, content: str) -> None:
        if ident in self.page.documents:
            self.page.repeated.append(ident)
        self.page.documents.setdefault(ident, content)


def has_digit(text: str) -> bool:
    """Whether any character stands for a number, in any script."""
    return any(character.isnumeric() for character in text)


def read_page(text: str) -> PageText:
    """Read any text as a page; what is not HTML gives a page that holds nothing."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page
