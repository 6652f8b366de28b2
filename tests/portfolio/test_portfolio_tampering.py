"""Whatever is changed in a portfolio, by hand or by machine, verification says so."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import digest_sri
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import canonical, sign
from labelwright_portfolio.build import build
from labelwright_portfolio.markup import read_page
from labelwright_portfolio.page import GENERATOR, inert
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.verify import verify_page

Failing = Callable[[Path], list[str]]


def visible_digits(text: str) -> list[int]:
    """Places of every digit between `</style>` and the first embedded document that is outside a tag."""
    start, end = text.index("</style>"), text.index("<script")
    inside = [match.span() for match in re.finditer(r"<[^>]*>", text)]
    tags = {place for begin, stop in inside for place in range(begin, stop)}
    return [place for place in range(start, end) if text[place].isdigit() and place not in tags]


def test_an_untouched_portfolio_holds(portfolio: Path, findings: Failing) -> None:
    assert findings(portfolio) == []
    assert findings(portfolio / "index.html") == []
    assert findings(portfolio / "credentials" / "audit-a-published-lexicon.json") == []


def test_line_ends_changed_by_a_checkout_do_no_harm(portfolio: Path, findings: Failing) -> None:
    page = portfolio / "index.html"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert findings(portfolio) == []


def test_every_visible_digit_is_held(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    findings: Failing,
    now: datetime,
    lexicon_report: Callable[..., Report],
    ratings_report: Callable[..., Report],
) -> None:
    both = lexicon_report(checks=(*lexicon_report().checks, *ratings_report().checks))
    build([both], profile, key, tmp_path / "site", now)
    page = tmp_path / "site" / "index.html"
    text = page.read_text(encoding="utf-8")
    places = visible_digits(text)
    assert len(places) > 150
    # A run of digits is one number; changing its first digit stands for changing any.
    firsts = [place for place in places if not text[place - 1].isdigit()]
    for place in firsts:
        changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        page.write_text(changed, encoding="utf-8")
        codes = {finding.split(":")[0] for finding in findings(page)}
        assert "page" in codes, text[place - 60 : place + 20]
        inside_unsigned = "data-unsigned" in text[text.rindex("<", 0, place) : place] or place < text.index(
            "<main"
        )
        assert inside_unsigned or "number" in codes, text[place - 60 : place + 20]


def test_numbers_are_held_even_on_a_page_of_another_version(portfolio: Path, findings: Failing) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8").replace(GENERATOR, "labelwright portfolio, page format 0")
    page.write_text(text, encoding="utf-8")
    assert [finding.split(":")[0] for finding in findings(page)] == ["page"]
    page.write_text(text.replace(">0.726<", ">0.926<"), encoding="utf-8")
    assert {finding.split(":")[0] for finding in findings(page)} == {"page", "number"}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("pieces of work", "great pieces of work", "page"),
        ('r="6"', 'r="7"', "page"),
        ("No client", "A client", "page"),
        ("<main>", "<main><p>Accuracy: 99</p>", "number"),
        ("<main>", "<main><p>Accuracy: \u0669\u0669</p>", "number"),
        ("<main>", '<main><img alt="Accuracy 99" src="data:,">', "number"),
        ("<main>", "<main><p>Accuracy: &#57;&#57;</p>", "number"),
        ("<main>", "<main><p data-unsigned>Accuracy: 99</p>", "page"),
        ("<main>", '<main><b data-cred="cred-1" data-claim="/name">Other title</b>', "number"),
        ("<main>", '<main><b data-cred="cred-9" data-claim="/name">99</b>', "number"),
        ("<main>", '<main><b data-count="prizes">99</b>', "number"),
        (">graded by the issuer<", ">verified by the issuer<", "number"),
        ("--paper: #fbfaf7", "--paper: #fbfaf8", "page"),
        ("Amara Example", "Bola Example", "page"),
        ("default-src 'none'", "default-src *", "page"),
        ("</body>", "<script>alert(1)</script></body>", "page"),
        ('id="cred-1">', 'id="cred-1">{}</script><script id="cred-1">', "html"),
    ],
)
def test_every_other_change_is_found(
    portfolio: Path, findings: Failing, old: str, new: str, code: str
) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert code in {finding.split(":")[0] for finding in findings(page)}


def test_every_signed_value_in_the_page_is_held(portfolio: Path, findings: Failing) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8")
    for ident in ("cred-1", "cred-2", "evidence-1", "evidence-2"):
        head, rest = text.split(f'id="{ident}">', 1)
        body, tail = rest.split("</script>", 1)
        for match in list(re.finditer(r'(?<=:")[^"]+', body))[::3]:
            changed = body[: match.start()] + "x" + body[match.start() :]
            page.write_text(f'{head}id="{ident}">{changed}</script>{tail}', encoding="utf-8")
            assert findings(page), match.group()


def test_a_number_raised_everywhere_but_in_the_signature_is_found(portfolio: Path, findings: Failing) -> None:
    for path in portfolio.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"0.726", b"0.926"))
    codes = {finding.split(":")[0] for finding in findings(portfolio)}
    assert {"proof-jcs", "proof-rdfc", "evidence"} <= codes


def test_files_beside_the_page_are_held(portfolio: Path, findings: Failing) -> None:
    evidence = portfolio / "evidence" / "audit-a-published-lexicon.json"
    other = portfolio / "evidence" / "same-ratings-three-answers.json"
    kept = evidence.read_bytes()
    evidence.write_bytes(other.read_bytes())
    assert [f.split(":")[0] for f in findings(portfolio)] == ["evidence-file"]
    assert [f.split(":")[0] for f in findings(portfolio / "index.html")] == ["evidence-file"]
    assert [f.split(":")[0] for f in findings(portfolio / "credentials" / evidence.name)] == ["evidence"]
    evidence.write_bytes(kept)
    credential = portfolio / "credentials" / evidence.name
    document = json.loads(credential.read_bytes())
    document["credentialSubject"]["result"][0]["value"] = "99"
    credential.write_text(json.dumps(document), encoding="utf-8")
    assert [f.split(":")[0] for f in findings(portfolio)] == ["credential-file"]
    credential.unlink()
    assert [f.split(":")[0] for f in findings(portfolio)] == ["credential-file"]
    assert findings(portfolio / "index.html") == []


def test_a_strange_credential_in_the_folder_is_looked_at(portfolio: Path, findings: Failing) -> None:
    (portfolio / "credentials" / "extra.json").write_text("{}")
    assert [f.split(":")[0] for f in findings(portfolio)] == ["shape"]


def test_a_page_signed_by_another_key_fails_for_the_expected_issuer(
    reports: list[Report], profile: Profile, tmp_path: Path, findings: Failing, now: datetime
) -> None:
    forger = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    build(reports, profile, forger, tmp_path / "forged", now)
    assert {f.split(":")[0] for f in findings(tmp_path / "forged")} == {"issuer"}
    assert verify_page(tmp_path / "forged", None, None, now).holds


def test_another_persons_page_fails_for_the_applicants_address(
    portfolio: Path, key: SigningKey, now: datetime
) -> None:
    result = verify_page(portfolio, key.did, "other@example.org", now)
    assert {finding.code for finding in result.findings if not finding.ok} == {"recipient"}


@pytest.mark.parametrize(
    "evidence",
    [
        {"exercise": 1},
        {"exercise": "audit-a-published-lexicon", "measures": [{}]},
        {"measures": "x" * 1000},
        {},
    ],
)
def test_evidence_of_another_shape_is_a_finding_even_when_signed(
    portfolio: Path, key: SigningKey, findings: Failing, evidence: dict[str, object]
) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8")
    credential = json.loads(text.split('id="cred-1">')[1].split("</script>")[0])
    credential["relatedResource"][0]["digestSRI"] = digest_sri(canonical(evidence))
    forged = {"cred-1": sign(credential, key, "2026-11-23T09:30:00Z"), "evidence-1": evidence}
    for ident, document in forged.items():
        head, rest = text.split(f'id="{ident}">', 1)
        text = f'{head}id="{ident}">{inert(document)}</script>{rest.split("</script>", 1)[1]}'
    page.write_text(text, encoding="utf-8")
    assert "evidence-shape" in {finding.split(":")[0] for finding in findings(page)}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"hello", b"<html>", b"<script id=cred-1>{}", b"<![CDATA[", b"<!"]
)
def test_what_is_no_portfolio_is_a_finding(tmp_path: Path, content: bytes, now: datetime) -> None:
    for name in ("index.html", "badge.json", "photo.png"):
        path = tmp_path / name
        path.write_bytes(content)
        result = verify_page(path, None, None, now)
        assert not result.holds
        assert all(finding.sentence for finding in result.findings)


def test_missing_paths_are_findings(tmp_path: Path, now: datetime) -> None:
    assert not verify_page(tmp_path, None, None, now).holds
    assert "cannot be read" in verify_page(tmp_path / "nothing", None, None, now).findings[0].sentence


def test_a_page_cut_off_anywhere_is_a_finding(portfolio: Path, findings: Failing) -> None:
    page = portfolio / "index.html"
    content = page.read_bytes()
    for length in range(0, len(content) - 1, 1499):
        page.write_bytes(content[:length])
        assert findings(page)


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_can_be_read_as_a_page(text: str) -> None:
    read_page(text)
    read_page("<div data-cred=x>" + text + "<script>" + text)
