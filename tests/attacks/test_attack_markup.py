"""Script, markup, terminal codes and formulas stay text wherever a learner's words end up."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from labelwright.checks.verdicts import Report
from labelwright.feedback.entry import entry_of
from labelwright.feedback.html import feedback_page
from labelwright.feedback.text import report_line, report_markdown, report_text
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.exports import plain_csv
from labelwright.notebook.submission_file import safe_name

HOSTILE = (
    "<script>alert(1)</script>",
    "</code></pre><script src=//evil.example/x.js></script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    '<a href="javascript:alert(1)">x</a>',
    "![x](https://evil.example/pixel.png)",
    "[x](javascript:alert(1))",
    "{{ 7 * 7 }}{% raw %}",
    "`</code><script>alert(1)</script>`",
    "``` \n<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    '=HYPERLINK("https://evil.example")',
    "\u202etxt.exe",
    "\u2028alert(1)",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example>",
    "<form action=https://evil.example><input name=a>",
)
PLACES = {
    "an error": "raise ValueError({text!r})",
    "an error's name": "raise type({text!r}, (Exception,), {{}})('x')",
    "an answer": "ham_share = {text!r}",
    "a name": "ham_share = type({text!r}, (), {{}})()",
    "what a function gives": "def count_labels(labels):\n    return {{{text!r}: {text!r}}}",
    "what a function raises": "def count_labels(labels):\n    raise ValueError({text!r})",
    "the cell itself": "note = {text!r}\n1 / 0",
    "a printed text": "print({text!r})\nfrom IPython.display import HTML, Javascript, display\ndisplay(HTML({text!r}), Javascript({text!r}))",
}
MAY_STAND = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "p", "div", "span", "section",
    "article", "footer", "pre", "code", "dl", "dt", "dd", "ul", "ol", "li",
}  # fmt: skip


class Tags(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def inert(report: Report) -> None:
    """Every rendering of the report is made of text and of our own elements only."""
    page = Tags(feedback_page(report.learner, [entry_of(report)]))
    assert page.tags <= MAY_STAND, page.tags - MAY_STAND
    names = {name for name, _ in page.attributes}
    assert not {
        name for name in names if name.startswith("on") or name in ("href", "src", "srcdoc", "action")
    }
    terminal = report_text(report)
    assert all(c.isprintable() or c == "\n" for c in terminal)
    # The most generous reader: CommonMark with HTML, links from bare addresses, tables and strikes.
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    found = Tags(reader.render(report_markdown(report)))
    assert found.tags <= {"h1", "h2", "p", "strong", "ul", "li", "code"}, found.tags
    assert found.attributes == []
    line = report_line(report)
    assert "\n" not in line
    assert json.loads(line)["learner"] == report.learner


@pytest.mark.mostly_slow(
    "an error", "what a function gives", reason="each case grades three notebooks for every text"
)
@pytest.mark.parametrize("place", PLACES)
def test_markup_in_a_notebook_stays_text(arena: Any, place: str) -> None:
    text = " ".join(HOSTILE)
    report = arena.attack(PLACES[place].format(text=text))
    assert report.score == 0.0
    shown = report.model_dump_json()
    assert ("alert(1)" in shown) == (place != "a printed text"), (
        "the test has to see its own text in the report"
    )
    inert(report)


def test_each_text_stays_text_as_an_answer_and_as_a_name(arena: Any, tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        for number, text in enumerate(HOSTILE):
            opening = "from labelwright import exercise\nex = exercise('count-the-labels')"
            cells = [opening, f"ham_share = {text!r}", f"raise ValueError({text!r})"]
            (folder / f"mallory-{number}.ipynb").write_bytes(arena.notebook(cells, text))

    reports = arena.grade(write)
    assert len(reports) == len(HOSTILE)
    for report in reports:
        inert(report)
        name = safe_name(report.learner)
        assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
        assert (tmp_path / f"{name}.html").resolve().parent == tmp_path.resolve()


FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
)


def in_a_table(report: Report, folder: Path) -> list[list[str]]:
    """The rows of the table of grades with this report in it, as a spreadsheet reads them."""
    book = Gradebook(folder / f"{report.submission_sha256}.db")
    book.record(report)
    text = plain_csv(book.sheet())
    book.close()
    return list(csv.reader(io.StringIO(text)))


def test_no_cell_of_a_table_is_a_formula(arena: Any, tmp_path: Path) -> None:
    def write(folder: Path) -> None:
        for formula in FORMULAS:
            name = "".join(c for c in formula if c.isprintable() and c != "/").strip()
            payload = arena.notebook(["ham_share = 3"], f"{formula}|calc")
            (folder / f"{name} {ord(formula[0])}.ipynb").write_bytes(payload)

    reports = arena.grade(write)
    assert len(reports) == len(FORMULAS)
    acting = []
    for report, formula in zip(reports, FORMULAS, strict=True):
        for each in (report, report.model_copy(update={"source_name": f"{formula}.ipynb"})):
            cells = [cell for row in in_a_table(each, tmp_path)[1:] for cell in row]
            acting += [c for c in cells if c.lstrip()[:1] in STARTS_A_FORMULA or c[:1] in ("\t", "\r", "\n")]
    assert acting == []


STARTS_A_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
