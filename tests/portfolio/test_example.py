"""The committed example portfolio: it holds, its grading can be repeated, it is small and accessible, and says what it is."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from labelwright.cli.portfolio.verify import differences, grade_again
from labelwright.course.course import open_course
from labelwright.credentials.keyring.key_list import read_list
from labelwright_portfolio.parse_page import read_portfolio
from labelwright_portfolio.verify import verify_page

TEMPLATE = Path(__file__).parents[2] / "portfolio_template"
EXAMPLE = TEMPLATE / "example"
SITE = EXAMPLE / "page"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
NOT_A_PERSON = "This example was made from the course's reference solutions, not by a person"
LIMIT = 60_000
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1200, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1200, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
    "print": {"color_scheme": "dark", "viewport": {"width": 794, "height": 1123}},
}


@pytest.fixture(scope="module")
def maker() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("make_example", TEMPLATE / "make_example.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # dataclasses look their module up by its name.
    sys.modules["make_example"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["make_example"]


def test_it_holds_for_a_reader_who_trusts_its_key() -> None:
    trusted = read_list(EXAMPLE / "keys.json")
    result = verify_page(SITE, trusted, "example@example.org", datetime(2026, 12, 1, tzinfo=UTC))
    assert [finding.sentence for finding in result.findings if not finding.ok or finding.open_question] == []
    assert len(result.works) == len(read_portfolio(SITE)[0]) >= 5


def test_every_page_says_that_no_person_made_it_and_that_the_key_vouches_for_nothing(
    maker: ModuleType,
) -> None:
    assert read_list(EXAMPLE / "keys.json").name == maker.NOBODY == "Example key, vouches for nothing"
    for name in PAGES:
        words = (SITE / name).read_text(encoding="utf-8").replace("&#39;", "'")
        assert NOT_A_PERSON in re.sub(r"<script.*?</script>", "", words, flags=re.DOTALL), name
        assert maker.NOBODY in words, name


@pytest.mark.slow("grades every published notebook again")
@pytest.mark.usefixtures("course_data")
def test_its_published_notebooks_grade_again_to_what_was_signed() -> None:
    # pytest runs in a sandbox of its own on some machines; the code is the project's own.
    findings = grade_again(SITE, None, trust_learners=True)
    assert [finding.sentence for finding in findings if not finding.ok] == []
    repeated = [finding for finding in findings if finding.code == "rerun" and not finding.open_question]
    assert len(repeated) == len(list((SITE / "notebooks").iterdir()))


@pytest.mark.slow("grades and builds the whole example again")
@pytest.mark.usefixtures("course_data")
def test_built_again_it_claims_the_same(maker: ModuleType, tmp_path: Path) -> None:
    """When this fails: uv run python portfolio_template/make_example.py."""
    reports = maker.grade_attempts(open_course(None), tmp_path)
    draft = maker.draft_example(open_course(None), reports, tmp_path)
    built = {work.slug: work.evidence for work in draft.works}
    committed = {work.slug: work.evidence for work in read_portfolio(SITE)[0]}
    assert list(built) == list(committed)
    for slug, evidence in committed.items():
        assert list(differences(evidence, json.loads(json.dumps(built[slug])))) == [], slug
        assert built[slug].get("attempts") == evidence.get("attempts"), slug


def test_a_second_attempt_is_better_than_the_first() -> None:
    attempts = {work.slug: work.evidence["attempts"] for work in read_portfolio(SITE)[0]}
    first = {slug: earlier[0]["percent"] for slug, earlier in attempts.items() if earlier}
    assert len(first) >= 4
    assert all(percent < 100 for percent in first.values())
    assert min(first.values()) < 70


def test_the_front_page_is_small() -> None:
    assert (SITE / "index.html").stat().st_size < LIMIT, "with the drawings and signed documents inside it"


@pytest.mark.mostly_slow(1, reason="waits for a browser")
@pytest.mark.parametrize("name", PAGES)
def test_no_page_asks_another_host(name: str, browser: Any) -> None:
    page = browser.new_context(offline=True).new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((SITE / name).as_uri())
    page.wait_for_selector("[data-check=good]", timeout=20_000)
    page.context.close()
    assert [url for url in requests if not url.startswith("data:")] == [(SITE / name).as_uri()]


@pytest.mark.mostly_slow(1, reason="waits for a browser on every page")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(look: str, browser: Any) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    for name in ("index.html", "work/label-forty-reviews.html"):
        page = browser.new_context(offline=True, bypass_csp=True, **LOOKS[look]).new_page()
        page.goto((SITE / name).as_uri())
        if look == "print":
            page.emulate_media(media="print")
        result = axe.Axe().run(page)
        assert result.violations_count == 0, f"{name}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.context.close()
