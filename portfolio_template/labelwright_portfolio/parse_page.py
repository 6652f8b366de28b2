"""Parse a portfolio page: its bound texts and numbers, and the documents that it embeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.credentials.verify import Finding
from labelwright.errors import PortfolioError
from labelwright_portfolio.pages.page_data import PACKED_ID, PAGE_DATA_ID, PackingError, PageData, unpack
from labelwright_portfolio.works import Work

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
"""HTML elements that have no content and no end tag."""
TEXT_ATTRIBUTES = ("alt", "aria-label", "aria-description", "title", "placeholder", "content", "value")
"""Attributes whose text a reader sees or hears, on elements other than `meta`."""

Attributes = dict[str, str]


@dataclass
class BoundText:
    """An element bound to a signed value or a count, and the text in it."""

    attributes: Attributes
    text: str = ""


@dataclass
class ParsedPage:
    """What a page holds: embedded documents by id, bound texts, and texts with digits that are not bound.

    `repeated` lists each id that occurs a second time; `generator` is the tool and page format that the page names.
    """

    documents: dict[str, str] = field(default_factory=dict)
    repeated: list[str] = field(default_factory=list)
    bound: list[BoundText] = field(default_factory=list)
    unbound: list[str] = field(default_factory=list)
    generator: str = ""


def read_portfolio(folder: Path) -> tuple[list[Work], PageData]:
    """Return the works and the page data of the front page in a portfolio folder; nothing is verified here.

    Raise PortfolioError if the page cannot be read.
    """
    return read_page_file(folder / "index.html")


def read_page_file(path: Path) -> tuple[list[Work], PageData]:
    """Return the works and the page data of the front page or of the page about a work; nothing is verified here.

    Raise PortfolioError if the page cannot be read.
    """
    try:
        page = parse_page(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PortfolioError(
            f"{path} cannot be read ({error}). Build the portfolio first: labelwright portfolio build"
        ) from None
    works, findings = parse_works(page)
    data = parse_page_data(page)
    if not works or findings or data is None:
        raise PortfolioError(
            f"{path} is not a portfolio page of this version. Build it again: labelwright portfolio build"
        )
    return works, data


def parse_page(text: str) -> ParsedPage:
    """Parse any text as a page; text that is not HTML gives a page that holds nothing."""
    parser = _PageParser()
    parser.feed(text)
    parser.close()
    return parser.page


def parse_works(page: ParsedPage) -> tuple[list[Work], list[Finding]]:
    """Return the embedded credentials with their evidence, in page order, and a finding for each that is not readable."""
    works: list[Work] = []
    findings = [
        Finding("html", False, f"The page holds two embedded documents {name!r}.") for name in page.repeated
    ]
    documents: dict[str, Any] = dict(page.documents)
    if PACKED_ID in documents:
        try:
            unpacked = parse(unpack(documents[PACKED_ID]))
            # Documents outside the packed ones are not what the page shows.
            documents = unpacked if isinstance(unpacked, dict) else {}
        except (PackingError, UnsafeJsonError) as error:
            return [], [*findings, Finding("json", False, f"The page's documents cannot be read: {error}.")]
    place = 1
    while (name := f"cred-{place}") in documents:
        try:
            credential = _parse_document(documents[name])
            evidence = _parse_document(documents.get(f"evidence-{place}", ""))
            if isinstance(credential, dict) and isinstance(evidence, dict):
                works.append(Work(place, credential, evidence))
            else:
                findings.append(Finding("json", False, f"The embedded document {name} is not a JSON object."))
        except UnsafeJsonError as error:
            findings.append(Finding("json", False, f"An embedded document ({name}) cannot be read: {error}."))
        place += 1
    return works, findings


def parse_page_data(page: ParsedPage) -> PageData | None:
    """Return the page data, with the job seeker's own words; None if it is missing or broken."""
    try:
        return PageData.model_validate(parse(page.documents.get(PAGE_DATA_ID, "")))
    except (UnsafeJsonError, ValidationError, ValueError):
        return None


def has_digit(text: str) -> bool:
    """Return whether any character is a number, in any script."""
    return any(character.isnumeric() for character in text)


def _parse_document(document: Any) -> Any:
    """Return an embedded document as data; a packed one is data already."""
    return parse(document) if isinstance(document, str) else document


@dataclass
class _OpenElement:
    tag: str
    attributes: Attributes
    bound: BoundText | None
    unsigned: bool


class _PageParser(HTMLParser):
    """Reads a page once; broken markup is allowed, because verification compares the page as a whole as well."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = ParsedPage()
        self._open: list[_OpenElement] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "meta":
            if attributes.get("name") == "generator":
                self.page.generator = attributes.get("content", "")
            return
        unsigned = "data-unsigned" in attributes or bool(self._open and self._open[-1].unsigned)
        for name in TEXT_ATTRIBUTES:
            if not unsigned and has_digit(attributes.get(name, "")):
                self.page.unbound.append(attributes[name])
        if tag not in VOID:
            self._open.append(_OpenElement(tag, attributes, self._bind(attributes), unsigned))

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
        top = self._open[-1] if self._open else _OpenElement("", {}, None, False)
        if top.tag == "style":
            return
        if top.tag == "script":
            self._embed(top.attributes.get("id", ""), data)
        elif top.bound is not None:
            top.bound.text += data
        elif not top.unsigned and has_digit(data):
            self.page.unbound.append(" ".join(data.split()))

    def _bind(self, attributes: Attributes) -> BoundText | None:
        """Return the bound text that an element's content belongs to, if any."""
        if "data-cred" in attributes or "data-count" in attributes:
            self.page.bound.append(BoundText(attributes))
            return self.page.bound[-1]
        return self._open[-1].bound if self._open else None

    def _embed(self, name: str, content: str) -> None:
        if name in self.page.documents:
            self.page.repeated.append(name)
        self.page.documents.setdefault(name, content)
