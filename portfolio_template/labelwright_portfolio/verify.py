"""Check a finished portfolio: every credential, every shown number, and the page as a whole, byte for byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.credentials.verify import Finding, Verification, verify
from labelwright_portfolio.audit import audit
from labelwright_portfolio.markup import PageText, read_page
from labelwright_portfolio.page import GENERATOR, render
from labelwright_portfolio.profile import ShownProfile
from labelwright_portfolio.works import Work, disagreement

MAX_PAGE = 20_000_000


@dataclass(frozen=True)
class Expected:
    """What the reader knows beforehand: whose signature, whose address, and the time."""

    issuer: str | None
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


def verify_page(path: Path, issuer: str | None, email: str | None, now: datetime) -> PageVerification:
    """Check a portfolio folder, a page (index.html) or a single credential (.json).

    `issuer` is the DID the work must be signed by, `email` the applicant's address; either may be None.
    Never raises on bad input: what is wrong is a finding in a sentence.
    """
    expected = Expected(issuer, email, now)
    page = path / "index.html" if path.is_dir() else path
    try:
        if page.stat().st_size > MAX_PAGE:
            return _only("file", f"{page} is larger than any portfolio page; it was not read.")
        content = page.read_bytes()
        if page.suffix.lower() == ".json":
            return _single(page, content, expected)
        return _whole(content, page.parent, expected, with_credentials=path.is_dir())
    except OSError as trouble:
        return _only("file", f"{page} cannot be read: {trouble.strerror or trouble}.")
    except RecursionError:
        return _only("file", f"{page} is nested too deeply to be a portfolio page.")


def _only(code: str, sentence: str) -> PageVerification:
    return PageVerification([Finding(code, False, sentence)])


def _single(path: Path, content: bytes, expected: Expected) -> PageVerification:
    """One credential file, with its evidence when that lies in the folder beside."""
    shown = _read(path.parent.parent / "evidence" / path.name) if path.parent.name == "credentials" else None
    result = verify(content, issuer=expected.issuer, email=expected.email, evidence=shown, now=expected.now)
    title = str(result.document["name"]) if result.document else path.name
    return PageVerification(list(_named(title, result)), [(title, result)])


def _named(title: str, result: Verification) -> Iterator[Finding]:
    for finding in result.findings:
        yield Finding(finding.code, finding.ok, f"{title}: {finding.sentence}", finding.open_question)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_PAGE else None
    except OSError:
        return None


def _whole(content: bytes, folder: Path, expected: Expected, *, with_credentials: bool) -> PageVerification:
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _only("html", "The page is not UTF-8 text, so it is not one that labelwright wrote.")
    page = read_page(text)
    works, findings = _works(page)
    if not works:
        return PageVerification(
            [*findings, Finding("html", False, "The page holds no credential that can be read.")]
        )
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
    if all(result.document for _, result in checked):
        findings += _sound_page(page, text, works)
        findings += _files(works, folder, expected, with_credentials)
    return PageVerification(findings, checked)


def _sound_page(page: PageText, text: str, works: list[Work]) -> Iterator[Finding]:
    """What can be asked of a page whose credentials have the right shape."""
    if len({work.slug for work in works}) != len(works):
        yield Finding("twice", False, "Two credentials on the page are for the same exercise.")
    try:
        stories = [story for work in works if (story := disagreement(work))]
        yield from (Finding("evidence-agrees", False, story) for story in stories)
        if not stories:
            yield from audit(page, works)
            yield _same_bytes(page, text, works)
    except (ValidationError, ValueError, LookupError, TypeError, OverflowError) as trouble:
        yield Finding(
            "evidence-shape",
            False,
            f"The evidence on the page does not have the shape labelwright writes ({type(trouble).__name__}).",
        )


def _same_bytes(page: PageText, text: str, works: list[Work]) -> Finding:
    if page.generator != GENERATOR:
        return Finding(
            "page",
            False,
            f"The page says it was made by {page.generator!r} and this tool writes {GENERATOR!r}, so words and drawings "
            "could not be compared. Rely on the credentials, or use the version that made the page.",
        )
    try:
        profile = ShownProfile.model_validate(parse(page.documents.get("profile", "")))
    except (UnsafeJsonError, ValidationError):
        return Finding("page", False, "The profile embedded in the page is missing or broken.")
    if render(works, profile).decode("utf-8").replace("\r\n", "\n") == text:
        return Finding(
            "page", True, "Drawn again from the signed documents, the page is the same to the byte."
        )
    return Finding(
        "page",
        False,
        "Drawn again from the signed documents, the page differs: a word, a drawing or a style was changed by hand.",
    )


def _works(page: PageText) -> tuple[list[Work], list[Finding]]:
    """The embedded credentials with their evidence, in page order; a finding for each that cannot be read."""
    works: list[Work] = []
    findings = [
        Finding("html", False, f"The page holds two embedded documents {name!r}.") for name in page.repeated
    ]
    place = 1
    while f"cred-{place}" in page.documents:
        try:
            credential = parse(page.documents[f"cred-{place}"])
            evidence = parse(page.documents.get(f"evidence-{place}", ""))
            if isinstance(credential, dict) and isinstance(evidence, dict):
                works.append(Work(place, credential, evidence))
            else:
                findings.append(
                    Finding("json", False, f"The embedded document cred-{place} is no JSON object.")
                )
        except UnsafeJsonError as trouble:
            findings.append(
                Finding("json", False, f"An embedded document (cred-{place}) cannot be read: {trouble}.")
            )
        place += 1
    return works, findings


def _files(works: list[Work], folder: Path, expected: Expected, with_credentials: bool) -> Iterator[Finding]:
    """The evidence files beside the page and, for a folder, the credential files."""
    for work in works:
        shown = _read(folder / "evidence" / f"{work.slug}.json")
        if shown is not None and shown != work.evidence_bytes:
            yield Finding(
                "evidence-file", False, f"evidence/{work.slug}.json is not the evidence that was signed."
            )
        elif shown is None and with_credentials:
            yield Finding("evidence-file", False, f"evidence/{work.slug}.json is missing or cannot be read.")
    if with_credentials:
        yield from _credential_files(works, folder / "credentials", expected)


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
