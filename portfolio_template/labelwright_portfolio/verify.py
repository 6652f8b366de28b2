"""Check a finished portfolio: every credential, every shown number, and the page as a whole, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.baking import BakingError, baked
from labelwright.credentials.keyring.key_list import KeyList
from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.credentials.verify import Finding, Verification, verify
from labelwright_portfolio.build import derived
from labelwright_portfolio.pages.frame import GENERATOR
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.pages.render import render
from labelwright_portfolio.parse_page import PageText, embedded_told, embedded_works, read_page
from labelwright_portfolio.stories import ShownStory
from labelwright_portfolio.verify_numbers import audit
from labelwright_portfolio.works import Work, disagreement

MAX_PAGE = 20_000_000


@dataclass(frozen=True)
class Expected:
    """What the reader knows beforehand: whose signature, whose address, and the time."""

    issuer: str | KeyList | None
    email: str | None
    now: datetime


@dataclass(frozen=True)
class PageVerification:
    """Everything found about a page, a folder or a single credential; `works` holds each title and its result."""

    findings: list[Finding]
    works: list[tuple[str, Verification]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether something was looked at and nothing failed."""
        return bool(self.findings) and all(finding.ok for finding in self.findings)


def verify_page(
    path: Path, issuer: str | KeyList | None, email: str | None, now: datetime
) -> PageVerification:
    """Check a portfolio folder, one of its pages, a single credential (.json) or an image that holds one.

    `issuer` is the DID the work must be signed by, or the list of trusted keys, `email` the applicant's address;
    either may be None.
    Never raises on bad input: what is wrong is a finding in a sentence.
    """
    expected = Expected(issuer, email, now)
    page = path / "index.html" if path.is_dir() else path
    try:
        if page.stat().st_size > MAX_PAGE:
            return _only("file", f"{page} is larger than any portfolio page; it was not read.")
        content = page.read_bytes()
        if page.suffix.lower() in (".png", ".svg"):
            return _image(page, content, expected)
        if page.suffix.lower() == ".json":
            return _single(page, content, expected)
        if path.is_dir():
            return _folder(content, path, expected)
        return _page(content, expected, _home(page)).result
    except OSError as trouble:
        return _only("file", f"{page} cannot be read: {trouble.strerror or trouble}.")
    except RecursionError:
        return _only("file", f"{page} is nested too deeply to be a portfolio page.")


def _only(code: str, sentence: str) -> PageVerification:
    return PageVerification([Finding(code, False, sentence)])


def _single(path: Path, content: bytes, expected: Expected) -> PageVerification:
    """One credential file, with its evidence when that lies in the folder beside."""
    shown = _read(path.with_name(f"{path.stem}.evidence.json"))
    if path.parent.name == "credentials":
        shown = _read(path.parent.parent / "evidence" / path.name)
    result = verify(content, issuer=expected.issuer, email=expected.email, evidence=shown, now=expected.now)
    title = str(result.document["name"]) if result.document else path.name
    return PageVerification(list(_named(title, result)), [(title, result)])


def _image(path: Path, content: bytes, expected: Expected) -> PageVerification:
    """The credential baked into a PNG or SVG image, with its evidence when that lies in the folder beside."""
    try:
        credential = baked(content)
    except BakingError as trouble:
        return _only("image", f"{path.name}: {trouble}.")
    shown = _read(path.parent.parent / "evidence" / f"{path.stem}.json")
    result = verify(
        credential, issuer=expected.issuer, email=expected.email, evidence=shown, now=expected.now
    )
    title = str(result.document["name"]) if result.document else path.name
    return PageVerification(list(_named(title, result)), [(title, result)])


def _home(page: Path) -> Path:
    """The folder of the portfolio that a page belongs to."""
    return page.parent.parent if page.parent.name == "work" else page.parent


def _named(title: str, result: Verification) -> Iterator[Finding]:
    for finding in result.findings:
        yield Finding(finding.code, finding.ok, f"{title}: {finding.sentence}", finding.open_question)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_PAGE else None
    except OSError:
        return None


@dataclass(frozen=True)
class _Read:
    """A page that was read: what was found, and the works and words it embeds."""

    result: PageVerification
    works: list[Work] = field(default_factory=list)
    told: Told | None = None


def _page(content: bytes, expected: Expected, home: Path) -> _Read:
    """One page with the evidence files beside it."""
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _Read(_only("html", "The page is not UTF-8 text, so it is not one that labelwright wrote."))
    page = read_page(text)
    works, findings = embedded_works(page)
    if not works:
        nothing = Finding("html", False, "The page holds no credential that can be read.")
        return _Read(PageVerification([*findings, nothing]))
    checked = []
    for work in works:
        result = verify(
            work.credential,
            issuer=expected.issuer,
            email=expected.email,
            evidence=work.evidence_bytes,
            now=expected.now,
        )
        title = str(work.credential.get("name", work.cred_id)) if result.document else work.cred_id
        checked.append((title, result))
        findings += _named(title, result)
    told = None
    if all(result.document for _, result in checked):
        told = embedded_told(page)
        findings += _sound_page(page, text, works, told)
        findings += _evidence_files(works, home)
    return _Read(PageVerification(findings, checked), works, told)


