"""The page says what an employer needs, keeps hostile text escape_json, and never reaches outside."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import HandMark, evidence
from labelwright.credentials.issue import issue
from labelwright.credentials.keys import SigningKey
from labelwright_portfolio.build import Extras, build, build_signed, draft_signed
from labelwright_portfolio.disclosure import list_public_content
from labelwright_portfolio.pages.frame import hash_script, load_script
from labelwright_portfolio.pages.page_data import escape_json
from labelwright_portfolio.profile import Link, Profile
from labelwright_portfolio.signed_values import format_value, resolve_pointer
from labelwright_portfolio.skills import SKILLS
from labelwright_portfolio.stories import ErrorNote, Guideline, Story
from labelwright_portfolio.verify import verify_page

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HOSTILE = "<script>alert('1')</script>]]>-->\"'&amp;{{7*7}}\u202e\u2028 \u00e9\U0001f600</title></style>"


PAGES = ["index.html", "work/audit-a-published-lexicon.html", "work/same-ratings-three-answers.html"]


@pytest.fixture
def text(portfolio: Path) -> str:
    return (portfolio / "index.html").read_text(encoding="utf-8")


def plain(page: str) -> str:
    """Return what a reader sees: the text after the style and before the embedded documents."""
    visible = re.sub(r"<script.*?</script>", "", page.split("</style>")[1], flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", visible))


def test_the_front_page_says_what_an_employer_asks(text: str, key: SigningKey, profile: Profile) -> None:
    visible = plain(text)
    for words in (
        profile.name,
        profile.headline,
        profile.availability,
        "English (C2)",
        "Nobody checked them",
        "22 of 22",
        "0.70 to 0.75",
        "300 tokens",
        "People reach\n0.78",
        "passes at 70%",
        "graded by the issuer",
        "checked by the learner's own run",
        "Self-checked",
        "Re-runnable",
        "Instructor-signed",
        "Not checked here",
        "No client\u2019s data",
        "It does not show who holds the key",
        key.did,
        key.fingerprint,
        "eddsa-jcs-2022",
        "eddsa-rdfc-2022",
        f"labelwright portfolio verify index.html --issuer {key.did} --email ADDRESS",
        "Twenty-two defects, each with its line",
    ):
        assert words in re.sub(r"People reach\s*", "People reach\n", visible), words
    assert not re.search(r"\bvalid\b", visible)


def test_the_page_about_a_work_says_what_ten_minutes_ask(portfolio: Path) -> None:
    visible = plain((portfolio / PAGES[1]).read_text(encoding="utf-8"))
    for words in (
        "Find the entries of a widely used sentiment lexicon",
        "To pass: Every defect",
        "I read the file once before I searched it.",
        "0.75 to 0.87, bootstrap over reviews",
        "not known for this data",
        "planted by nobody: real defects",
        "Repaired labels and the published star ratings, reviews. Rows: the repaired label.",
        "removed An entry twice in the file.",
        "added An entry twice in the file, also with other capital letters.",
        "kept A mean outside the scale.",
        "Two entries differed by a capital letter alone.",
        "Capital letters",
        "Fold case",
        "14 November 2026",
        "41.7%",
        "not passed",
        "Ask what the file is used for.",
        "No sound entry is called a defect.",
        "Real public data",
        "MIT",
        "5c1d5c1d",
        "Machine-checked",
        "Own words",
    ):
        assert words in visible, words
    second = plain((portfolio / PAGES[2]).read_text(encoding="utf-8"))
    assert "0.78, the same raters, best split halves" in second
    assert "Own words" in second
    assert "How I worked" not in second


def test_text_in_backticks_is_code_and_is_compared_to_the_letter(
    tmp_path: Path, lexicon_report: Callable[..., Report], profile: Profile, key: SigningKey
) -> None:
    report = lexicon_report()
    sentence = "`a < b` and `b` are right, a lone ` is not code."
    first = report.checks[0].model_copy(update={"sentence": sentence})
    build(
        [report.model_copy(update={"checks": (first, *report.checks[1:])})],
        profile,
        key,
        tmp_path / "site",
        NOW,
    )
    page = (tmp_path / "site" / PAGES[1]).read_text(encoding="utf-8")
    assert (
        "<code><i>`</i>a &lt; b<i>`</i></code> and <code><i>`</i>b<i>`</i></code> are right, a lone ` is"
        in page
    )
    assert sentence in plain(page)
    assert verify_page(tmp_path / "site" / PAGES[1], key.did, None, NOW).holds


def test_points_given_by_hand_are_separate_from_the_checks(
    tmp_path: Path, reports: list[Report], profile: Profile, key: SigningKey
) -> None:
    marks = [HandMark("t1", 1.5, 6, NOW), HandMark("", 5, 6, NOW)]
    for report, by_hand in zip(reports, (marks, []), strict=True):
        shown = evidence(report, (), by_hand)
        credential = issue(report, key=key, issuer_name="Dr. A", email=None, now=NOW, shown=shown)
        (tmp_path / f"{report.exercise}.json").write_text(json.dumps(credential), encoding="utf-8")
        (tmp_path / f"{report.exercise}.evidence.json").write_bytes(shown)
    files = [tmp_path / f"{report.exercise}.json" for report in reports]
    build_signed(files, profile, tmp_path / "site", NOW)
    listed = [line for line in list_public_content(draft_signed(files, profile, NOW)) if "by hand" in line]
    assert len(listed) == 1
    assert "points that an instructor gave by hand (2 marks, without the reasons)" in listed[0]
    first = plain((tmp_path / "site" / PAGES[1]).read_text(encoding="utf-8"))
    assert "Task t1: 1.50 of 6 points, given on 23 November 2026." in first
    assert "The whole exercise: 5 of 6 points" in first
    assert "not part of the score above" in first
    assert "Instructor-marked" not in plain((tmp_path / "site" / PAGES[2]).read_text(encoding="utf-8"))
    front = plain((tmp_path / "site" / "index.html").read_text(encoding="utf-8"))
    assert "The signer gave points by hand, in addition to the checks. Here: A." in front
    assert front.count("Instructor-marked") == 2
    result = verify_page(tmp_path / "site", key.did, None, NOW)
    assert [finding for finding in result.findings if not finding.ok] == []


@pytest.mark.parametrize("page", PAGES)
def test_it_is_closed_to_the_outside(portfolio: Path, page: str) -> None:
    text = (portfolio / page).read_text(encoding="utf-8")
    assert (
        f"default-src 'none'; script-src '{hash_script(load_script())}'; style-src 'unsafe-inline'; img-src 'self' data:"
        in text
    )
    assert '<meta name="robots" content="noindex">' in text
    visible = text.split("<body>")[1].split("<script")[0]
    for address in re.findall(
        r'(?:src|href|action|poster|srcset)="([^"]*)"', text.split("<script")[0] + visible
    ):
        inside = re.fullmatch(
            r"(\.\./)?(index\.html|(work|credentials|evidence|badges)/[a-z0-9.-]+)|#content", address
        )
        assert inside or address.startswith(("https://example.org/", "data:image/svg+xml;base64,")), address
    assert "url(" not in text.split("</style>")[0]
    assert "@import" not in text
    types = set(re.findall(r'<script type="([^"]+)"', text))
    assert types <= {"application/json", "application/ld+json", "application/vc+ld+json", "text/plain"}
    assert text.count('<script id="own">') == 1
    assert "<script>" not in text


@pytest.mark.parametrize("page", PAGES)
def test_links_inside_the_folder_lead_somewhere(portfolio: Path, page: str) -> None:
    text = (portfolio / page).read_text(encoding="utf-8")
    for address in re.findall(r'href="([^"#:]+)"', text):
        assert ((portfolio / page).parent / address).resolve().is_file(), address
    for ident in re.findall(r'href="#([^"]+)"', text):
        assert f'id="{ident}"' in text


def test_no_front_page_is_heavy(portfolio: Path) -> None:
    assert all((portfolio / page).stat().st_size < 60_000 for page in PAGES)


def test_the_owner_may_invite_search_engines_and_link_previews(
    reports: list[Report], profile: Profile, key: SigningKey, tmp_path: Path, now: datetime, findings: Any
) -> None:
    open_profile = profile.model_copy(
        update={"search_engines": True, "site": "https://user.github.io/", "card": True}
    )
    build(reports, open_profile, key, tmp_path / "site", now)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "noindex" not in page
    assert '<meta property="og:image" content="https://user.github.io/card.png">' in page
    about = json.loads(page.split('id="about">')[1].split("</script>")[0])
    person = about["mainEntity"]
    assert (about["@type"], person["@type"], person["knowsLanguage"]) == (
        "ProfilePage",
        "Person",
        profile.languages,
    )
    assert (
        person["hasCredential"][0]["url"]
        == "https://user.github.io/credentials/audit-a-published-lexicon.json"
    )
    assert findings(tmp_path / "site") == []


def test_every_mark_of_the_skills_map_opens_its_evidence(text: str) -> None:
    skills = text.split('<ul class="skills">')[1].split("</ul>")[0]
    found = re.findall(r'<span class="skill">([^<]+)</span>(.*?)</li>', skills, flags=re.S)
    marks = {name: re.findall(r'<a href="work/([a-z-]+)\.html"', rest) for name, rest in found}
    assert list(marks) == list(SKILLS)
    both = ["audit-a-published-lexicon", "same-ratings-three-answers"]
    assert {name: works for name, works in marks.items() if works} == {
        "clean": both[:1],
        "check quality": both,
    }


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique(portfolio: Path, name: str) -> None:
    text = (portfolio / name).read_text(encoding="utf-8")
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', text)) <= set(ids)


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
    story = Story(
        headline=HOSTILE, rationale=HOSTILE, learned=HOSTILE, publish_attempts=True,
        guideline=Guideline(title=HOSTILE, before=HOSTILE, after=HOSTILE + "x", why=HOSTILE),
        errors=[ErrorNote(kind=HOSTILE, example=HOSTILE, cause=HOSTILE, change=HOSTILE)],
    )  # fmt: skip
    first = report.model_copy(
        update={"submission_sha256": "9b" * 32, "graded_at": datetime(2026, 11, 1, tzinfo=UTC)}
    )
    build([report, first], profile, key, tmp_path / "site", now, Extras(stories={report.exercise: story}))
    for name, scripts in (("index.html", 4), (f"work/{report.exercise}.html", 4)):
        page = (tmp_path / "site" / name).read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert page.count("<script") == page.count("</script>") == scripts
        assert page.count("</title>") == 1
        assert page.count("</style>") == 1
        assert "{{7*7}}" in page
    assert findings(tmp_path / "site") == []


def test_a_page_of_own_runs_does_not_speak_of_a_grader(
    profile: Profile, key: SigningKey, tmp_path: Path, now: datetime, ratings_report: Callable[..., Report]
) -> None:
    build([ratings_report()], profile, key, tmp_path / "site", now)
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "graded by the issuer" not in plain(page)


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
    assert "Measured results" not in page
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
    ],
)
def test_formats(value: str, form: str, text: str) -> None:
    assert format_value(value, form) == text


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("x", "number"),
        ("NaN", "number"),
        ("1e999999999", "number"),
        ("9" * 5000, "number"),
        ("x", "loud"),
        ("x", "line-30-1"),
        (3, "text"),
        ("x", "date"),
    ],
)
def test_formats_refuse_what_they_cannot_show(value: object, form: str) -> None:
    with pytest.raises(ValueError):
        format_value(value, form)


def test_pointers() -> None:
    document = {"a/b": [{"~": "x"}]}
    assert resolve_pointer(document, "/a~1b/0/~0") == "x"
    for pointer in ("/a", "/a~1b/1", "/a~1b/-1", "/a~1b/0/~0/z", "a"):
        with pytest.raises(LookupError):
            resolve_pointer(document, pointer)


@given(st.text(max_size=60))
def test_embedded_json_cannot_end_its_element(value: str) -> None:
    import json

    try:
        text = str(escape_json({"v": value}))
    except ValueError:
        return  # half a surrogate pair is not text
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"v": value}
