"""The desk in a real browser: nothing for axe to find, keys that work, nothing from another host, and a copy from a folder."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from labelwright.checks.verdicts import ItemAnswer
from labelwright.desk.static_copy import write_copy
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.identity import Claims, identify
from labelwright.gradebook.marks import Comment
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner

pytestmark = pytest.mark.slow("a real browser opens every page")

WHEN = HandedIn.stated(datetime(2026, 11, 2, tzinfo=UTC))
PATHS = ("/", "/exercises", "/people", "/hand-back", "/exercise/first-shift", "/learner/1")
LOOKS = [
    pytest.param(
        {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}, id=f"{scheme}-{width}"
    )
    for scheme in ("light", "dark")
    for width in (1280, 390)
]


@pytest.fixture
def full(book, report):
    """A class of thirty with every state, items, comments and deadlines."""
    for number in range(30):
        learner = f"learner-{number:02d}"
        items = tuple(
            ItemAnswer(
                item=f"i{item}",
                given="keep" if (number + item) % 4 else "drop",
                accepted=("keep",),
                credit=1.0,
            )
            for item in range(12)
        )
        for verdicts in ("FF", "PF" if number % 3 else "FF", "FF" if number % 3 else "PP"):
            book.record(report(learner, verdicts=verdicts, items=items), WHEN)
    book.record(report("learner-02", "second", "NN"), WHEN)
    book.import_roster(
        [
            Learner(
                f"learner-{number:02d}",
                f"Person {number}",
                section=f"Group {number % 2}",
                canvas_id="" if number else "12345",
            )
            for number in range(31)
        ]
    )
    book.set_deadline(Deadline("second", datetime(2026, 11, 3, tzinfo=UTC)))
    book.comment(Comment("learner-00", "first-shift", "Look at item 7.", "grace"))
    claims = Claims("Canvas", "12345", lms_name="somebody", stated="learner-01")
    found = identify(claims, book.people(), "first-shift", "")
    book.record(report(found.learner, verdicts="PP"), WHEN, identity=found)
    return book


@pytest.fixture
def open_page(browser, sit, full):
    """Open a page of the desk: `open_page(path, **context)`; no page may report an error or ask another host."""
    client = sit(full)
    opened, troubles = [], []

    def show(path, **context):
        page = browser.new_context(**context).new_page()
        opened.append(page)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda said: troubles.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on(
            "request",
            lambda asked: asked.url.startswith((client.origin, "data:")) or troubles.append(asked.url),
        )
        page.goto(f"{client.origin}/?token={client.desk.token}")
        assert "token" not in page.url
        page.goto(f"{client.origin}{path}")
        return page

    yield show
    for page in opened:
        page.context.close()
    assert troubles == []


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe is not installed")
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(open_page, look, path):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(path, **look)
    for summary in page.locator("summary").all():
        summary.click()
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()


@pytest.mark.skipif(find_spec("axe_playwright_python") is None, reason="axe is not installed")
def test_axe_finds_nothing_where_something_was_refused(browser, sit, full):
    from axe_playwright_python.sync_playwright import Axe

    client = sit(full)
    page = browser.new_context(color_scheme="dark").new_page()
    page.goto(f"{client.origin}/")
    assert "closed to you" in page.locator("h1").inner_text()
    assert Axe().run(page).response["violations"] == []
    page.goto(f"{client.origin}/?token={client.desk.token}")
    page.goto(f"{client.origin}/learner/99")
    assert Axe().run(page).response["violations"] == []
    page.goto(f"{client.origin}/learner/2")
    page.get_by_text("Comment or mark").first.click()
    page.get_by_label("Points", exact=True).nth(1).fill("999")
    page.get_by_label("Reason").first.fill("Kind.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save mark").first.click()
    assert "too high" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Reason").first.input_value() == "Kind."
    found = Axe().run(page)
    assert found.response["violations"] == [], found.generate_report()
    page.context.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_shows_each_page_without_scrolling_sideways(open_page, path):
    page = open_page(path, viewport={"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def rows(page):
    return page.locator("#matrix tbody tr:visible").evaluate_all(
        "rows => rows.map(row => row.cells[0].querySelector('bdi').textContent)"
    )


def test_the_class_is_searched_filtered_and_sorted_by_keys(open_page):
    page = open_page("/")
    assert len(rows(page)) == 31
    page.keyboard.press("/")
    page.keyboard.type("person 1")
    assert len(rows(page)) == 11
    assert page.locator("#shown").inner_text() == "11 of 31 learners"
    page.keyboard.press("Escape")
    assert len(rows(page)) == 31
    page.locator("#section").select_option("Group 1")
    assert len(rows(page)) == 15
    page.locator("#section").select_option("")
    page.locator("#only").select_option("silent")
    assert rows(page) == ["Person 30"]
    page.locator("#only").select_option("")
    page.locator("#matrix th").first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "s"):
        page.keyboard.press(key)
    assert page.locator("#matrix th[aria-sort=descending]").get_attribute("data-key") == "first-shift"
    assert rows(page)[0] == "Person 0"
    page.keyboard.press("s")
    assert rows(page)[-1] == "Person 27"


def test_keys_open_work_and_walk_through_it(open_page):
    page = open_page("/")
    page.locator("#matrix th").first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/learner/1#first-shift")
    with page.expect_navigation():
        page.keyboard.press("]")
    assert page.url.endswith("/learner/2")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "first-shift"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("?")
    assert not page.locator("#help").is_visible()
    with page.expect_navigation():
        page.keyboard.press("g")
        page.keyboard.press("1")
    assert page.url.endswith("/")


def test_names_go_and_come_back_with_one_key(open_page):
    page = open_page("/learner/1")
    assert page.locator("h1").inner_text() == "Person 0"
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.locator("h1").inner_text() == "Learner 1"
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.locator("h1").inner_text() == "Person 0"


def test_a_comment_is_written_in_the_browser(open_page, full):
    page = open_page("/learner/2")
    page.get_by_text("Comment or mark").first.click()
    page.get_by_label("Text").first.fill("Well done.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save comment").first.click()
    assert page.get_by_text("Well done.").is_visible()
    assert full.sheet(learner="learner-01").comments["learner-01", "first-shift"][0].text == "Well done."


def test_a_copy_is_read_from_its_folder(browser, full, tmp_path: Path):
    write_copy(full, Policy.BEST, tmp_path / "copy")
    page = browser.new_page()
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or troubles.append(asked.url))
    page.goto((tmp_path / "copy" / "index.html").as_uri())
    assert page.locator(".top").evaluate("each => getComputedStyle(each).display") == "flex"
    page.keyboard.press("/")
    page.keyboard.type("person 3")
    assert rows(page) == ["Person 3", "Person 30"]
    page.locator("#matrix").get_by_role("link", name="Person 3", exact=True).click()
    assert page.locator("h1").inner_text() == "Person 3"
    page.close()
    assert troubles == []


def test_a_large_class_shows_more_rows_when_they_are_wanted(browser, book, report, sit):
    book.import_roster([Learner(f"learner-{number:03d}") for number in range(250)])
    book.record(report("learner-249"), WHEN)
    client = sit(book)
    page = browser.new_page()
    page.goto(f"{client.origin}/?token={client.desk.token}")
    assert len(rows(page)) == 100
    page.keyboard.press("/")
    page.keyboard.type("learner-249")
    assert rows(page) == ["learner-249"]
    page.keyboard.press("Escape")
    page.locator("#matrix th").first.focus()
    page.keyboard.press("Control+End")
    assert len(rows(page)) == 250
    assert page.evaluate("document.activeElement.parentElement.cells[0].innerText") == "learner-249"
    page.keyboard.press("s")
    assert rows(page)[0] == "learner-249"
    page.locator(".scroll.tall").evaluate("area => area.scrollTo(0, area.scrollHeight)")
    from playwright.sync_api import expect

    # The page's policy refuses the `eval` by which Playwright waits for a function.
    expect(page.locator("#matrix tbody tr:not([hidden])")).to_have_count(200)
    page.close()
