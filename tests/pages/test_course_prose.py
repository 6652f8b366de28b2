"""The book's own data checks: no orphan page, alternatives for images, links that land, readable text, honest minutes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import markdown
import pytest

from labelwright.course.course import Course

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "course"
PAGES = {str(path.relative_to(BOOK)): path for path in sorted(BOOK.rglob("*.md"))}
EXTENSIONS = ["admonition", "attr_list", "footnotes", "md_in_html", "tables", "toc", "pymdownx.details"]
EXTENSIONS += ["pymdownx.superfences", "pymdownx.inlinehilite", "pymdownx.tabbed"]
MOST_LIX = 42
"""When the bound was set, lessons had 25 to 29 and the hardest page, a dataset's, 39."""
FEWEST_WORDS = 150
"""Below this, one long sentence decides the figure."""
SILENT = ("pre", "code", "table", "script", "style", "form", "h1", "h2", "h3", "h4", "h5", "h6", "summary")
BREAKS = ("p", "li", "div", "dd", "dt", "blockquote")


class _Page(HTMLParser):
    """What a rendered page holds: anchors, links, images, and its running text without code, tables and headings."""

    def __init__(self, html):
        super().__init__()
        self.anchors, self.links, self.images, self.text, self.within = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if attributes.get("id"):
            self.anchors.append(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag == "img":
            self.images.append((attributes.get("src"), attributes.get("alt")))
        if tag in SILENT:
            self.within.append(tag)

    def handle_endtag(self, tag):
        if tag in self.within:
            while self.within.pop() != tag:
                pass
        if tag in BREAKS:
            self.text.append("\n")

    def handle_data(self, data):
        if not self.within:
            self.text.append(re.sub(r"\s+", " ", data))


_KEPT = {}


def rendered(path):
    if path not in _KEPT:
        body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        _KEPT[path] = _Page(markdown.markdown(body, extensions=EXTENSIONS))
    return _KEPT[path]


def inner_links(path):
    """(target file, anchor) for each link of a page that stays in the book."""
    for link in rendered(path).links:
        if not re.match(r"[a-z]+:", link):
            target, anchor = urldefrag(unquote(link))
            yield (path.parent / target).resolve() if target else path, anchor


def lix(text):
    """LIX: words a sentence, plus the per cent of words longer than six letters (Björnsson, 1968, *Läsbarhet*).

    About 30 is easy, 40 middling, 50 difficult. A sentence ends with a full stop, colon, exclamation or question mark, or
    with its line, and holds a word; numbers do not count as words. Gives (number of words, LIX).
    """
    word = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
    sentences = [word.findall(part) for part in re.split(r"[.:!?]+(?=\s)|\n", text)]
    words = [found for sentence in sentences for found in sentence]
    if not words:
        return 0, 0.0
    long = sum(len(found) > 6 for found in words)
    return len(words), len(words) / sum(map(bool, sentences)) + 100 * long / len(words)


def prose(path):
    """The running text of a page, each block on its own line."""
    return "".join(rendered(path).text)


def test_lix_by_hand():
    # 8 words in 2 sentences, 2 of them long: 4 + 25.
    assert lix("The cat sat. Labelling takes patience, a lot.\n\n") == (8, 4 + 25)
    assert lix("one two\nthree four five six") == (6, 3)
    assert lix("3.5 is 7") == (1, 1)
    assert lix("") == (0, 0)


def test_the_text_of_a_page_leaves_out_code_tables_and_headings():
    body = "# Head\n\nOne\nline, `code`.\n\n- Two\n- Three\n\n```\nx = 1\n```\n\n| a |\n| --- |\n| b |\n"
    page = _Page(markdown.markdown(body, extensions=EXTENSIONS))
    assert [line.split() for line in "".join(page.text).splitlines() if line.strip()] == [
        ["One", "line,", "."],
        ["Two"],
        ["Three"],
    ]


def test_every_page_is_readable():
    values = {name: lix(prose(path)) for name, path in PAGES.items()}
    hard = {
        name: f"LIX {value:.1f} over {words} words: split the longest sentences"
        for name, (words, value) in values.items()
        if words >= FEWEST_WORDS and value > MOST_LIX
    }
    assert hard == {}


def test_every_image_has_an_alternative():
    without = [
        f"{name}: write in the square brackets what a reader should see in {src}"
        for name, path in PAGES.items()
        for src, alt in rendered(path).images
        if not (alt or "").strip()
    ]
    assert without == []


def test_every_link_leads_to_a_page_and_a_heading():
    faults = []
    for name, path in PAGES.items():
        for target, anchor in inner_links(path):
            if not target.is_file():
                faults.append(f"{name}: {target.name} is not there")
            elif anchor and target.suffix == ".md" and anchor not in rendered(target).anchors:
                faults.append(f"{name}: {target.name} has no #{anchor}")
    assert faults == []


def test_no_page_is_an_orphan():
    """From the home page, every page is reached by links, or is in the navigation."""
    seen, waiting = set(), [BOOK / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or page.suffix != ".md" or not page.is_file():
            continue
        seen.add(page)
        waiting += [target for target, _ in inner_links(page)]
    lost = {path for path in PAGES.values() if path not in seen and not _in_navigation(path)}
    assert lost == set(), "link these pages from another one, or name them in course/.nav.yml"


def _in_navigation(path):
    name = path.relative_to(BOOK)
    listed = re.findall(
        r"^\s*- (?:[^:\n]+: )?\"?([^\"\n:]+)\"?$", (BOOK / ".nav.yml").read_text("utf-8"), re.M
    )
    return any(
        name.match(pattern) or str(name).startswith(f"{pattern}/") for pattern in listed if pattern != "*"
    )


def test_what_is_required_first_has_no_circle_and_comes_first(checkout):
    """Course.exercises raises on a circle; here, that the order it gives respects every requirement."""
    order = [exercise.slug for exercise in checkout.exercises]
    assert len(order) == len(set(order)) > 0
    for exercise in checkout.exercises:
        for need in exercise.requires:
            assert order.index(need) < order.index(exercise.slug)


def test_a_circle_is_noticed(course_copy):
    toml = course_copy.root / "exercises" / "audit-a-published-lexicon" / "exercise.toml"
    text = toml.read_text(encoding="utf-8")
    requires = 'minutes = 45\nrequires = ["same-ratings-three-answers"]\n'
    toml.write_text(text.replace("minutes = 45\n", requires), encoding="utf-8")
    with pytest.raises(Exception, match="require each other in a circle"):
        _ = Course(course_copy.root).exercises


def test_estimated_minutes_add_up(checkout):
    """The totals of the exercise index are the sums of the exercises' own minutes, and each part is plausible."""
    index = (BOOK / "exercises" / "index.md").read_text(encoding="utf-8")
    listed = [int(minutes) for minutes in re.findall(r"^\| \[[^]]+\]\([^)]+\) \| (\d+) \|", index, re.M)]
    sections = [int(minutes) for minutes in re.findall(r"(\d+) minutes of exercises", index)]
    total = re.search(r"about (\d+) minutes in total", index)
    assert total
    assert sum(listed) == sum(sections) == int(total[1])
    for exercise in checkout.exercises:
        assert 5 <= exercise.minutes <= 330, exercise.slug
        page = BOOK / "exercises" / f"{exercise.slug}.md"
        if page.is_file():
            assert f"about {exercise.minutes} minutes" in page.read_text(encoding="utf-8")
