"""What a page embeds so that it can be checked and rendered again: the job seeker's words and the signed documents."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from labelwright.credentials.proof import canonical
from labelwright.errors import LabelwrightError
from labelwright_portfolio.palettes import Theme, load_built_in
from labelwright_portfolio.profile import ShownProfile
from labelwright_portfolio.stories import ShownStory
from labelwright_portfolio.works import Work

PAGE_DATA_ID = "page-data"
"""The id of the element that holds the page data as JSON."""
PACKED_ID = "signed"
"""The id of the element that holds all signed documents of the front page, packed."""
MAX_UNPACKED = 20_000_000
RAW_DEFLATE = -15
"""zlib's name for a DEFLATE stream without a header, with the largest window (RFC 1951)."""


class PackingError(LabelwrightError, ValueError):
    """Packed documents cannot be unpacked; the message says why."""


class PageData(BaseModel):
    """The shown profile, the shown story of each work by its slug, and the theme: a built-in name or a theme.

    Its types are an allow-list: nothing else about the job seeker reaches a page. `page` is "front", or "case" for the
    page about one work; `place` is the position of that work on the front page, from 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    page: Literal["front", "case"] = "front"
    place: Annotated[int, Field(ge=1, le=1000)] = 1
    profile: ShownProfile
    stories: dict[str, ShownStory] = {}
    theme: Literal["paper", "ink", "moss"] | Theme = "paper"

    def story(self, slug: str) -> ShownStory:
        """Return the story of a work, or an empty story."""
        return self.stories.get(slug, ShownStory())

    @property
    def colours(self) -> Theme:
        """The theme with its colours."""
        return load_built_in(self.theme) if isinstance(self.theme, str) else self.theme

    def for_front(self, slugs: list[str]) -> PageData:
        """Return what the front page embeds: only the headline of each work's story."""
        brief = {slug: self.story(slug).brief for slug in slugs if slug in self.stories}
        return self.model_copy(update={"page": "front", "place": 1, "stories": brief})

    def for_case(self, slug: str, place: int) -> PageData:
        """Return what the page about one work embeds: the whole story of that work, and only the name of the profile."""
        profile = ShownProfile(name=self.profile.name, search_engines=self.profile.search_engines)
        stories = {slug: self.stories[slug]} if slug in self.stories else {}
        return self.model_copy(
            update={"page": "case", "place": place, "profile": profile, "stories": stories}
        )


def embedded_documents(works: Sequence[Work], data: PageData) -> list[tuple[str, str, Markup]]:
    """Return id, media type and content of every document that a page embeds."""
    words = json.loads(data.model_dump_json(by_alias=True, exclude_defaults=True))
    documents = [(PAGE_DATA_ID, "application/json", escape_json(words))]
    if data.page == "front":
        signed = {work.cred_id: work.credential for work in works}
        signed |= {work.evidence_id: work.evidence for work in works}
        return [*documents, (PACKED_ID, "text/plain", Markup(pack(canonical(signed).decode("utf-8"))))]
    for work in works:
        documents.append((work.cred_id, "application/vc+ld+json", escape_json(work.credential)))
        documents.append((work.evidence_id, "application/json", escape_json(work.evidence)))
    return documents


def escape_json(value: Any) -> Markup:
    """Return canonical JSON that is safe inside a script element: no text in it can end the element."""
    text = canonical(value).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def pack(text: str, level: int = 9) -> str:
    """Return the text as base64 of its DEFLATE form.

    The credentials of a page repeat each other, so packed together they need a quarter of their size. Two builds of zlib
    may pack the same text into different bytes: compare what `unpack` returns, never the packed text.
    """
    return base64.b64encode(zlib.compress(text.encode("utf-8"), level, RAW_DEFLATE)).decode("ascii")


def unpack(packed: str) -> str:
    """Return the text that `pack` was given.

    Raise PackingError if the packed text was changed, or if the text is longer than MAX_UNPACKED bytes.
    """
    try:
        stream = zlib.decompressobj(RAW_DEFLATE)
        text = stream.decompress(base64.b64decode(packed, validate=True), MAX_UNPACKED).decode("utf-8")
    except (zlib.error, ValueError) as error:
        raise PackingError(f"the packed documents cannot be unpacked ({error})") from None
    if not stream.eof or stream.unused_data:
        raise PackingError("the packed documents are cut off, too large, or followed by something else")
    return text
