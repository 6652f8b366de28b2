"""Every change in a portfolio, by hand or by machine, is found by verification."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import digest_sri
from labelwright.credentials.keys import SigningKey
from labelwright.credentials.proof import canonical, sign
from labelwright_portfolio.build import Extras, build
from labelwright_portfolio.pages.frame import GENERATOR
from labelwright_portfolio.pages.page_data import escape_json, pack, unpack
from labelwright_portfolio.parse_page import VOID, parse_page
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.verify import verify_page

CASE = "work/audit-a-published-lexicon.html"


def unpacked(text: str) -> dict[str, object]:
    """Return the signed documents of a front page, by id."""
    return json.loads(unpack(text.split('id="signed">', 1)[1].split("</script>", 1)[0]))  # type: ignore[no-any-return]


def repacked(text: str, documents: dict[str, object]) -> str:
    """Return the front page with other signed documents in it."""
    head, rest = text.split('id="signed">', 1)
    packed = pack(canonical(documents).decode("utf-8"))
    return f'{head}id="signed">{packed}</script>{rest.split("</script>", 1)[1]}'


Failing = Callable[[Path], list[str]]


def visible_digits(text: str) -> list[int]:
    """Return the place of every digit outside tags, in the body before the first embedded document."""
    start = text.index("<body>")
    end = text.index("<script", start)
    inside = [match.span() for match in re.finditer(r"<[^>]*>", text)]
    tags = {place for begin, stop in inside for place in range(begin, stop)}
    return [place for place in range(start, end) if text[place].isdigit() and place not in tags]


def unsigned(text: str, place: int) -> bool:
    """Return whether a place is inside an element that says that no signature covers it."""
    open_tags: list[tuple[str, bool]] = []
    for tag in re.finditer(r"<(/?)([a-z0-9]+)([^>]*?)(/?)>", text[text.index("<body>") : place]):
        if tag[1]:
            while open_tags and open_tags.pop()[0] != tag[2]:
                pass
        elif tag[2] not in VOID and not tag[4]:
            open_tags.append((tag[2], "data-unsigned" in tag[3]))
    return any(marked for _, marked in open_tags)


places = pytest.mark.parametrize(
    "most",
    [
        30,
        pytest.param(None, marks=pytest.mark.slow("verifies the page again for each of hundreds of places")),
    ],
    ids=["thirty places", "every place"],
)
"""How many places of a page are changed, one after the other."""


def spread(found: Sequence[Any], most: int | None) -> list[Any]:
    """At most `most` of the places, from the first to the last."""
    return list(found)[:: max(1, len(found) // most)] if most else list(found)


def test_an_untouched_portfolio_holds(portfolio: Path, findings: Failing) -> None:
    assert findings(portfolio) == []
    assert findings(portfolio / "index.html") == []
    assert findings(portfolio / "credentials" / "audit-a-published-lexicon.json") == []
    assert findings(portfolio / CASE) == []
    assert findings(portfolio / "badges" / "audit-a-published-lexicon.png") == []
    assert findings(portfolio / "badges" / "audit-a-published-lexicon.svg") == []


def test_line_ends_changed_by_a_checkout_still_verify(portfolio: Path, findings: Failing) -> None:
    page = portfolio / "index.html"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert findings(portfolio) == []


@pytest.mark.usefixtures("remembered_proofs")
@places
@pytest.mark.parametrize(("where", "least"), [("index.html", 100), (CASE, 200)])
def test_every_changed_digit_is_found(
    profile: Profile,
    key: SigningKey,
    tmp_path: Path,
    findings: Failing,
    now: datetime,
    lexicon_report: Callable[..., Report],
    ratings_report: Callable[..., Report],
    extras: Extras,
    first_try: Report,
    where: str,
    least: int,
    most: int | None,
) -> None:
    both = lexicon_report(checks=(*lexicon_report().checks, *ratings_report().checks))
    build([both, first_try], profile, key, tmp_path / "site", now, extras)
    page = tmp_path / "site" / where
    text = page.read_text(encoding="utf-8")
    places = visible_digits(text)
    assert len(places) > least
    # Digits in a row are one number, so a change of the first digit is enough.
    firsts = [place for place in places if not text[place - 1].isdigit()]
    for place in spread(firsts, most):
        changed = text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
        page.write_text(changed, encoding="utf-8")
        codes = {finding.split(":")[0] for finding in findings(page)}
        assert "page" in codes, text[place - 60 : place + 20]
        assert "number" in codes or unsigned(text, place), text[place - 60 : place + 20]


def test_changed_numbers_are_found_even_on_a_page_of_another_version(
    portfolio: Path, findings: Failing
) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8").replace(GENERATOR, "labelwright portfolio, page format 0")
    page.write_text(text, encoding="utf-8")
    assert [finding.split(":")[0] for finding in findings(page)] == ["page"]
    page.write_text(text.replace(">0.726<", ">0.926<"), encoding="utf-8")
    assert {finding.split(":")[0] for finding in findings(page)} == {"page", "number"}


MAIN = '<main id="content">'


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("exercises on open data", "great exercises on open data", "page"),
        ('r="5.5"', 'r="7.5"', "page"),
        ("No client", "A client", "page"),
        (MAIN, MAIN + "<p>Accuracy: 99</p>", "number"),
        (MAIN, MAIN + "<p>Accuracy: \u0669\u0669</p>", "number"),
        (MAIN, MAIN + '<img alt="Accuracy 99" src="data:,">', "number"),
        (MAIN, MAIN + "<p>Accuracy: &#57;&#57;</p>", "number"),
        (MAIN, "<main><p data-unsigned>Accuracy: 99</p>", "page"),
        (MAIN, MAIN + '<b data-cred="c1/name">Other title</b>', "number"),
        (MAIN, MAIN + '<b data-cred="c9/name">99</b>', "number"),
        (MAIN, MAIN + '<b data-count="prizes">99</b>', "number"),
        (">graded by the issuer<", ">verified by the issuer<", "number"),
        ("--paper:#fbfaf6", "--paper:#fbfaf7", "page"),
        ("Amara Example", "Bola Example", "page"),
        ("default-src 'none'", "default-src *", "page"),
        ("</body>", "<script>alert(1)</script></body>", "page"),
        ('id="signed">', 'id="signed">{}</script><script id="signed">', "html"),
        ('id="signed">', 'id="signed">A', "json"),
        ("return say(", "return say('good', 'Checked'); say(", "page"),
        ('data-check="none">Not checked here', 'data-check="good">Valid', "page"),
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


@pytest.mark.usefixtures("remembered_proofs")
@places
def test_every_changed_value_in_the_page_is_found(
    portfolio: Path, findings: Failing, most: int | None
) -> None:
    page = portfolio / CASE
    text = page.read_text(encoding="utf-8")
    for ident in ("cred-1", "evidence-1", "page-data"):
        head, rest = text.split(f'id="{ident}">', 1)
        body, tail = rest.split("</script>", 1)
        for match in spread(list(re.finditer(r'(?<=:")[^"]+', body))[::3], most and most // 3):
            changed = body[: match.start()] + "x" + body[match.start() :]
            page.write_text(f'{head}id="{ident}">{changed}</script>{tail}', encoding="utf-8")
            assert findings(page), match.group()


@pytest.mark.usefixtures("remembered_proofs")
@places
def test_every_changed_value_packed_in_the_front_page_is_found(
    portfolio: Path, findings: Failing, most: int | None
) -> None:
    page = portfolio / "index.html"
    text = page.read_text(encoding="utf-8")
    documents = unpacked(text)
    assert repacked(text, documents) == text
    for ident, document in documents.items():
        body = json.dumps(document, ensure_ascii=False)
        for match in spread(list(re.finditer(r'(?<=: ")[^"]+', body))[::5], most and most // len(documents)):
            changed = json.loads(body[: match.start()] + "x" + body[match.start() :])
            page.write_text(repacked(text, {**documents, ident: changed}), encoding="utf-8")
            assert findings(page), match.group()


def test_a_number_raised_everywhere_but_in_the_signature_is_found(portfolio: Path, findings: Failing) -> None:
    front = portfolio / "index.html"
    text = front.read_text(encoding="utf-8")
    raised = canonical(unpacked(text)).replace(b"0.726", b"0.926")
    front.write_text(repacked(text, json.loads(raised)), encoding="utf-8")
    for path in portfolio.rglob("*.*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"0.726", b"0.926"))
    codes = {finding.split(":")[0] for finding in findings(portfolio)}
    assert {"proof-jcs", "proof-rdfc", "evidence"} <= codes


def test_changed_files_next_to_the_page_are_found(portfolio: Path, findings: Failing) -> None:
    evidence = portfolio / "evidence" / "audit-a-published-lexicon.json"
    other = portfolio / "evidence" / "same-ratings-three-answers.json"
    original = evidence.read_bytes()
    evidence.write_bytes(other.read_bytes())
    assert {f.split(":")[0] for f in findings(portfolio)} == {"evidence-file"}
    assert [f.split(":")[0] for f in findings(portfolio / "index.html")] == ["evidence-file"]
    assert [f.split(":")[0] for f in findings(portfolio / "credentials" / evidence.name)] == ["evidence"]
    evidence.write_bytes(original)
    credential = portfolio / "credentials" / evidence.name
    document = json.loads(credential.read_bytes())
    document["credentialSubject"]["result"][0]["value"] = "99"
    credential.write_text(json.dumps(document), encoding="utf-8")
    assert [f.split(":")[0] for f in findings(portfolio)] == ["credential-file"]
    credential.unlink()
    assert [f.split(":")[0] for f in findings(portfolio)] == ["credential-file"]
    assert findings(portfolio / "index.html") == []


def test_another_credential_in_the_folder_is_checked(portfolio: Path, findings: Failing) -> None:
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
    page = portfolio / CASE
    text = page.read_text(encoding="utf-8")
    credential = json.loads(text.split('id="cred-1">')[1].split("</script>")[0])
    credential["relatedResource"][0]["digestSRI"] = digest_sri(canonical(evidence))
    forged = {"cred-1": sign(credential, key, "2026-11-23T09:30:00Z"), "evidence-1": evidence}
    for ident, document in forged.items():
        head, rest = text.split(f'id="{ident}">', 1)
        text = f'{head}id="{ident}">{escape_json(document)}</script>{rest.split("</script>", 1)[1]}'
    page.write_text(text, encoding="utf-8")
    assert "evidence-shape" in {finding.split(":")[0] for finding in findings(page)}


@pytest.mark.parametrize(
    "content", [b"", b"\x00\xff\xfe", b"hello", b"<html>", b"<script id=cred-1>{}", b"<![CDATA[", b"<!"]
)
def test_a_file_that_is_not_a_portfolio_is_a_finding(tmp_path: Path, content: bytes, now: datetime) -> None:
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
def test_any_text_can_be_read_as_a_page(text: str) -> None:
    parse_page(text)
    parse_page("<div data-cred=x>" + text + "<script>" + text)
