"""Every page in a browser, in light, dark, on a phone and in print: accessible, without requests, checked; and the PDF."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import html5lib
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from labelwright.credentials.claims import number_text
from labelwright.credentials.keyring.key_list import KeyList, list_entry
from labelwright.credentials.keys import SigningKey
from labelwright_portfolio.build import build
from labelwright_portfolio.exports.browser import print_pdf, render_card
from labelwright_portfolio.pages.frame import read_theme_file
from labelwright_portfolio.pages.verifier import render_verifier
from labelwright_portfolio.parse_page import read_portfolio
from labelwright_portfolio.signed_values import format_value

axe = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
)

LEXICON = "audit-a-published-lexicon"
PAGES = ("index.html", f"work/{LEXICON}.html", "work/same-ratings-three-answers.html", "verifier.html")
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1200, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1200, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 360, "height": 740}},
    "print": {"color_scheme": "dark", "viewport": {"width": 794, "height": 1123}},
}
ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of the group of Ed25519 (RFC 8032, section 5.1)."""
NO_ED25519 = """const original = SubtleCrypto.prototype.importKey;
SubtleCrypto.prototype.importKey = function (form, key, name, ...rest) {
  if (name === "Ed25519") throw new DOMException("not known", "NotSupportedError");
  return original.call(this, form, key, name, ...rest); };"""


def open_page(browser: Any, path: Path, *, script: str = "", **options: Any) -> tuple[Any, list[str]]:
    page = browser.new_context(offline=True, **options).new_page()
    log: list[str] = []
    page.on("request", lambda request: log.append(request.url))
    page.on("console", lambda message: log.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: log.append(f"error: {error}"))
    if script:
        page.add_init_script(script)
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    return page, log


@pytest.fixture
def folder(portfolio: Path, key: SigningKey) -> Path:
    keys = KeyList(name="Example College", keys=(list_entry(key.did, "2026-01-01T00:00:00Z"),))
    (portfolio / "verifier.html").write_bytes(render_verifier(keys))
    return portfolio


@pytest.mark.slow("waits for a browser on every page")
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(browser: Any, folder: Path, look: str) -> None:
    for name in PAGES:
        page, _ = open_page(browser, folder / name, bypass_csp=True, **LOOKS[look])
        if look == "print":
            page.emulate_media(media="print")
        result = axe.Axe().run(page)
        assert result.violations_count == 0, f"{name}: {result.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.context.close()


@pytest.mark.mostly_slow("ink", reason="waits for a browser")
@pytest.mark.parametrize("theme", ["ink", "moss"])
def test_axe_finds_nothing_in_another_theme(
    browser: Any, reports: Any, profile: Any, key: SigningKey, tmp_path: Path, now: Any, theme: str
) -> None:
    build(reports, profile.model_copy(update={"theme": theme}), key, tmp_path / "site", now)
    for look in ("light", "dark"):
        page, _ = open_page(browser, tmp_path / "site" / "index.html", bypass_csp=True, **LOOKS[look])
        result = axe.Axe().run(page)
        assert result.violations_count == 0, result.generate_report()
        page.context.close()


def test_no_page_asks_for_anything_or_complains(browser: Any, folder: Path) -> None:
    for name in PAGES:
        page, log = open_page(browser, folder / name)
        asked = [line for line in log if not line.startswith("data:")]
        assert asked == [(folder / name).as_uri()], name
        page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_strict_html(folder: Path, name: str) -> None:
    html5lib.HTMLParser(strict=True).parse((folder / name).read_text(encoding="utf-8"))


def test_the_card_is_strict_html(portfolio: Path) -> None:
    html5lib.HTMLParser(strict=True).parse(render_card(*read_portfolio(portfolio)).decode("utf-8"))


def read_status(page: Any) -> tuple[str, str]:
    status = page.locator("[data-check]")
    # A selector, not a function: the page's policy forbids evaluating text, also when the test has to ask twice.
    page.wait_for_selector("[data-check]:not([data-check='none'])", timeout=10_000)
    return status.get_attribute("data-check"), status.inner_text()


