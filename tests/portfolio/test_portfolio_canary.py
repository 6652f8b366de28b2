"""Nothing private is in any published file, in any form: every private place holds a token that the tests search for."""

from __future__ import annotations

import base64
import html
import io
import json
import re
import shutil
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_plus

import pytest

from labelwright.checks.verdicts import Report
from labelwright.credentials.keyring.key_file import load_or_create
from labelwright.data.content_filter import Quotations
from labelwright.errors import PortfolioError
from labelwright_portfolio.build import Extras, build
from labelwright_portfolio.exports.browser import print_pdf, render_card
from labelwright_portfolio.exports.linkedin import linkedin_address
from labelwright_portfolio.exports.resume import build_resume
from labelwright_portfolio.leak_scan import QuoteLimit, Secret, find_leaks
from labelwright_portfolio.pages.page_data import unpack
from labelwright_portfolio.parse_page import read_portfolio
from labelwright_portfolio.profile import Profile
from labelwright_portfolio.publishing.git import pack_folder
from labelwright_portfolio.stories import ErrorNote, Story

TOKEN = re.compile(r"CANARY[-_ A-Za-z0-9]*|canary-[a-z0-9-]+@", re.IGNORECASE)
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")


def forms(content: bytes, depth: int = 0) -> Iterator[str]:
    """Yield the content as text in every form that a reader or a program could see."""
    text = content.decode("utf-8", "replace")
    plain = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    yield from (text, plain, html.unescape(text), unquote(text), unquote_plus(html.unescape(plain)))
    yield content.decode("utf-16-le", "replace")
    for packed in re.findall(r'id="signed">([^<]+)<', text):
        yield unpack(packed)
    if depth > 2:
        return
    for match in BASE64.finditer(content):
        raw = match[0].replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
        opened = base64.b64decode(raw + b"=" * (-len(raw) % 4)) if len(raw) % 4 != 1 else b""
        yield opened.decode("utf-8", "replace")
    if content.startswith(b"\x89PNG"):
        for kind, body in chunks(content):
            if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
                yield from forms(body, depth + 1)
    if content.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
            opener = zlib.decompressobj()
            try:
                yield from forms(opener.decompress(stream), depth + 1)
            except zlib.error:
                yield from forms(stream, depth + 1)
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield info.filename
                yield from forms(archive.read(info), depth + 1)


def chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = 8
    while place < len(image):
        length, kind = struct.unpack(">I4s", image[place : place + 8])
        yield kind, image[place + 8 : place + 8 + length]
        place += length + 12


def found_in(folder: Path) -> list[tuple[str, str]]:
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            texts = [str(path.relative_to(folder)), *forms(path.read_bytes())]
            hits += [(path.name, hit[0]) for text in texts for hit in TOKEN.finditer(text)]
    return hits


def with_tokens(report: Report) -> Report:
    """Return the report with a token in every field that must not be published."""
    checks = tuple(
        check.model_copy(
            update={
                "found": f"CANARY-key-{place}: item 17 is negative",
                "misconception": f"CANARY-misconception-{place}",
                "why": f"CANARY-why-{place}",
                "advice": f"CANARY-advice-{place}",
                "expected": f"CANARY-expected-{place}",
                "measured": f"CANARY-measured-{place}",
            }
        )
        for place, check in enumerate(report.checks)
    )
    outcome = report.outcome.model_copy(
        update={"advice": "CANARY-outcome-advice", "source": "CANARY-cell", "sentence": "CANARY-sentence"}
    )
    return report.model_copy(update={"checks": checks, "outcome": outcome, "notes": ("CANARY-note",)})


