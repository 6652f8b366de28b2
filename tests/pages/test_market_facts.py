"""The facts about pay: in date, complete, rendered with their caveats; and the arithmetic of an offer."""

from __future__ import annotations

import datetime
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.authoring.build import stale_files
from labelwright.course.course import Course
from labelwright.course.root import CourseError
from labelwright.site.market import (
    FULL_YEAR_HOURS,
    TOPICS,
    Fact,
    Offer,
    expired,
    load_facts,
    market_blocks,
)
from labelwright.site.pages import fill_blocks, filled_pages, stale_blocks, write_blocks

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT / "course" / "market" / "facts.toml"
PAGE = ROOT / "course" / "market" / "index.md"
FACT = {
    "id": "some-pay",
    "topic": "floor",
    "who": "Somebody",
    "states": "median hourly pay",
    "value": 12.5,
    "unit": "US dollars an hour",
    "population": "ten people",
    "country": "Iceland",
    "title": "A report",
    "publisher": "A paper",
    "date": "2026-03",
    "mark": "primary",
    "read_in": "the report",
    "caveat": "Ten is few.",
    "entered": datetime.date(2026, 5, 4),
}


@pytest.fixture(scope="module")
def facts():
    return load_facts(FACTS)


@pytest.fixture(scope="module")
def text():
    return " ".join(PAGE.read_text(encoding="utf-8").split())


def test_no_fact_has_expired(facts):
    assert expired(facts, datetime.date.today()) == []


def test_every_topic_has_a_fact_and_pay_has_both_ends(facts):
    assert {fact.topic for fact in facts} == set(TOPICS)
    floors = [fact.low or fact.value for fact in facts if fact.topic == "floor"]
    tops = [fact.high or fact.value for fact in facts if fact.topic == "expert"]
    assert max(floors) < min(tops)


def test_nobody_read_a_source_before_it_was_there(facts):
    for fact in facts:
        if fact.date != "undated":
            assert f"{fact.date}-01-01"[:10] <= str(fact.entered), fact.id


def test_an_expired_fact_is_named_with_the_day_and_what_to_do():
    fact = Fact(**FACT)
    assert expired([fact], datetime.date(2027, 5, 3)) == []
    (message,) = expired([fact], datetime.date(2027, 5, 4))
    assert message.startswith(
        "On 2027-05-04, the fact 'some-pay' (A paper, March 2026) has been out of date since 2027-05-04."
    )
    assert "set `entered`" in message


def test_a_leap_day_expires_on_the_first_of_march():
    assert Fact(**FACT | {"entered": datetime.date(2028, 2, 29)}).expires == datetime.date(2029, 3, 1)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, "12.50 US dollars an hour"),
        ({"value": 64984, "unit": "US dollars a year"}, "64,984 US dollars a year"),
        ({"value": 2, "about": True}, "about 2 US dollars an hour"),
        ({"value": None, "low": 1.32, "high": 2}, "1.32 to 2.00 US dollars an hour"),
        ({"value": None, "low": 60, "high": 180, "beyond": True}, "60 to more than 180 US dollars an hour"),
    ],
)
def test_a_figure_in_words(change, shown):
    assert Fact(**FACT | change).figure == shown


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2018", "2018"),
        ("2025-12", "December 2025"),
        ("2023-01-08", "8 January 2023"),
        ("undated", "undated"),
    ],
)
def test_a_date_is_written_for_people(date, shown):
    assert Fact(**FACT | {"date": date}).dated == shown


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ('mark = "hearsay"', "fact 1 (some-pay), mark"),
        ('date = "last year"', "YYYY-MM"),
        ('date = "2025-13"', "fact 1 (some-pay), date"),
        ("low = 3", "give value alone"),
        ('salary = "high"', "salary"),
        ('url = "http://plain.example"', "url"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path, line, part):
    fields = {key: value for key, value in FACT.items() if key != line.split(" ")[0]}
    body = "\n".join(
        f"{key} = {value!r}" if key != "entered" else f"{key} = {value}" for key, value in fields.items()
    )
    path = tmp_path / "facts.toml"
    path.write_text(f"[[facts]]\n{body}\n{line}\n", encoding="utf-8")
    with pytest.raises(CourseError, match=re.escape(part)):
        load_facts(path)


def test_two_facts_of_one_name_and_a_broken_file_are_refused(tmp_path):
    path = tmp_path / "facts.toml"
    body = "\n".join(
        f"{key} = {value!r}" if key != "entered" else f"{key} = {value}" for key, value in FACT.items()
    )
    path.write_text(f"[[facts]]\n{body}\n[[facts]]\n{body}\n", encoding="utf-8")
    with pytest.raises(CourseError, match="two facts called 'some-pay'"):
        load_facts(path)
    path.write_text("[[facts", encoding="utf-8")
    with pytest.raises(CourseError, match="cannot be read as TOML"):
        load_facts(path)