@pytest.mark.parametrize("script", ["", NO_ED25519], ids=["WebCrypto", "fallback"])
def test_pages_check_themselves(browser: Any, folder: Path, script: str) -> None:
    for name, many in (("index.html", "2 signatures"), (PAGES[1], "1 signature")):
        page, _ = open_page(browser, folder / name, script=script)
        mark, words = read_status(page)
        assert (mark, many in words) == ("good", True), words
        assert "Ask the issuer to confirm whose key it is" in words
        page.context.close()


@pytest.mark.mostly_slow(2, reason="waits for a browser")
@pytest.mark.parametrize("script", ["", NO_ED25519], ids=["WebCrypto", "fallback"])
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (">0.813<", ">0.913<", "the text \u201c0.913\u201d"),
        ("Audit a published lexicon</span></h1>", "Audit every lexicon</span></h1>", "the text"),
        ('"value":"0.8125"', '"value":"0.9125"', "the signature"),
        ('"verdict":"passed"', '"verdict":"failed"', "the evidence"),
        ('<main id="content">', '<main id="content"><p>Accuracy 99</p>', "a number that nothing signs"),
        ('"proofValue":"z', '"proofValue":"z2', "the signature"),
        ('id="cred-1">{', 'id="cred-1">', "could not be checked"),
        ('id="cred-1"', 'id="crad-1"', "Nothing signed"),
    ],
)
def test_a_page_says_what_does_not_hold(
    browser: Any, folder: Path, script: str, old: str, new: str, words: str
) -> None:
    path = folder / PAGES[1]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    page, _ = open_page(browser, path, script=script)
    mark, status = read_status(page)
    assert (mark, words in status) == ("bad", True), status
    page.context.close()


CORE = read_theme_file("core.js").replace("/*EDWARDS*/", read_theme_file("ed25519.js"))


def test_numbers_look_the_same_in_both_languages(browser: Any, portfolio: Path) -> None:
    random = Random(7)
    values = ["0", "-0", "0.5", "0.0005", "0.00049", "0.0000996", "0.00009961", "0.000012345", "9.9995", "10.05", "-0.0004",
              "1.0005", "2.675", "0.125", "99.95", "1234567", "12345.678", "0.70", "100", "0.00000025", "-12.25"]  # fmt: skip
    values += [number_text(random.uniform(-1, 1) * 10 ** random.randint(-7, 6)) for _ in range(1500)]
    expression = "given.map((v) => { try { return decimal(v); } catch { return null; } })"
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto((portfolio / "index.html").as_uri())
    found = page.evaluate(f"async (given) => {{ {CORE}; return await ({expression}); }}", values)
    page.context.close()
    differ = {
        v: (format_value(v, "number"), f)
        for v, f in zip(values, found, strict=True)
        if format_value(v, "number") != f
    }
    assert differ == {}


def test_the_fallback_agrees_with_a_library_on_good_and_bad_signatures(browser: Any, portfolio: Path) -> None:
    random = Random(3)
    cases, expected = [], []
    for _ in range(6):  # each fallback check takes a tenth of a second
        private = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        message = random.randbytes(64)
        good = private.sign(message)
        bad = bytearray(good)
        bad[random.randrange(64)] ^= 1 << random.randrange(8)
        high = good[:32] + (int.from_bytes(good[32:], "little") + ORDER).to_bytes(32, "little")
        for signature, holds in ((good, True), (bytes(bad), False), (high, False), (good[:63], False)):
            cases.append([list(raw), list(signature), list(message)])
            expected.append(holds)
    page = browser.new_context(bypass_csp=True).new_page()
    page.goto((portfolio / "index.html").as_uri())
    found = page.evaluate(
        f"async (given) => {{ {CORE}; const out = []; for (const c of given) "
        "out.push(await verifySlowly(...c.map((b) => new Uint8Array(b)))); return out; }",
        cases,
    )
    page.context.close()
    assert found == expected


