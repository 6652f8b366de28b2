"""The page in a real browser: no requests, no errors, accessible, readable on a phone and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)


def open_page(browser: Any, portfolio: Path, **options: Any) -> tuple[Any, list[str]]:
    page = browser.new_context(offline=True, **options).new_page()
    log: list[str] = []
    page.on("request", lambda request: log.append(request.url))
    page.on("console", lambda message: log.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: log.append(f"error: {error}"))
    page.goto((portfolio / "index.html").as_uri())
    return page, log


def test_nothing_is_requested_and_nothing_is_logged(browser: Any, portfolio: Path) -> None:
    page, log = open_page(browser, portfolio)
    page.wait_for_load_state("networkidle")
    assert log == [(portfolio / "index.html").as_uri()]
    page.context.close()


@pytest.mark.mostly_slow("light", reason="waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, portfolio: Path, scheme: str) -> None:
    page, _ = open_page(browser, portfolio, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    result = axe.Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.context.close()


@pytest.mark.mostly_slow("320", reason="waits for a browser")
@pytest.mark.parametrize("width", [320, 360, 768])
def test_no_sideways_scrolling_and_no_overlap(browser: Any, portfolio: Path, width: int) -> None:
    page, _ = open_page(browser, portfolio, viewport={"width": width, "height": 700})
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.close()


def test_dark_is_dark_and_light_is_light(browser: Any, portfolio: Path, tmp_path: Path) -> None:
    shots = {}
    for scheme in ("light", "dark"):
        page, _ = open_page(browser, portfolio, color_scheme=scheme)
        shots[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        picture = page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)
        assert len(picture) > 10_000
        page.context.close()
    assert shots == {"light": "rgb(251, 250, 246)", "dark": "rgb(16, 21, 27)"}


def test_print_is_black_on_white(browser: Any, portfolio: Path) -> None:
    page, _ = open_page(browser, portfolio, color_scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert not page.locator("[data-check]").is_visible()
    page.context.close()


def test_the_chart_puts_each_dot_at_its_value(browser: Any, portfolio: Path) -> None:
    page, _ = open_page(browser, portfolio)
    for work, shares in (
        ("audit-a-published-lexicon", (1.0, 0.8125)),
        ("same-ratings-three-answers", (0.726,)),
    ):
        page.goto((portfolio / "work" / f"{work}.html").as_uri())
        places = page.evaluate(
            "[...document.querySelectorAll('.dots .chart .dot')].map(d => parseFloat(d.getAttribute('cx')))"
        )
        assert places == pytest.approx([1.5 + 97 * share for share in shares], abs=0.01)
    page.context.close()
