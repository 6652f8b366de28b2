"""The built site in a real browser: no foreign request, readable, and free of axe's findings."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

THEMES_OWN = {
    "aria-dialog-name": ('class="md-search"',),
    "landmark-unique": ('<nav class="md-nav"',),
}
"""Best-practice findings in the theme's own markup, which a page cannot change; no rule of WCAG is among them."""


def pages_of(built):
    return sorted(str(path.relative_to(built)) for path in built.rglob("*.html"))


@pytest.fixture(scope="module")
def walk(browser, built, served):
    """Every page opened once on a small phone: what was asked for, what failed, what was too wide."""
    seen = SimpleNamespace(pages=pages_of(built), asked=[], failed=[], wide=[])
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("response", lambda response: response.status >= 400 and seen.failed.append(response.url))
    page.on("pageerror", lambda error: seen.failed.append(str(error)))
    for name in seen.pages:
        page.goto(f"{served}/{name}", wait_until="load")
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            seen.wide.append(name)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{served}/index.html")
    page.get_by_role("textbox", name="Search").fill("ddof")
    page.get_by_role("link", name="Data foundations in Python").first.wait_for()
    context.close()
    return seen


def test_no_page_asks_another_host(walk, served):
    foreign = {url for url in walk.asked if not url.startswith((served, "data:", "blob:"))}
    assert len(walk.pages) >= 15
    assert foreign == set()
    assert walk.failed == []


def test_nothing_is_cut_off_on_a_small_phone(walk):
    assert walk.wide == []


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "m05-agreement/index.html"])
def test_axe_finds_nothing(browser, served, name, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{served}/{name}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(400)
    report = axe.Axe().run(page)
    context.close()
    ours = {
        (found["id"], node["html"])
        for found in report.response["violations"]
        for node in found["nodes"]
        if not any(mark in node["html"] for mark in THEMES_OWN.get(found["id"], ()))
    }
    assert ours == set(), report.generate_report()