def test_without_scripts_it_is_readable_and_never_says_that_it_holds(browser: Any, folder: Path) -> None:
    page, _ = open_page(browser, folder / "index.html", java_script_enabled=False)
    words = page.inner_text("body")
    assert "Not checked here." in words
    assert "Checked in your browser" not in words
    assert "22" in words
    page.context.close()


def test_an_added_script_does_not_run(browser: Any, folder: Path) -> None:
    path = folder / "index.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("</body>", "<script>document.title = 'owned'</script></body>"), encoding="utf-8"
    )
    page, log = open_page(browser, path)
    assert page.title() != "owned"
    assert any("Content Security Policy" in line for line in log)
    page.context.close()


def read_answer(page: Any, path: Path) -> str:
    page.set_input_files("#file", path)
    page.wait_for_selector("#answer li")
    return str(page.inner_text("#answer"))


def test_the_verifier_page_reads_everything_in_a_portfolio(browser: Any, folder: Path) -> None:
    page, _ = open_page(browser, folder / "verifier.html")
    page.fill("#email", "Amara@example.org ")
    for name in (
        f"credentials/{LEXICON}.json",
        f"badges/{LEXICON}.png",
        f"badges/{LEXICON}.svg",
        "index.html",
    ):
        answer = read_answer(page, folder / name)
        assert "Audit a published lexicon" in answer
        assert "does not hold" not in answer
        assert "Its key is on this site's list" in answer
        assert "It was issued to that e-mail address." in answer
    page.context.close()


@pytest.mark.mostly_slow(2, reason="waits for a browser")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"value": "100"', '"value": "99"', "The signature does not match"),
        ('"name": "Audit', '"name": "x", "name": "Audit', "occurs twice"),
        ('"OpenBadgeCredential"', '"Other"', "not a credential of the kind"),
        ("context-3.0.3.json", "context-3.0.2.json", "list of contexts"),
        ("did:key:z6Mk", "did:key:z6Mj", "not on this site's list"),
        ('"validFrom": "2026', '"validFrom": "2999', "begins only at"),
        ("{", "", "cannot be read"),
    ],
)
def test_the_verifier_page_finds_what_was_changed(
    browser: Any, folder: Path, old: str, new: str, words: str
) -> None:
    path = folder / "credentials" / f"{LEXICON}.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    page, log = open_page(browser, folder / "verifier.html")
    answer = read_answer(page, path)
    assert "does not hold" in answer
    assert words in answer
    page.fill("#email", "other@example.org")
    page.fill("#issuer", "did:key:z6MkOther")
    page.locator("#issuer").blur()
    assert not [line for line in log if line.startswith("error")]
    page.context.close()


def test_the_verifier_page_knows_the_wrong_person_and_issuer(browser: Any, folder: Path) -> None:
    page, _ = open_page(browser, folder / "verifier.html")
    page.fill("#email", "other@example.org")
    page.fill("#issuer", "did:key:z6MkOther")
    answer = read_answer(page, folder / "credentials" / f"{LEXICON}.json")
    assert "It was not issued to that e-mail address." in answer
    assert "It names another issuer than you expect" in answer
    page.context.close()


@pytest.mark.slow("prints with a browser")
@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_the_pdf_is_tagged_and_reads_in_order(browser: Any, portfolio: Path, tmp_path: Path) -> None:
    out = tmp_path / "p.pdf"
    print_pdf(portfolio / "index.html", out)
    info = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Tagged:\s+yes", info)
    assert "A4" in info
    text = subprocess.run(["pdftotext", out, "-"], capture_output=True, text=True, check=True).stdout
    heads = [
        "Amara Example", "What the", "The work", "What else", "Who checked what", "What this is not", "Check it yourself",
    ]  # fmt: skip
    places = [text.index(head) for head in heads]
    assert places == sorted(places)
    assert "0.813" in text
    assert json.dumps("Not checked here") not in text


def test_the_verifier_page_on_the_site_is_the_one_that_is_written_today() -> None:
    """When this fails: labelwright portfolio verifier --out course/employers/verifier.html."""
    committed = Path(__file__).parents[2] / "course" / "employers" / "verifier.html"
    assert committed.read_bytes() == render_verifier(None)
