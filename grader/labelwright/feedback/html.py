"""Turn a report into HTML: a card for a notebook, and a separate page that loads no files and runs no scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from labelwright.checks.verdicts import CheckResult, OutcomeKind, Verdict
from labelwright.exchange.outside_text import lines
from labelwright.feedback import words
from labelwright.feedback.entry import Entry


def feedback_page(learner: str, entries: Sequence[Entry], name: str = "", state: str = "") -> str:
    """Return an HTML page, complete in one file: a summary, then each exercise; all text in it is escaped.

    `name` is the learner's name, if it is known. `state` says what the page was made from, for `page_state`.
    """
    template = environment().get_template("page.html.j2")
    return template.render(learner=learner, name=name, entries=entries, state=state, kinds=OutcomeKind)


_STATE = re.compile(r'<meta name="labelwright-state" content="([0-9a-f]+)">')


def page_state(page: str) -> str:
    """Return the state that `feedback_page` wrote into a page; empty if it has none."""
    found = _STATE.search(page[:4_000])
    return found[1] if found else ""


def card_html(title: str, headline: str, results: tuple[CheckResult, ...], note: str = "") -> str:
    """Return an HTML fragment with some check results, styled for JupyterLab in light and dark."""
    template = environment().get_template("card.html.j2")
    return template.render(title=title, headline=headline, results=results, note=note)


def hint_html(title: str, text: str) -> str:
    """Return an HTML fragment with one hint; `text` is the author's Markdown."""
    body = Markup(MarkdownIt("commonmark", {"html": False}).render(text))
    return environment().get_template("hint.html.j2").render(title=title, body=body)


def labelling_page(title: str, kind: str) -> str:
    """Return the page that loads the labelling widget for one kind of task from its own folder; it holds no data."""
    return environment().get_template("labelling.html.j2").render(title=title, kind=kind)


@cache
def _code_spans() -> MarkdownIt:
    # Text from a learner becomes only text and code: no links, images, emphasis or HTML.
    return MarkdownIt("zero").enable("backticks")


def spans(text: str) -> Markup:
    """Return escaped text in which only `code spans` are marked up."""
    return Markup(_code_spans().renderInline(lines(text)))


def _clean(value: Any) -> Any:
    return value if isinstance(value, Markup) or not isinstance(value, str) else lines(value)


@cache
def environment() -> Environment:
    """Return this package's Jinja environment: it escapes everything, stops at a missing name, and knows `words`."""
    folder = files("labelwright.feedback") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.filters["spans"] = spans
    environment.globals.update(words=words, Verdict=Verdict, marks=words.MARKS)
    return environment
