"""What all pages share: the templates, the style, the page's own script with its hash, and the icon."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from labelwright_portfolio.charts import draw_axis, draw_bullet, draw_dot_row
from labelwright_portfolio.pages.page_data import PageData, embedded_documents
from labelwright_portfolio.signed_values import unsigned
from labelwright_portfolio.works import Work

PAGE_FORMAT = 5
"""Raised by one whenever the theme or the rendering changes a character of a page; a test requires it."""

GENERATOR = f"labelwright portfolio, page format {PAGE_FORMAT}"

_LITERAL = re.compile(
    r"""("(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|(?<=[(!=])/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[a-z]*)"""
    r"""|[^"`/]+|/"""
)
"""In JavaScript: a string, a template or a regular expression, whose spaces matter; or anything else."""
_SPACED_OPERATOR = re.compile(r" *([-+*%=<>?:;,&|!(){}\[\]]+) *")


def read_theme_file(name: str) -> str:
    """Return a file of the theme as text."""
    return (files("labelwright_portfolio") / "theme" / name).read_text(encoding="utf-8")


@cache
def load_templates() -> Environment:
    """Return the templates; every text that they put into a page is escaped."""
    environment = Environment(
        loader=FunctionLoader(read_theme_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        unsigned=unsigned, draw_dot_row=draw_dot_row, draw_bullet=draw_bullet, draw_axis=draw_axis
    )
    return environment


@cache
def load_script(name: str = "check.js") -> str:
    """Return a page's own script, with the part that all scripts share, without comments and indentation."""
    core = read_theme_file("core.js").replace("/*EDWARDS*/", read_theme_file("ed25519.js"))
    lines = (line.strip() for line in read_theme_file(name).replace("/*CORE*/", core).splitlines())
    text = "\n".join(line for line in lines if line and not line.startswith("//"))
    return _LITERAL.sub(lambda match: match[1] or _SPACED_OPERATOR.sub(r"\1", match[0]), text)


_BLOCK_END = re.compile(
    r"(</(?:dd|div|dl|figure|h[1-6]|header|li|main|ol|p|section|table|tbody|td|th|thead|tr|ul)>)\n(?=<)"
)


def join_blocks(page: str) -> str:
    """Return a page without the line ends between block elements, which mean nothing; text and code stay as they are."""
    return _BLOCK_END.sub(r"\1", page)


def hash_script(text: str) -> str:
    """Return a script's hash as a Content Security Policy writes it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def load_icon() -> str:
    """Return the page's icon as a data address."""
    icon = base64.b64encode(read_theme_file("icon.svg").strip().encode()).decode("ascii")
    return f"data:image/svg+xml;base64,{icon}"


@cache
def load_style(page: str) -> str:
    """Return the style of a page without comments and needless spaces; the theme's variables come before it."""
    parts = (read_theme_file(name) for name in ("style.css", f"{page}.css", "print.css"))
    text = re.sub(r"/\*.*?\*/", "", "".join(parts), flags=re.S)
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", text)).replace(";}", "}").strip()
    # A space after a property's colon has no meaning; a space inside the text of `content` has.
    return re.sub(r"(?<=[a-z]): (?=[^\"])", ":", text)


def shared_context(works: Sequence[Work], data: PageData) -> dict[str, Any]:
    """Return the names that every template knows."""
    return {
        "generator": GENERATOR,
        "style": Markup(data.colours.css + load_style(data.page)),
        "script": Markup(load_script()),
        "script_hash": hash_script(load_script()),
        "icon": load_icon(),
        "profile": data.profile,
        "embedded": embedded_documents(works, data),
    }
