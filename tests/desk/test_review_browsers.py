"""Two people mark forty responses blind in two browsers, one desk is killed, and they adjudicate; axe looks at each page."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pandas as pd
import pytest
from person_work import EXERCISE, PERSON_TASK, TASK, person_report

from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.handed_in import UNKNOWN
from labelwright.gradebook.mark_questions import Question
from labelwright.gradebook.marker_agreement import RESAMPLES, SEED
from labelwright.quality import Bootstrap, cohen

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)
FORTY = 40
LEVELS = (0, 2, 4, 6)
GRID = [step / 2 for step in range(21)]
KEY = f"{EXERCISE}--{TASK}"


class RunningDesk:
    """A desk in a process of its own, as a marker starts it."""

    def __init__(self, place: str, who: str) -> None:
        command = ["desk", "--gradebook", place, "--by", who, "--no-browser"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "labelwright.cli", *command],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 120)
        assert ready, "the desk did not start"
        found = re.search(r"http://\S+", self.process.stdout.readline())
        assert found is not None
        self.address = found[0]
        self.root = self.address.partition("/?")[0]

    def kill(self) -> None:
        """End it with SIGKILL, as a crash does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def start(tmp_path: Any) -> Iterator[Callable[[str], RunningDesk]]:
    place = str(tmp_path / "gradebook.db")
    started: list[RunningDesk] = []

    def start_one(who: str) -> RunningDesk:
        started.append(RunningDesk(place, who))
        return started[-1]

    yield start_one
    for one in started:
        if one.process.poll() is None:
            one.kill()


@pytest.fixture
def class_book(tmp_path: Any) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "gradebook.db") as book:
        book.record_all([(person_report(f"learner-{n}", f"Rules of {n}."), UNKNOWN) for n in range(FORTY)])
        book.reviews().set_double(EXERCISE, TASK, True, "ida")
        book.reviews().ask(Question("learner-1", EXERCISE, "Why 2 points?", "ida", TASK))
        yield book


def given(who: str, number: int) -> tuple[int, float]:
    """The level (from 1) and the points for examples that a marker gives to response `number`."""
    level = 1 + number % 4
    if who == "grace" and number % 5 == 0:
        level = 1 + (number + 1) % 4
    return level, 1.5 if who == "grace" and number % 7 == 0 else 2.0


def number_on(page: Any) -> int:
    found = re.search(r"Rules of (\d+)\.", page.locator("pre.text").inner_text())
    assert found is not None
    return int(found[1])


