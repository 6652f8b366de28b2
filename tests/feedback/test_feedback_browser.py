"""The feedback page in a real browser: nothing requested, accessible, readable on a phone, hostile text inert."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import Report
from labelwright.feedback.entry import Entry, entry_of
from labelwright.feedback.html import card_html, feedback_page

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)


def shown(browser: Any, folder: Path, source: str, **options: Any) -> tuple[Any, list[str]]:
    path = folder / "page.html"
    path.write_text(source, encoding="utf-8")
    page = browser.new_context(offline=True, **options).new_page()
    log: list[str] = []
    page.on("request", lambda request: log.append(request.url))
    page.on("console", lambda message: log.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: log.append(f"error: {error}"))
    page.on("dialog", lambda dialog: log.append("dialog"))
    page.goto(path.as_uri())
    return page, log


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1100])
def test_axe_finds_nothing(
    browser: Any, report: Report, finished: Report, tmp_path: Path, scheme: str, width: int
) -> None:
    counts = replace(
        entry_of(finished),
        facts=("Submission 2 of 2 counts.",),
        next_step="Nothing.",
        others=(report, report),
    )
    excused = Entry("Excused work", "Excused: no points are needed.", state="excused")
    untouched = Entry("Later", "Not handed in.", next_step="Do it.", is_untouched=True, report=report)
    entries = [entry_of(report, ("Tutor: Well done.",)), counts, excused, untouched]
    source = feedback_page("ada", entries, "Ada Lovelace")
    view = {"width": width, "height": 800}
    page, log = shown(browser, tmp_path, source, color_scheme=scheme, bypass_csp=True, viewport=view)
    page.locator('a[href="#untouched"]').click()
    assert page.locator("#untouched > summary").is_visible()
    assert not page.locator("#untouched .lw-untouched").is_visible()
    for is_open in (False, True):
        page.evaluate(
            f"document.querySelectorAll('details').forEach(each => each.open = {str(is_open).lower()})"
        )
        result = axe.Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert log == [(tmp_path / "page.html").as_uri()]
    page.context.close()


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("width", [320, 768])
def test_a_phone_shows_it_without_sideways_scrolling(
    browser: Any, report: Report, finished: Report, tmp_path: Path, width: int
) -> None:
    long = report.model_copy(update={"learner": "x" * 300, "source_name": "y" * 300, "notes": ("z" * 300,)})
    source = feedback_page("x" * 300, [entry_of(long), entry_of(finished)])
    page, _ = shown(browser, tmp_path, source, viewport={"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.close()


def test_hostile_text_does_nothing(browser: Any, hostile: tuple[str, Report], tmp_path: Path) -> None:
    text, report = hostile
    source = feedback_page(text, [entry_of(report)])
    page, log = shown(browser, tmp_path, source, viewport={"width": 320, "height": 700})
    assert log == [(tmp_path / "page.html").as_uri()]
    assert page.locator("script, img, a, iframe").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.context.close()


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card_is_accessible_too(browser: Any, report: Report, tmp_path: Path, scheme: str) -> None:
    theme = "false" if scheme == "dark" else "true"
    colours = "color: #fff; background: #111; --jp-ui-font-color1: #fff; --jp-ui-font-color2: #ddd; --jp-layout-color1: #111"
    card = card_html("Find the faults", "37.5 of 100 points", report.checks, "A note.")
    source = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Card</title></head>'
        f'<body data-jp-theme-light="{theme}" style="{colours if theme == "false" else ""}">'
        f"<main><h1>Notebook</h1><h2>Cell</h2>{card}</main></body></html>"
    )
    page, _ = shown(browser, tmp_path, source, color_scheme=scheme, bypass_csp=True)
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.context.close()
