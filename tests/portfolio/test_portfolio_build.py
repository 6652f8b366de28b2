"""A portfolio folder: what goes in, what stays out, and that files of others are never lost."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import Measure, Report
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.verify import verify
from labelwright.errors import PortfolioError
from labelwright_portfolio.build import Extras, build, build_signed
from labelwright_portfolio.pages.frame import PAGE_FORMAT
from labelwright_portfolio.pages.page_data import unpack
from labelwright_portfolio.profile import Profile

NAMES = ["audit-a-published-lexicon", "same-ratings-three-answers"]


def read_files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_the_folder_is_whole_and_every_credential_holds(
    portfolio: Path, key: SigningKey, now: datetime
) -> None:
    contents = read_files(portfolio)
    expected = {".nojekyll", "index.html", "portfolio.json"} | {
        f"{place}"
        for n in NAMES
        for place in (
            f"credentials/{n}.json", f"evidence/{n}.json", f"work/{n}.html", f"badges/{n}.png", f"badges/{n}.svg",
        )
    }  # fmt: skip
    assert set(contents) == expected
    for name in NAMES:
        result = verify(
            contents[f"credentials/{name}.json"],
            issuer=key.did,
            email="amara@example.org",
            evidence=contents[f"evidence/{name}.json"],
            now=now,
        )
        assert result.holds


def test_nothing_private_goes_out(portfolio: Path) -> None:
    for name, content in read_files(portfolio).items():
        assert b"CANARY" not in content, name
        assert b"amara@example.org" not in content, name


def test_the_same_input_gives_the_same_bytes(
    portfolio: Path,
    reports: list[Report],
    profile: Profile,
    key: SigningKey,
    now: datetime,
    extras: Extras,
    first_try: Report,
) -> None:
    before = read_files(portfolio)
    build([*reports, first_try], profile, key, portfolio, now, extras)
    assert read_files(portfolio) == before


def test_the_page_format_is_raised_with_every_change_of_the_page(portfolio: Path) -> None:
    # When this fails because the theme or the rendering was meant to change: raise PAGE_FORMAT in
    # labelwright_portfolio/pages/frame.py, so that older pages are recognised, and put both values here.
    paths = [portfolio / "index.html", portfolio / "work" / f"{NAMES[0]}.html"]
    # Two builds of zlib may pack the same documents into different bytes.
    pages = [
        re.sub('(?<=id="signed">)[^<]+', lambda match: unpack(match[0]), path.read_text(encoding="utf-8"))
        for path in paths
    ]
    digest = hashlib.sha256("".join(pages).encode()).hexdigest()
    assert (PAGE_FORMAT, digest) == (5, "1eb3bb44e86d2910125c6b27f72c739c13907db42ba1f2099378b3c17d9f7e46")


def test_work_that_did_not_pass_is_left_out_with_a_sentence(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    now: datetime,
    lexicon_report: Callable[..., Report],
    ratings_report: Callable[..., Report],
) -> None:
    reports = [lexicon_report(passed=False, score=3), ratings_report(), ratings_report(score=5)]
    result = build(reports, profile, key, tmp_path / "site", now)
    assert len(result.credentials) == 1
    assert any("audit-a-published-lexicon is left out" in warning for warning in result.warnings)
    assert any("more than once" in warning for warning in result.warnings)
    assert all(path.is_file() for path in result.paths)


@pytest.mark.parametrize(
    "changes",
    [
        {"submission_sha256": ""},
        {"exercise": "../../escape"},
        {"exercise": "UPPER"},
    ],
)
def test_a_report_that_cannot_be_signed_is_a_warning(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    changes: dict[str, Any],
    now: datetime,
    lexicon_report: Callable[..., Report],
    ratings_report: Callable[..., Report],
) -> None:
    result = build([lexicon_report(**changes), ratings_report()], profile, key, tmp_path / "site", now)
    assert len(result.credentials) == len(result.warnings) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site"]


def test_a_build_without_work_is_explained(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    now: datetime,
    lexicon_report: Callable[..., Report],
    ratings_report: Callable[..., Report],
) -> None:
    with pytest.raises(PortfolioError, match="No work has been graded yet"):
        build([], profile, key, tmp_path / "site", now)
    with pytest.raises(PortfolioError, match="has not passed"):
        build([lexicon_report(passed=False)], profile, key, tmp_path / "site", now)
    with pytest.raises(PortfolioError, match="2 learners"):
        build([lexicon_report(), ratings_report(learner="b")], profile, key, tmp_path / "site", now)
    assert list(tmp_path.iterdir()) == []


def test_foreign_folders_are_refused_and_untouched(
    reports: list[Report], profile: Profile, key: SigningKey, tmp_path: Path, now: datetime
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text("<h1>mine</h1>")
    with pytest.raises(PortfolioError, match="not a portfolio"):
        build(reports, profile, key, site, now)
    assert read_files(site) == {"index.html": b"<h1>mine</h1>"}
    with pytest.raises(PortfolioError, match="is a file"):
        build(reports, profile, key, site / "index.html", now)


def test_files_of_others_in_a_portfolio_are_kept_and_stale_work_goes(
    portfolio: Path, reports: list[Report], profile: Profile, key: SigningKey, now: datetime
) -> None:
    (portfolio / "CNAME").write_text("example.org")
    (portfolio / ".git").mkdir()
    (portfolio / ".git" / "config").write_text("x")
    build(reports[:1], profile, key, portfolio, now)
    contents = read_files(portfolio)
    assert contents["CNAME"] == b"example.org"
    assert contents[".git/config"] == b"x"
    assert "credentials/same-ratings-three-answers.json" not in contents
    assert [path.name for path in portfolio.parent.iterdir()] == ["site"]
    (portfolio / "evidence" / "notes.txt").write_text("mine")
    with pytest.raises(PortfolioError, match=r"notes\.txt"):
        build(reports, profile, key, portfolio, now)
    assert (portfolio / "evidence" / "notes.txt").read_text() == "mine"


def test_numbers_of_every_kind_come_out_and_verify(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    findings: Any,
    now: datetime,
    lexicon_report: Callable[..., Report],
) -> None:
    odd = [
        Measure(id="neg", name="alpha below chance", value=-0.123456789, low=-0.3, high=0.05, n=12),
        Measure(id="pct", name="accuracy", value=87.5, unit="%", n=40, low=75.0, high=95.0, ceiling=96.5),
        Measure(id="big", name="characters read", value=1234567.0, unit="characters"),
        Measure(id="tiny", name="p value", value=0.0000123),
        Measure(id="one", name="a bare one", value=1.0),
        Measure(id="none", name="", value=0.5, ceiling=0.0),
    ]
    base = lexicon_report()
    checks = (base.checks[0].model_copy(update={"measures": tuple(odd)}),)
    build([base.model_copy(update={"checks": checks})], profile, key, tmp_path / "site", now)
    assert findings(tmp_path / "site") == []
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    for text in (">\u22120.123<", ">87.5<", ">1,234,567<", ">0.000012<"):
        assert text in page


def test_evidence_files_are_the_embedded_evidence(portfolio: Path) -> None:
    front = (portfolio / "index.html").read_text(encoding="utf-8")
    packed = json.loads(unpack(front.split('id="signed">', 1)[1].split("</script>", 1)[0]))
    for place, name in enumerate(NAMES, start=1):
        case = (portfolio / "work" / f"{name}.html").read_text(encoding="utf-8")
        block = case.split('id="evidence-1">', 1)[1].split("</script>", 1)[0]
        written = json.loads((portfolio / "evidence" / f"{name}.json").read_bytes())
        assert json.loads(block) == packed[f"evidence-{place}"] == written


def test_a_portfolio_of_credentials_that_others_signed(
    portfolio: Path, profile: Profile, tmp_path: Path, findings: Any, now: datetime, extras: Extras
) -> None:
    sources = [portfolio / "credentials" / f"{name}.json" for name in NAMES]
    build_signed(sources, profile, tmp_path / "again", now, extras)
    assert read_files(tmp_path / "again") == read_files(portfolio)
    assert findings(tmp_path / "again") == []


def test_signed_credentials_that_do_not_hold_are_left_out(
    portfolio: Path, profile: Profile, tmp_path: Path, now: datetime
) -> None:
    changed, sound = (portfolio / "credentials" / f"{name}.json" for name in NAMES)
    changed.write_text(changed.read_text(encoding="utf-8").replace('"22"', '"23"'), encoding="utf-8")
    result = build_signed([changed, sound, sound, tmp_path / "none.json"], profile, tmp_path / "again", now)
    assert [credential["name"] for credential in result.credentials] == ["Same ratings, three answers"]
    assert len(result.warnings) == 3
    with pytest.raises(PortfolioError, match="None of the credentials"):
        build_signed([changed], profile, tmp_path / "other", now)
