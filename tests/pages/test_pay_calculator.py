"""The calculator of the market page in a real browser: the same numbers as in Python, and usable by everybody."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.site.market import Offer

FIELDS = ("rate", "paid", "unpaid", "weeks", "start")
READ = """() => Object.fromEntries(["effective", "income", "hours", "claim"].map(
    (name) => [name, document.getElementById(`pay-${name}`).textContent]))"""
WRITE = """(values) => {
    for (const [name, value] of Object.entries(values)) document.getElementById(`pay-${name}`).value = value;
    document.getElementById("pay").dispatchEvent(new Event("input"));
}"""


@pytest.fixture(scope="module")
def page(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/market/index.html")
    yield page
    context.close()


def enter(page, *values):
    page.evaluate(WRITE, dict(zip(FIELDS, map(str, values), strict=True)))


def shown(page):
    return {name: float(text.replace(",", "")) for name, text in page.evaluate(READ).items()}


def two_places(low, high):
    return st.integers(int(low * 100), int(high * 100)).map(lambda cents: cents / 100)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rate=two_places(0, 400),
    paid=two_places(0, 84),
    unpaid=two_places(0, 84),
    weeks=two_places(0, 52),
    start=two_places(0, 200),
)
def test_it_computes_what_python_computes(page, rate, paid, unpaid, weeks, start):
    offer = Offer(rate, paid, unpaid, weeks, start)
    enter(page, rate, paid, unpaid, weeks, start)
    assert page.locator("#pay-answer").is_visible() is bool(offer.hours)
    if offer.hours:
        expected = (offer.effective_rate, offer.income, offer.hours, offer.full_year_claim)
        for number, value in zip(shown(page).values(), expected, strict=True):
            assert math.isclose(number, value, abs_tol=0.005 + 1e-9 * abs(value))


@pytest.mark.parametrize(
    ("values", "message", "fields"),
    [
        (
            (-1, 18, 6, 38, 0),
            "“Pay for a paid hour, in your currency” needs a number of 0 or more.",
            ["rate"],
        ),
        ((40, "", 6, 38, 0), "“Paid hours a week” needs a number of 0 or more.", ["paid"]),
        ((40, 100, 69, 38, 0), "A week has 168 hours.", ["paid", "unpaid"]),
        ((40, 18, 6, 53, 0), "A year has at most 52 weeks", ["weeks"]),
        ((40, 0, 0, 38, 0), "No hours are given", ["paid", "weeks"]),
    ],
)
def test_a_wrong_number_is_named_and_no_answer_is_left_standing(page, values, message, fields):
    enter(page, *values)
    fault = page.locator("#pay-fault")
    assert message in fault.inner_text()
    assert fault.get_attribute("role") == "alert"
    assert not page.locator("#pay-answer").is_visible()
    marked = [name for name in FIELDS if page.locator(f"#pay-{name}").get_attribute("aria-invalid") == "true"]
    assert marked == fields
    enter(page, 40, 18, 6, 38, 0)
    assert fault.inner_text() == ""
    assert page.locator("#pay-answer").is_visible()
    assert shown(page)["effective"] == 30


def test_the_keyboard_is_enough_and_every_field_has_its_name(browser, served):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served}/market/index.html")
    page.get_by_label("Pay for a paid hour").focus()
    for value in ("20", "10", "10", "50", "0"):
        page.keyboard.press("Control+A")
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    assert shown(page) == {"effective": 10, "income": 10_000, "hours": 1_000, "claim": 41_600}
    status = page.get_by_role("status").filter(has_text="Effective pay an hour")
    assert "10.00" in status.inner_text()
    page.get_by_label("Paid hours a week", exact=True).press("Enter")
    assert page.url.endswith("/market/index.html")
    context.close()


def test_without_javascript_the_page_says_how_to_compute_it(browser, served):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/market/index.html")
    assert page.get_by_text("The calculator needs JavaScript").is_visible()
    assert not page.locator("#pay").is_visible()
    context.close()


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_calculator(browser, served, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{served}/market/index.html")
    page.wait_for_timeout(300)
    for weeks in ("38", "60"):
        page.locator("#pay-weeks").fill(weeks)
        report = axe.Axe().run(page, context=".md-content")
        assert report.response["violations"] == [], report.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
