"""The page says what an employer needs, keeps hostile text inert, and never reaches outside."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.keys import SigningKey
from labelwright_portfolio.build import build
from labelwright_portfolio.figures import label_lines, resolve, shown
from labelwright_portfolio.page import inert
from labelwright_portfolio.profile import Link, Profile

HOSTILE = "<script>alert('1')</script>]]>-->\"'&amp;{{7*7}}\u202e\u2028 \u00e9\U0001f600</title></style>"


@pytest.fixture
def text(portfolio: Path) -> str:
    return (portfolio / "index.html").read_text(encoding="utf-8")


def test_it_says_what_an_employer_asks(text: str, key: SigningKey, profile: Profile) -> None:
    plain = html.unescape(re.sub(r"<[^>]+>", "", text.split("</style>")[1].split("<script")[0]))
    for words in (
        profile.name,
        profile.headline,
        "checked by nobody",
        "22 of 22",
        "planted by nobody: real defects",
        "0.70 to 0.75, bootstrap over tokens",
        "300 tokens",
        "0.78, the same raters, best split halves",
        "Real public data",
        "Derived from real public data",
        "graded by the issuer",
        "checked by the learner's own run",
        "No client\u2019s data",
        "It does not prove who holds it",
        key.did,
        key.fingerprint,
        "eddsa-jcs-2022",
        "eddsa-rdfc-2022",
        f"labelwright portfolio verify index.html --issuer {key.did} --email ADDRESS",
    ):
        assert words in plain, words


def test_it_is_closed_to_the_outside(text: str) -> None:
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in text
    assert '<meta name="robots" content="noindex">' in text
    outside = re.findall(
        r'(?:src|href|action|url)\s*[=(]\s*["\']?(?!credentials/|evidence/|https://example\.org)[^"\' )]+',
        text,
    )
    assert outside == []
    types = set(re.findall(r'<script type="([^"]+)"', text))
    assert types == {"application/json", "application/vc+ld+json"}
    assert "<script>" not in text


def test_ids_are_unique(text: str) -> None:
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= {" ".join(p) for p in _pairs(ids)} | set(
        ids
    )


def _pairs(ids: list[str]) -> list[tuple[str, str]]:
    return [(one, two) for one in ids for two in ids]


def test_hostile_text_stays_inert(
    key: SigningKey, tmp_path: Path, findings: Any, now: datetime, lexicon_report: Callable[..., Report]
) -> None:
    profile = Profile(
        name=HOSTILE[:110], headline=HOSTILE, about=HOSTILE, languages=[HOSTILE], domains=[HOSTILE],
        links=[Link(label=HOSTILE[:70], url="https://example.org/?a=1&b=2")], email="amara@example.org",
        issuer_name=HOSTILE[:110],
    )  # fmt: skip
    base = lexicon_report()
    facts = base.facts.model_copy(
        update={"title": HOSTILE, "summary": HOSTILE, "criteria": HOSTILE, "skills": (HOSTILE,)}
    )
    measure = base.measures[1].model_copy(
        update={"name": HOSTILE, "method": HOSTILE, "reference": HOSTILE, "unit": HOSTILE}
    )
    check = base.checks[0].model_copy(update={"sentence": HOSTILE, "measures": (measure,)})
    report = base.model_copy(
        update={"facts": facts, "checks": (check,), "level": HOSTILE, "grader_version": HOSTILE}
    )
    build([report], profile, key, tmp_path / "site", now)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert page.count("<script") == page.count("</script>") == 3
    assert page.count("</title>") == 2  # the document's and the chart's
    assert page.count("</style>") == 1
    assert "{{7*7}}" in page
    assert findings(tmp_path / "site") == []


def test_a_page_of_own_runs_does_not_speak_of_a_grader(
    profile: Profile, key: SigningKey, tmp_path: Path, now: datetime, ratings_report: Callable[..., Report]
) -> None:
    build([ratings_report()], profile, key, tmp_path / "site", now)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "graded by the issuer" not in page.split("<script")[0]


def test_work_without_measures_or_data_still_makes_a_page(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    findings: Any,
    now: datetime,
    lexicon_report: Callable[..., Report],
) -> None:
    from labelwright.checks.verdicts import ExerciseFacts

    base = lexicon_report(facts=ExerciseFacts())
    bare = base.model_copy(update={"checks": (base.checks[1],)})
    build([bare], profile, key, tmp_path / "site", now)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert 'class="chart"' not in page
    assert findings(tmp_path / "site") == []


def test_both_reports_are_in_the_given_order(
    reports: list[Report], profile: Profile, key: SigningKey, tmp_path: Path, now: datetime
) -> None:
    result = build(list(reversed(reports)), profile, key, tmp_path / "site", now)
    assert [credential["name"] for credential in result.credentials] == [
        "Same ratings, three answers",
        "Audit a published lexicon",
    ]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        ("0.7", "number", "0.70"),
        ("0.8125", "number", "0.813"),
        ("22", "number", "22"),
        ("-0.05", "number", "\u22120.05"),
        ("0.00001", "number", "0.000010"),
        ("12345.678", "number", "12345.7"),
        ("2026-11-02T00:00:00Z", "date", "2 November 2026"),
        ("F1 of the repaired sentiment labels", "line-30-1", "labels"),
    ],
)
def test_formats(value: str, form: str, text: str) -> None:
    assert shown(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("x", "number"),
        ("NaN", "number"),
        ("1e999999999", "number"),
        ("9" * 5000, "number"),
        ("x", "loud"),
        (3, "text"),
        ("x", "date"),
    ],
)
def test_formats_refuse_what_they_cannot_show(value: object, form: str) -> None:
    with pytest.raises(ValueError):
        shown(value, form)


def test_pointers() -> None:
    document = {"a/b": [{"~": "x"}]}
    assert resolve(document, "/a~1b/0/~0") == "x"
    for pointer in ("/a", "/a~1b/1", "/a~1b/-1", "/a~1b/0/~0/z", "a"):
        with pytest.raises(LookupError):
            resolve(document, pointer)


@given(st.text(max_size=60))
def test_embedded_json_cannot_end_its_element(value: str) -> None:
    import json

    try:
        text = str(inert({"v": value}))
    except ValueError:
        return  # half a surrogate pair is no text
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"v": value}


@given(st.text(max_size=200))
def test_label_lines_fit(value: str) -> None:
    lines = label_lines(value, 30)
    assert lines
    assert all(len(line) <= 30 for line in lines)
