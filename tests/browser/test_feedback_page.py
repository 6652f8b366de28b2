"""The feedback page in a real browser: free of axe's findings, whole on a phone, dark on black, plain on paper."""

from __future__ import annotations

import pytest

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Outcome, OutcomeKind, Report, Verdict
from labelwright.feedback.entry import entry_of
from labelwright.feedback.html import feedback_page

pytestmark = pytest.mark.mostly_slow("test_axe_finds_nothing[light]", reason="waits for a browser")

LONG = "a_name_that_is_far_too_long_for_a_telephone_and_holds_no_place_to_break_it_at_all"


def result(verdict, **said):
    return CheckResult(
        id=verdict.value,
        task="means",
        sentence=f"`{LONG}` is what this check asks for.",
        verdict=verdict,
        points=25.0 if verdict is Verdict.PASSED else 0.0,
        max_points=25.0,
        **said,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    checks = (
        result(Verdict.PASSED, measured=1.0, expected="1"),
        result(
            Verdict.FAILED,
            found=f"`{LONG}`: 2.",
            misconception="Known.",
            why="It matters.",
            advice="Try `x`.",
        ),
        result(Verdict.NOT_ATTEMPTED, found="Not there yet."),
        result(Verdict.NOT_RUN, found="This waits for another check."),
    )
    crashed = Outcome(
        kind=OutcomeKind.CRASHED, sentence="It ended.", advice="Fix it.", cell=1, source=f"x = {LONG!r} * 3"
    )
    reports = [
        Report(
            learner="ada",
            exercise=slug,
            facts=ExerciseFacts(title="Audit", module_title="Data foundations"),
            outcome=crashed,
            score=25.0,
            max_score=100.0,
            notes=("A note.",),
            checks=checks,
        )
        for slug in ("first", "second")
    ]
    page = tmp_path_factory.mktemp("feedback") / "ada.html"
    page.write_text(feedback_page("ada", list(map(entry_of, reports))), "utf-8")
    return page.as_uri()


@pytest.fixture
def opened(browser, address):
    contexts = []

    def open_with(**options):
        contexts.append(browser.new_context(offline=True, **options))
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_with
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(opened, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    report = axe.Axe().run(opened(color_scheme=scheme, bypass_csp=True))
    assert report.violations_count == 0, report.generate_report()


@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_sideways_scrolling(opened, width):
    page = opened(viewport={"width": width, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    cut = "[...document.querySelectorAll('.lw-check *')].filter(e => e.getBoundingClientRect().right > innerWidth)"
    assert page.evaluate(f"{cut}.length") == 0


def test_dark_is_dark_and_paper_is_black_on_white(opened):
    page = opened(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 29)"
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    colours = page.evaluate(
        "[...document.querySelectorAll('h1, .lw h2, .lw-sentence')].map(e => getComputedStyle(e).color)"
    )
    assert set(colours) == {"rgb(0, 0, 0)"}