@pytest.fixture
def published(
    tmp_path: Path,
    reports: list[Report],
    first_try: Report,
    profile: Profile,
    extras: Extras,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A portfolio with all its exports, built from private fields that all hold a token."""
    home = tmp_path / "CANARY-home"
    home.mkdir()
    for name in ("HOME", "USER", "LOGNAME", "LABELWRIGHT_TEST", "EMAIL"):
        monkeypatch.setenv(name, f"CANARY-environment-{name}" if name != "HOME" else str(home))
    monkeypatch.chdir(home)
    key = load_or_create(home / "CANARY-key.pem")
    private = profile.model_copy(update={"email": "canary-ada@example.org"})
    material = [with_tokens(report) for report in (*reports, first_try)]
    site = tmp_path / "site"
    build(material, private, key, site, now, extras)
    works, data = read_portfolio(site)
    (site / "resume.json").write_bytes(build_resume(works, data))
    (site / "card.html").write_bytes(render_card(works, data))
    (site / "linkedin.txt").write_text("\n".join(linkedin_address(work, data.profile.site) for work in works))
    pack_folder(site, tmp_path / "p.zip")
    shutil.move(tmp_path / "p.zip", site / "p.zip")
    return site


def test_no_token_is_in_any_file(published: Path) -> None:
    assert len(list(published.rglob("*.*"))) > 14
    assert found_in(published) == []


@pytest.mark.slow("prints with a browser")
def test_no_token_is_in_the_pdf(browser: Any, published: Path, tmp_path: Path) -> None:
    (tmp_path / "pdf").mkdir()
    for place, name in enumerate(["index.html", "work/audit-a-published-lexicon.html"]):
        out = tmp_path / "pdf" / f"{place}.pdf"
        print_pdf(published / name, out)
        if shutil.which("pdftotext"):
            subprocess.run(["pdftotext", out], check=True)
            assert "lexicon" in out.with_suffix(".txt").read_text(encoding="utf-8")
        info = out.read_bytes()
        # The producer may write the page's title and its own name, never the file's place.
        assert b"CANARY" not in info
    assert found_in(tmp_path / "pdf") == []


@pytest.mark.parametrize(
    "hide",
    [
        lambda token: token,
        lambda token: "".join(f"&#{ord(letter)};" for letter in token),
        lambda token: "".join(f"%{ord(letter):02X}" for letter in token),
        lambda token: "".join(f"\\u{ord(letter):04x}" for letter in token),
        lambda token: "data:text/plain;base64," + base64.b64encode(f"hidden {token}".encode()).decode(),
    ],
)
def test_the_search_finds_a_token_in_every_form(
    portfolio: Path, hide: Callable[[str], str], tmp_path: Path
) -> None:
    page = portfolio / "index.html"
    page.write_text(page.read_text("utf-8").replace("</main>", f"{hide('CANARY-leak-1')}</main>"), "utf-8")
    assert {name for name, _ in found_in(portfolio)} == {"index.html"}


def test_the_search_finds_a_token_in_images_archives_and_pdf_streams(tmp_path: Path) -> None:
    packed = zlib.compress(b"CANARY-stream")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\nstream\n" + packed + b"\nendstream")
    text = b"tEXtComment\0CANARY-png"
    (tmp_path / "b.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    )
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", "CANARY-zip")
    assert {name for name, _ in found_in(tmp_path)} == {"a.pdf", "b.png", "c.zip"}


def test_what_a_work_does_not_consent_to_stays_out(
    tmp_path: Path, reports: list[Report], first_try: Report, profile: Profile, key: Any, now: datetime
) -> None:
    notebooks = {report.exercise: (f"{report.exercise}.ipynb", b"{}") for report in reports}
    closed_extras = Extras(stories={reports[0].exercise: Story(headline="x")}, notebooks=notebooks)
    build([*reports, first_try], profile, key, tmp_path / "site", now, closed_extras)
    assert not (tmp_path / "site" / "notebooks").exists()
    shown = json.loads((tmp_path / "site" / "evidence" / f"{reports[0].exercise}.json").read_bytes())
    assert shown["attempts"] == []
    open_extras = Extras(
        stories={reports[0].exercise: Story(publish_notebook=True, publish_attempts=True)},
        notebooks=notebooks,
    )
    build([*reports, first_try], profile, key, tmp_path / "site", now, open_extras)
    assert [path.name for path in (tmp_path / "site" / "notebooks").iterdir()] == [
        f"{reports[0].exercise}.ipynb"
    ]
    shown = json.loads((tmp_path / "site" / "evidence" / f"{reports[0].exercise}.json").read_bytes())
    assert [attempt["percent"] for attempt in shown["attempts"]] == [41.67]


def test_a_private_text_in_own_words_or_a_notebook_stops_the_build(
    tmp_path: Path, reports: list[Report], profile: Profile, key: Any, now: datetime
) -> None:
    slug, secrets = reports[0].exercise, [Secret("a path of your computer", "/home/amara/")]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", json.dumps({"text": "File /home/amara/work/x.py"}))
    for story, notebook in (
        (Story(rationale="see /home/amara/notes"), b"{}"),
        (Story(publish_notebook=True), b'{"text": "/home/amara/x"}'),
        (Story(publish_notebook=True), packed.getvalue()),
    ):
        extras = Extras({slug: story}, None, {slug: (f"{slug}.ipynb", notebook)}, secrets)
        with pytest.raises(PortfolioError, match="holds a path of your computer"):
            build(reports, profile, key, tmp_path / "site", now, extras)
        assert not (tmp_path / "site").exists()


def test_texts_of_others_in_own_words_or_a_notebook_stop_the_build(
    tmp_path: Path, reports: list[Report], profile: Profile, key: Any, now: datetime
) -> None:
    theirs = ["The battery died after two days, and the shop would not take it back."]
    slug, limit = reports[0].exercise, QuoteLimit("Reviews", 0, "They belong to others.", Quotations(theirs))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("notebook.ipynb", json.dumps({"text": theirs}))
    for story, notebook in (
        (Story(rationale=f"One said: {theirs[0].lower()}"), b"{}"),
        (Story(errors=[ErrorNote(kind="Part", example="and the shop would not take it back")]), b"{}"),
        (Story(publish_notebook=True), json.dumps({"text": theirs}).encode()),
        (Story(publish_notebook=True), packed.getvalue()),
    ):
        extras = Extras({slug: story}, None, {slug: (f"{slug}.ipynb", notebook)}, (), [limit])
        with pytest.raises(
            PortfolioError, match="1 of the texts of Reviews are quoted, and its card allows none"
        ):
            build(reports, profile, key, tmp_path / "site", now, extras)
        assert not (tmp_path / "site").exists()
    closed_extras = Extras(
        {slug: Story(headline="x")}, None, {slug: (f"{slug}.ipynb", packed.getvalue())}, (), [limit]
    )
    build(reports, profile, key, tmp_path / "site", now, closed_extras)


@pytest.mark.parametrize(
    "content",
    [b"/HOME/amara/", b"&#47;home/amara/", b"%2Fhome%2Famara%2F", b"\\u002fhome/amara/", b"\\/home\\/amara\\/",
     base64.b64encode(b"some text /home/amara/ and more")],
)  # fmt: skip
def test_the_build_looks_through_encodings(content: bytes) -> None:
    assert find_leaks({"a": content}, [Secret("a path", "/home/amara/")])
    assert not find_leaks({"a": content}, [Secret("a path", "/home/other/")])
