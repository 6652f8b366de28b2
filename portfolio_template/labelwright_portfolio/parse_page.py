"""Parse a portfolio page: its elements, its visible text and the claims it makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.credentials.verify import Finding
from labelwright.errors import PortfolioError
from labelwright_portfolio.pages.frame import PACKED
from labelwright_portfolio.pages.packing import PackingError, unpack
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.works import Work

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


def read_portfolio(folder: Path) -> tuple[list[Work], Told]:
    """The works and the words of the front page in a portfolio folder; nothing is verified here.

    Raises PortfolioError where there is no page that can be read.
    """
    return read_page_file(folder / "index.html")


def read_page_file(page: Path) -> tuple[list[Work], Told]:
    """The same of one page, the front page or one about a work."""
    try:
        read = read_page(page.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise PortfolioError(
            f"{page} cannot be read ({trouble}). Build the portfolio first: labelwright portfolio build"
        ) from None
    works, findings = embedded_works(read)
    told = embedded_told(read)
    if not works or findings or told is None:
        raise PortfolioError(
            f"{page} is no portfolio page of this version. Build it again: labelwright portfolio build"
        )
    return works, told


def embedded_works(page: PageText) -> tuple[list[Work], list[Finding]]:
    """The embedded credentials with their evidence, in page order; a finding for each that cannot be read."""
    works: list[Work] = []
    findings = [
        Finding("html", False, f"The page holds two embedded documents {name!r}.") for name in page.repeated
    ]
    documents: dict[str, Any] = dict(page.documents)
    if PACKED in documents:
        try:
            together = parse(unpack(documents[PACKED]))
            # What stands beside the packed documents is not what the page shows.
            documents = together if isinstance(together, dict) else {}
        except (PackingError, UnsafeJsonError) as trouble:
            return [], [*findings, Finding("json", False, f"The page's documents cannot be read: {trouble}.")]
    place = 1
    while f"cred-{place}" in documents:
        try:
            credential = _parsed(documents[f"cred-{place}"])
            evidence = _parsed(documents.get(f"evidence-{place}", ""))
            if isinstance(credential, dict) and isinstance(evidence, dict):
                works.append(Work(place, credential, evidence))
            else:
                findings.append(
                    Finding("json", False, f"The embedded document cred-{place} is no JSON object.")
                )
        except UnsafeJsonError as trouble:
            findings.append(
                Finding("json", False, f"An embedded document (cred-{place}) cannot be read: {trouble}.")
            )
        place += 1
    return works, findings


def embedded_told(page: PageText) -> Told | None:
    """What the job seeker tells, as the page embeds it; None where it is missing or broken."""
    try:
        return Told.model_validate(parse(page.documents.get("told", "")))
    except (UnsafeJsonError, ValidationError, ValueError):
        return None


def _parsed(document: Any) -> Any:
    return parse(document) if isinstance(document, str) else document
