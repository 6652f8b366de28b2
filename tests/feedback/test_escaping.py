"""Everything that a learner writes is only text: no tag, no link, no picture, no code for the terminal."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from labelwright.checks.verdicts import Report
from labelwright.exchange.outside_text import lines, markdown
from labelwright.feedback.card import Card
from labelwright.feedback.entry import entry_of
from labelwright.feedback.html import card_html, feedback_page, hint_html, spans
from labelwright.feedback.text import report_markdown, report_text

ACTIVE = {
    "script",
    "img",
    "a",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "link",
    "base",
    "svg",
    "video",
}
SHOUTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Tags(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def inert(source: str) -> Tags:
    """Parse HTML and hold that nothing in it acts, loads or leads anywhere."""
    found = Tags(source)
    assert set(found.tags) & ACTIVE <= {"a"}
    for name, value in found.attributes:
        if name == "href":
            assert re.fullmatch(r"#(work-\d+|untouched)", value)
            continue
        assert not name.startswith("on")
        assert name not in ("src", "href", "srcset", "action", "formaction", "background", "ping")
        assert name != "style" or re.fullmatch(r"width: \d+\.\d\d%", value)
    return found


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", lines(text).replace("`", ""))


def test_the_page_is_inert_and_shows_it_all(hostile: tuple[str, Report]) -> None:
    text, report = hostile
    found = inert(feedback_page(text, [entry_of(report)]))
    assert squeezed(text).strip() in squeezed(found.text)


def test_the_card_is_inert(hostile: tuple[str, Report]) -> None:
    text, report = hostile
    inert(card_html(text, text, report.checks, text))
    inert(Card(text, text, report.checks, text)._repr_html_())


def test_a_hint_is_the_authors_markdown_without_html(hostile: tuple[str, Report]) -> None:
    text, _ = hostile
    found = Tags(hint_html(text, text))
    assert set(found.tags) & {"script", "iframe", "svg", "form", "object"} == set()
    assert not any(name.startswith("on") for name, _ in found.attributes)
    assert not any(value.lower().strip().startswith("javascript:") for _, value in found.attributes)


def test_the_terminal_is_not_steered(hostile: tuple[str, Report]) -> None:
    text, report = hostile
    for said in (report_text(report), repr(Card("Title", text, report.checks, text))):
        assert not SHOUTING.search(said), ascii(said)


def links_and_tags(markdown: str) -> list[str]:
    """What in the Markdown is a link, a picture or HTML, as a lenient reader (tables, bare addresses) sees it."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = []
    for token in reader.parse(markdown):
        for part in [token, *(token.children or [])]:
            if part.type in (
                "link_open",
                "image",
                "html_inline",
                "html_block",
                "table_open",
                "s_open",
                "em_open",
            ):
                found.append(f"{part.type} {part.content}")
    return found


def test_markdown_is_inert(hostile: tuple[str, Report]) -> None:
    _, report = hostile
    written = report_markdown(report)
    assert links_and_tags(written) == []
    outside = re.sub(r"`[^`]*`", "", written)
    assert "://" not in outside.replace("\\://", "")
    assert not re.search(r"www\.", outside)


pieces = st.lists(
    st.sampled_from(
        [
            "`",
            "``",
            "```",
            "\\",
            "<b>",
            "<img src=x>",
            "[a](b)",
            "![a](b)",
            "<https://a.b>",
            " ",
            "*",
            "_",
            "a",
            "\n",
            "~~",
            "&lt;",
            "]",
            "(",
            "|",
        ]
    )
    | st.text(max_size=3),
    max_size=14,
).map("".join)


@given(pieces)
def test_no_mix_of_backticks_opens_a_hole_in_markdown(text: str) -> None:
    safe = markdown(text)
    assert "\n" not in safe
    assert "\r" not in safe
    assert links_and_tags(f"- **Found:** {safe}\n") == []


@given(pieces)
def test_no_mix_of_backticks_opens_a_hole_in_html(text: str) -> None:
    found = Tags(str(spans(text)))
    assert set(found.tags) <= {"code"}
    assert found.attributes == []


def test_our_own_code_spans_survive_in_markdown(report: Report) -> None:
    assert "- **Found:** `share` is 62.5000, which is not the value for your data." in report_markdown(report)


def test_the_page_loads_nothing_and_runs_nothing(report: Report, finished: Report) -> None:
    page = feedback_page("ada", [entry_of(report), entry_of(finished)])
    inert(page)
    assert "://" not in page
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page
