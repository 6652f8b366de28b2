"""Turn a page's data into HTML; everything that is not this package's own template text is escaped."""

from __future__ import annotations

import math
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, FunctionLoader
from markupsafe import Markup

from labelwright.desk.page import Page, View, exercise_key
from labelwright.exchange.outside_text import lines, one_line
from labelwright.feedback import html, words

STATIC = ("desk.css", "desk.js", "feedback.css", "review.css", "review.js")
"""The files that pages load."""


def render(page: Page, data: Any, view: View, pages: tuple[Page, ...]) -> str:
    """Return the whole page as HTML."""
    return (
        environment()
        .get_template(f"{page.name}.html.j2")
        .render(data=data, view=view, page=page, pages=[each for each in pages if each.title])
    )


def message(title: str, text: str, inside: bool) -> str:
    """Return a page that only says something; who is not `inside` gets no link and no style."""
    return environment().get_template("message.html.j2").render(title=title, text=text, inside=inside)


def static_file(name: str) -> str:
    """Return the text of one of the STATIC files."""
    if name == "feedback.css":
        return environment().get_template("feedback.css.j2").render()
    return (files("labelwright.desk") / "static" / name).read_text(encoding="utf-8")


@cache
def environment() -> Environment:
    """Return the desk's Jinja environment: that of feedback, with the desk's templates before feedback's own."""
    folder = files("labelwright.desk") / "templates"

    def own(name: str) -> str | None:
        file = folder / name
        return file.read_text(encoding="utf-8") if file.is_file() else None

    theirs = html.environment()
    assert theirs.loader is not None
    made = theirs.overlay(loader=ChoiceLoader([FunctionLoader(own), theirs.loader]), finalize=shown)
    # An overlay shares these with the environment that it is laid over, so they are copied first.
    made.filters = {**theirs.filters, "one_line": one_line, "number": number, "points": points, "when": when}
    made.globals = {**theirs.globals, "exercise_key": exercise_key}
    return made


def shown(value: Any) -> Any:
    """Return a value as a page may show it: in a text, � for each character that could turn or hide what is around it."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return Markup(lines(value)) if isinstance(value, Markup) else lines(value)


def number(value: float | None, decimals: int = 2) -> str:
    """Return a number with these decimals, or "not known"."""
    return "not known" if value is None or math.isnan(value) else f"{value:.{decimals}f}"


@lru_cache(maxsize=4096)
def points(value: float) -> str:
    """Return points as people write them."""
    return words.number(round(value, 2))


def when(moment: datetime | None) -> str:
    """Return a time in the zone of this computer, or "time not known"."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else "time not known"
