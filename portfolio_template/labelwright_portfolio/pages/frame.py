"""What all pages share: the templates, the style, the page's own script with its hash, and embedded documents."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from labelwright.credentials.proof import canonical
from labelwright_portfolio.charts import axis, bullet, dot_row
from labelwright_portfolio.pages.packing import pack
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.signed_values import unsigned
from labelwright_portfolio.works import Work

PAGE_FORMAT = 4
"""Raised by one whenever the theme or the rendering changes a byte of a page; a test holds it to that."""

PACKED = "signed"
"""The id of the element that holds all signed documents of the front page, packed."""

GENERATOR = f"labelwright portfolio, page format {PAGE_FORMAT}"


_LITERAL = re.compile(
    r"""("(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[(!=])/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
    r"""|[^"`/]+|/"""
)
_TIGHT = re.compile(r" *([-+*%=<>?:;,&|!(){}\[\]]+) *")


def theme_file(name: str) -> str:
    """A file of the theme as text."""
    return (files("labelwright_portfolio") / "theme" / name).read_text(encoding="utf-8")


@cache
def templates() -> Environment:
    """The templates; every text that goes into a page through them is escaped."""
    surroundings = Environment(
        loader=FunctionLoader(theme_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    surroundings.globals.update(unsigned=unsigned, dot_row=dot_row, bullet=bullet, axis=axis)
    return surroundings


@cache
def script(name: str = "check.js") -> str:
    """A page's own script, with what all of them share, without comments and indentation."""
    core = theme_file("core.js").replace("/*EDWARDS*/", theme_file("ed25519.js"))
    lines = (line.strip() for line in theme_file(name).replace("/*CORE*/", core).splitlines())
    text = "\n".join(line for line in lines if line and not line.startswith("//"))
    return _LITERAL.sub(lambda found: found[1] or _TIGHT.sub(r"\1", found[0]), text)


def hash_of(text: str) -> str:
    """A script's hash as a Content Security Policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


def script_hash() -> str:
    """The hash of the script that portfolio pages carry."""
    return hash_of(script())


@cache
def icon() -> str:
    """The page's icon as a data address."""
    return "data:image/svg+xml;base64," + base64.b64encode(theme_file("icon.svg").strip().encode()).decode(
        "ascii"
    )


@cache
def style(page: str) -> str:
    """The style of a page without comments and needless space; the theme's variables come before it."""
    parts = (theme_file(name) for name in ("style.css", f"{page}.css", "print.css"))
    text = re.sub(r"/\*.*?\*/", "", "".join(parts), flags=re.S)
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()
    # A space after a property's colon says nothing; the one in a text of `content` does.
    return re.sub(r"(?<=[a-z]): (?=[^\"])", ":", text)


def inert(value: Any) -> Markup:
    """Canonical JSON that is safe inside a script element: no text in it can end the element."""
    text = canonical(value).decode("utf-8")
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def embedded(works: Sequence[Work], told: Told) -> list[tuple[str, str, Markup]]:
    """Id, media type and content of every embedded document."""
    plain = json.loads(told.model_dump_json(by_alias=True, exclude_defaults=True))
    documents = [("told", "application/json", inert(plain))]
    if told.page == "front":
        together = {work.cred_id: work.credential for work in works}
        together |= {work.evidence_id: work.evidence for work in works}
        return [*documents, (PACKED, "text/plain", Markup(pack(canonical(together).decode("utf-8"))))]
    for work in works:
        documents.append((work.cred_id, "application/vc+ld+json", inert(work.credential)))
        documents.append((work.evidence_id, "application/json", inert(work.evidence)))
    return documents


def shared(works: Sequence[Work], told: Told) -> dict[str, Any]:
    """The names that every template knows."""
    return {
        "generator": GENERATOR,
        "style": Markup(told.colours.css + style(told.page)),
        "script": Markup(script()),
        "script_hash": script_hash(),
        "icon": icon(),
        "profile": told.profile,
        "told": told,
        "embedded": embedded(works, told),
    }