def _folder(content: bytes, folder: Path, expected: Expected) -> PageVerification:
    """A whole portfolio: its front page, then that every other file is the one that follows from it."""
    front = _page(content, expected, folder)
    findings = list(front.result.findings)
    if front.told is None or front.told.page != "front":
        return PageVerification(findings, front.result.works)
    # Evidence of another shape is a finding of the page itself.
    with suppress(ValidationError, ValueError, LookupError, TypeError, OverflowError):
        findings += _other_files(front.works, front.told, folder, expected)
    return PageVerification(findings, front.result.works)


def _other_files(works: list[Work], told: Told, folder: Path, expected: Expected) -> Iterator[Finding]:
    yield from _credential_files(works, folder / "credentials", expected)
    stories: dict[str, ShownStory] = {}
    for place, work in enumerate(works, start=1):
        name = f"work/{work.slug}.html"
        content = _read(folder / name)
        if content is None:
            yield Finding("case", False, f"{name} is missing or cannot be read.")
            continue
        case = _page(content, expected, folder)
        wrong = [finding for finding in case.result.findings if not finding.ok]
        same = [one.credential for one in case.works] == [work.credential]
        placed = case.told is not None and (case.told.page, case.told.place) == ("case", place)
        for finding in wrong:
            yield Finding(finding.code, False, f"{name}: {finding.sentence}")
        if not wrong and not (same and placed):
            yield Finding("case", False, f"{name} is not the page about that work.")
        if not wrong and same and placed and case.told is not None:
            yield Finding("case", True, f"{name} holds the same credential, and is the same to the byte.")
            stories |= dict(case.told.stories)
    for name, content in derived(works, told.model_copy(update={"stories": stories})).items():
        found = _read(folder / name)
        if name.startswith(("badges/", "portfolio.json")) and found != content:
            yield Finding(
                "file", False, f"{name} is missing, or is not what follows from the signed documents."
            )


def _sound_page(page: PageText, text: str, works: list[Work], told: Told | None) -> Iterator[Finding]:
    """What can be asked of a page whose credentials have the right shape."""
    if len({work.slug for work in works}) != len(works):
        yield Finding("twice", False, "Two credentials on the page are for the same exercise.")
    try:
        stories = [story for work in works if (story := disagreement(work))]
        yield from (Finding("evidence-agrees", False, story) for story in stories)
        if not stories:
            yield from audit(page, works)
            yield _same_bytes(page, text, works, told)
    except (ValidationError, ValueError, LookupError, TypeError, OverflowError) as trouble:
        yield Finding(
            "evidence-shape",
            False,
            f"The evidence on the page does not have the shape labelwright writes ({type(trouble).__name__}).",
        )


def _same_bytes(page: PageText, text: str, works: list[Work], told: Told | None) -> Finding:
    if page.generator != GENERATOR:
        return Finding(
            "page",
            False,
            f"The page says it was made by {page.generator!r} and this tool writes {GENERATOR!r}, so words and drawings "
            "could not be compared. Rely on the credentials, or use the version that made the page.",
        )
    if told is None:
        return Finding("page", False, "What the applicant tells, embedded in the page, is missing or broken.")
    if render(works, told).decode("utf-8").replace("\r\n", "\n") == text:
        return Finding(
            "page", True, "Drawn again from the signed documents, the page is the same to the byte."
        )
    return Finding(
        "page",
        False,
        "Drawn again from the signed documents, the page differs: a word, a drawing or a style was changed by hand.",
    )


def _evidence_files(works: list[Work], folder: Path) -> Iterator[Finding]:
    """The evidence files of a portfolio, where they lie beside its pages."""
    for work in works:
        shown = _read(folder / "evidence" / f"{work.slug}.json")
        if shown is not None and shown != work.evidence_bytes:
            yield Finding(
                "evidence-file", False, f"evidence/{work.slug}.json is not the evidence that was signed."
            )
        elif shown is None and (folder / "credentials").is_dir():
            yield Finding("evidence-file", False, f"evidence/{work.slug}.json is missing or cannot be read.")


def _credential_files(works: list[Work], folder: Path, expected: Expected) -> Iterator[Finding]:
    by_name: dict[str, dict[str, Any]] = {f"{work.slug}.json": work.credential for work in works}
    for name, credential in by_name.items():
        content = _read(folder / name)
        try:
            same = content is not None and parse(content) == credential
        except UnsafeJsonError:
            same = False
        words = (
            "is the credential on the page" if same else "is missing, or is not the credential on the page"
        )
        yield Finding("credential-file", same, f"credentials/{name} {words}.")
    for path in sorted(folder.glob("*.json")):
        if path.name not in by_name:
            yield from _single(path, _read(path) or b"", expected).findings