def test_a_fact_is_shown_with_all_that_has_to_be_said():
    blocks = market_blocks([Fact(**FACT)])
    row = (
        "| Somebody | 12.50 US dollars an hour | Median hourly pay. Country: Iceland. A paper, March 2026. |"
    )
    assert row in blocks["pay"]
    for part in ("Median hourly pay.", "Of whom: ten people.", "Country: Iceland.", "As reported by A paper"):
        assert part in blocks["floor"]
    for part in ("March 2026", "Primary source: read in the report", "*Keep in mind:* Ten is few."):
        assert part in blocks["floor"]
    assert blocks["law"] == "This page has no facts about this topic yet."


def test_the_committed_page_is_fresh(checkout):
    assert [str(path.relative_to(ROOT)) for path in stale_blocks(checkout)] == [], (
        "run labelwright author build"
    )


def test_a_changed_fact_makes_the_page_stale_until_it_is_built(two_pages):
    write_blocks(two_pages)
    facts = two_pages.book / "market" / "facts.toml"
    page = two_pages.book / "market" / "index.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert stale_blocks(two_pages) == []
    facts.write_text(facts.read_text("utf-8").replace("64984", "64985"), encoding="utf-8")
    assert stale_blocks(two_pages) == [page]
    assert page in stale_files(two_pages)
    assert write_blocks(two_pages) == [page]
    assert "64,985 US dollars a year" in page.read_text("utf-8")
    assert stale_blocks(two_pages) == []


def test_a_course_without_these_pages_has_none(tmp_path):
    (tmp_path / "exercises").mkdir()
    assert filled_pages(Course(tmp_path)) == {}


@pytest.mark.parametrize(
    "page",
    ["nothing", "<!-- a:begin -->", "<!-- a:end --><!-- a:begin -->", "<!-- a:begin --><!-- a:end -->" * 2],
)
def test_a_missing_or_doubled_mark_is_named(page):
    with pytest.raises(CourseError, match=r"page\.md needs the line <!-- a:begin --> once"):
        fill_blocks(page, {"a": "x"}, "page.md")


@given(block=st.text(), before=st.text(alphabet="ab\\\n"), after=st.text(alphabet="ab\\\n"))
def test_filling_keeps_what_stands_round_it(block, before, after):
    if "<!--" in block:
        return
    page = f"{before}<!-- a:begin -->old<!-- a:end -->{after}"
    once = fill_blocks(page, {"a": block}, "page")
    assert once == f"{before}<!-- a:begin -->\n\n{block}\n\n<!-- a:end -->{after}"
    assert fill_blocks(once, {"a": block}, "page") == once


def test_the_worked_example_is_right(text):
    offer = Offer(rate=40, paid_hours=18, unpaid_hours=6, weeks=38)
    assert f"40 × 18 × 38 = **{offer.income:,.0f}**" in text
    assert f"(18 + 6) × 38 = {offer.hours:,.0f}" in text
    assert f"27,360 / 912 = **{offer.effective_rate:.2f} an hour**" in text
    assert (
        f"A rate of 40 an hour sounds like {offer.full_year_claim:,.0f} a year: 40 times {FULL_YEAR_HOURS:,}"
        in text
    )
    assert FULL_YEAR_HOURS == 52 * 40


def test_the_prose_about_ranges_quotes_the_facts(text, facts):
    by_id = {fact.id: fact for fact in facts}
    assert (
        "One study measured about two US dollars an hour. Another source reports more than a hundred" in text
    )
    assert by_id["mturk-median"].figure == "about 2 US dollars an hour"
    assert by_id["hireart-medicine"].high == 180
    assert by_id["hireart-manager-year"].value == 180000
    assert (
        f"the average of {by_id['ziprecruiter-year'].value:,.0f} has a range of its own, and it begins at 28,000"
        in text
    )
    assert "28,000" in by_id["ziprecruiter-year"].states


def test_an_offer_without_hours_has_no_rate():
    assert math.isnan(Offer(40, 0, 0, 38).effective_rate)
    assert Offer(40, 10, 0, 0, onboarding_hours=5).effective_rate == 0


@pytest.mark.parametrize(
    "numbers", [(-1, 1, 1, 1), (1, 100, 69, 1), (1, 1, 1, 53), (float("inf"), 1, 1, 1), (math.nan, 1, 1, 1)]
)
def test_an_impossible_offer_is_refused(numbers):
    with pytest.raises(ValueError, match=r"0 or more|168 hours|52 weeks"):
        Offer(*numbers)


@given(
    rate=st.floats(0, 500),
    paid=st.floats(0.5, 80),
    unpaid=st.floats(0, 80),
    weeks=st.floats(1, 52),
    start=st.floats(0, 100),
)
def test_unpaid_time_never_raises_the_rate(rate, paid, unpaid, weeks, start):
    offer = Offer(rate, paid, unpaid, weeks, start)
    assert offer.effective_rate <= rate * (1 + 1e-12)
    assert offer.effective_rate <= Offer(rate, paid, 0, weeks, start).effective_rate * (1 + 1e-12)