def assert_state(page: Any, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#state")).to_contain_text(text, timeout=60_000)


def press_save(page: Any) -> None:
    with page.expect_navigation(timeout=60_000):
        page.keyboard.press("Control+Enter")


def wait_saved(page: Any) -> None:
    assert_state(page, "Draft saved")


def mark_here(page: Any, who: str) -> int:
    """Mark the response on the page with the keyboard alone; return its number."""
    number = number_on(page)
    level, examples = given(who, number)
    page.keyboard.press(str(level))
    page.keyboard.type(f"{examples:g}")
    if number % 10 == 0:
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        page.keyboard.type(f"Look at rule {number}.")
    press_save(page)
    return number


def assert_accessible(page: Any) -> None:
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def sit_down(browser: Any, desk: RunningDesk, **options: Any) -> Any:
    page = browser.new_context(**options).new_page()
    page.goto(desk.address)
    page.goto(f"{desk.root}/review")
    return page


@pytest.mark.slow("two people mark forty responses in two browsers")
def test_two_people_mark_forty_responses_blind_and_adjudicate(
    browser: Any, start: Callable[[str], RunningDesk], class_book: Gradebook
) -> None:
    ida, grace = start("ida"), start("grace")
    pages = {"ida": sit_down(browser, ida), "grace": sit_down(browser, grace)}
    seen: dict[str, list[int]] = {"ida": [], "grace": []}
    for who, page in pages.items():
        page.get_by_role("button", name="Mark").first.click()
        page.wait_for_url("**/mark/*")
        assert "grace" not in page.content() or who == "grace"
    for turn in range(FORTY):
        for who, page in list(pages.items()):
            if turn == 20 and who == "ida":
                pages["ida"] = page = killed_and_started_again(browser, page, ida, start)
            seen[who].append(mark_here(page, who))
    for who, page in pages.items():
        assert sorted(seen[who]) == list(range(FORTY))
        assert page.url.endswith("/review")
    page = pages["ida"]
    page.goto(f"{page.url.removesuffix('/review')}/markers/{KEY}")
    # An interval by resampling depends on the order of the rows, which is that of the codes.
    in_order = [
        int(entry.response.learner.rpartition("-")[2])
        for entry in class_book.reviews().entries(EXERCISE, TASK)
    ]
    raw = pd.DataFrame(
        [[LEVELS[given(who, n)[0] - 1] + given(who, n)[1] for who in ("grace", "ida")] for n in in_order]
    )
    expected = cohen(raw, weights="quadratic", categories=GRID, bootstrap=Bootstrap(SEED, RESAMPLES))
    assert 0 < expected.value < 1
    shown = page.locator("[data-kappa]").first
    assert float(shown.get_attribute("data-kappa")) == pytest.approx(expected.value, abs=1e-12)
    assert shown.inner_text() == f"{expected.value:.2f} [{expected.low:.2f}, {expected.high:.2f}]"
    differ = [n for n in range(FORTY) if given("ida", n) != given("grace", n)]
    assert adjudicate_all(page, f"{page.url.partition('/markers')[0]}/review") == len(differ)
    grades = {grade.learner: grade for grade in class_book.grades()}
    for n in range(FORTY):
        counted = 10 if n in differ else LEVELS[given("ida", n)[0] - 1] + given("ida", n)[1]
        assert grades[f"learner-{n}"].score == 10 + counted
    assert PERSON_TASK.points == 10
    for page in pages.values():
        page.context.close()


def killed_and_started_again(
    browser: Any, page: Any, desk: RunningDesk, start: Callable[[str], RunningDesk]
) -> Any:
    """Type a comment, kill the desk with SIGKILL, type on, start it again; what was saved is there, the page keeps the rest."""
    code = page.url.rpartition("/")[2]
    page.keyboard.press("c")
    page.keyboard.type("Half a sentence")
    wait_saved(page)
    desk.kill()
    page.keyboard.type(", and more")
    assert_state(page, "does not answer")
    assert page.locator("#comment").input_value() == "Half a sentence, and more"
    again = sit_down(browser, start("ida"))
    again.goto(f"{again.url.removesuffix('/review')}/mark/{code}")
    assert again.locator("#comment").input_value() == "Half a sentence"
    assert again.locator("#state").inner_text() == "Your draft is saved."
    page.context.close()
    return again


def adjudicate_all(page: Any, queue: str) -> int:
    page.goto(queue)
    page.get_by_role("link", name="Adjudicate").first.click()
    # Keys that are pressed before the page's script runs would be lost.
    page.wait_for_url("**/adjudicate/*")
    count = 0
    while "/adjudicate/" in page.url:
        assert page.locator("tr.differs").count() > 0
        page.keyboard.press("4")
        page.keyboard.type("4")
        page.keyboard.press("Escape")
        page.keyboard.press("c")
        page.keyboard.type("Read together.")
        press_save(page)
        count += 1
    return count


@pytest.mark.slow("waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(
    browser: Any, start: Callable[[str], RunningDesk], class_book: Gradebook, scheme: str, width: int
) -> None:
    reviews = class_book.reviews()
    first = reviews.next(EXERCISE, TASK, "ida")
    assert first is not None
    reviews.save(first, "ida", {"clear": 4, "example": 2}, "From ida")
    reviews.save(first, "grace", {"clear": 2, "example": 2}, "From grace")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}, "bypass_csp": True}
    desk = start("ida")
    page = sit_down(browser, desk, **options)
    assert_accessible(page)
    for path in (f"markers/{KEY}", f"adjudicate/{first}", f"mark/{first}"):
        page.goto(f"{desk.root}/{path}")
        assert_accessible(page)
    page.goto(f"{desk.root}/review")
    page.get_by_role("button", name="Mark").first.click()
    page.wait_for_url("**/mark/*")
    assert_accessible(page)
    page.context.close()


@pytest.mark.slow("waits for a browser")
def test_an_unsaved_keystroke_comes_back_when_the_page_is_loaded_again(
    browser: Any, start: Callable[[str], RunningDesk], class_book: Gradebook
) -> None:
    desk = start("ida")
    page = sit_down(browser, desk)
    page.get_by_role("button", name="Mark").first.click()
    page.wait_for_url("**/mark/*")
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/do/draft", lambda route: route.abort())
    started = monotonic()
    page.keyboard.press("c")
    page.keyboard.type("Not sent yet")
    assert_state(page, "does not answer")
    page.unroute("**/do/draft")
    page.reload()
    wait_saved(page)
    assert page.locator("#comment").input_value() == "Not sent yet"
    code = page.url.rpartition("/")[2]
    sheet = class_book.reviews().sheet(code, "ida")
    assert sheet is not None
    assert sheet.draft.comment == "Not sent yet"
    assert monotonic() - started < 120
    page.context.close()
