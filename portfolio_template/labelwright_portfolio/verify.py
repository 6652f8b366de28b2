"""Verify a finished portfolio: every credential, every shown number, and every character of its pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.baking import BakingError, extract
from labelwright.credentials.json_ld import UnsafeJsonError, parse
from labelwright.credentials.keyring.key_list import KeyList
from labelwright.credentials.verify import Finding, Verification, verify
from labelwright_portfolio.build import derive_files
from labelwright_portfolio.pages.frame import GENERATOR
from labelwright_portfolio.pages.page_data import PACKED_ID, PackingError, PageData, unpack
from labelwright_portfolio.pages.render import render_page
from labelwright_portfolio.parse_page import ParsedPage, parse_page, parse_page_data, parse_works
from labelwright_portfolio.stories import ShownStory
from labelwright_portfolio.verify_numbers import verify_numbers
from labelwright_portfolio.works import Work, find_disagreement

MAX_PAGE = 20_000_000
"""The size of the largest file that is read, in bytes."""


@dataclass(frozen=True)
class Expected:
    """What the reader knows already: the trusted issuer, the applicant's address, and the time."""

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
        """Whether something was checked and nothing failed."""
        return bool(self.findings) and all(finding.ok for finding in self.findings)


@dataclass(frozen=True)
class _CheckedPage:
    """A page that was read: the result, and the works and page data that it embeds."""

    result: PageVerification
    works: list[Work] = field(default_factory=list)
    data: PageData | None = None


def verify_page(
    path: Path, issuer: str | KeyList | None, email: str | None, now: datetime
) -> PageVerification:
    """Check a portfolio folder, one of its pages, a single credential (.json) or an image that holds one.

    `issuer` is the DID that must have signed the work, or the list of trusted keys; `email` is the applicant's address.
    Both may be None. Bad input raises nothing: what is wrong is a finding with a sentence.
    """
    expected = Expected(issuer, email, now)
    page = path / "index.html" if path.is_dir() else path
    try:
        if page.stat().st_size > MAX_PAGE:
            return _single_failure("file", f"{page} is larger than any portfolio page; it was not read.")
        content = page.read_bytes()
        if page.suffix.lower() in (".png", ".svg"):
            return _verify_image(page, content, expected)
        if page.suffix.lower() == ".json":
            return _verify_credential(page, content, expected)
        if path.is_dir():
            return _verify_folder(content, path, expected)
        return _check_page(content, expected, _portfolio_folder(page)).result
    except OSError as error:
        return _single_failure("file", f"{page} cannot be read: {error.strerror or error}.")
    except RecursionError:
        return _single_failure("file", f"{page} is nested too deeply to be a portfolio page.")


def _single_failure(code: str, sentence: str) -> PageVerification:
    return PageVerification([Finding(code, False, sentence)])


def _verify_credential(path: Path, content: bytes, expected: Expected) -> PageVerification:
    """Verify one credential file, with its evidence if that is in the folder too."""
    evidence = _read_file(path.with_name(f"{path.stem}.evidence.json"))
    if path.parent.name == "credentials":
        evidence = _read_file(path.parent.parent / "evidence" / path.name)
    result = verify(
        content, issuer=expected.issuer, email=expected.email, evidence=evidence, now=expected.now
    )
    title = str(result.document["name"]) if result.document else path.name
    return PageVerification(list(_with_title(title, result)), [(title, result)])


def _verify_image(path: Path, content: bytes, expected: Expected) -> PageVerification:
    """Verify the credential in a PNG or SVG image, with its evidence if that is in the portfolio folder."""
    try:
        credential = extract(content)
    except BakingError as error:
        return _single_failure("image", f"{path.name}: {error}.")
    evidence = _read_file(path.parent.parent / "evidence" / f"{path.stem}.json")
    result = verify(
        credential, issuer=expected.issuer, email=expected.email, evidence=evidence, now=expected.now
    )
    title = str(result.document["name"]) if result.document else path.name
    return PageVerification(list(_with_title(title, result)), [(title, result)])


def _portfolio_folder(page: Path) -> Path:
    """Return the folder of the portfolio that a page belongs to."""
    return page.parent.parent if page.parent.name == "work" else page.parent


def _with_title(title: str, result: Verification) -> Iterator[Finding]:
    for finding in result.findings:
        yield Finding(finding.code, finding.ok, f"{title}: {finding.sentence}", finding.open_question)


def _read_file(path: Path) -> bytes | None:
    """Return the bytes of a file; None if it is missing, too large or not readable."""
    try:
        return path.read_bytes() if path.is_file() and path.stat().st_size <= MAX_PAGE else None
    except OSError:
        return None


def _check_page(content: bytes, expected: Expected, folder: Path) -> _CheckedPage:
    """Check one page, with the evidence files of its portfolio folder."""
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _CheckedPage(
            _single_failure("html", "The page is not UTF-8 text, so labelwright did not write it.")
        )
    page = parse_page(text)
    works, findings = parse_works(page)
    if not works:
        failure = Finding("html", False, "The page holds no credential that can be read.")
        return _CheckedPage(PageVerification([*findings, failure]))
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
        findings += _with_title(title, result)
    data = None
    if all(result.document for _, result in checked):
        data = parse_page_data(page)
        findings += _verify_content(page, text, works, data)
        findings += _verify_evidence_files(works, folder)
    return _CheckedPage(PageVerification(findings, checked), works, data)


def _verify_folder(content: bytes, folder: Path, expected: Expected) -> PageVerification:
    """Verify a whole portfolio: its front page, and that every other file follows from it."""
    front = _check_page(content, expected, folder)
    findings = list(front.result.findings)
    if front.data is None or front.data.page != "front":
        return PageVerification(findings, front.result.works)
    # Evidence of another shape is a finding of the page already.
    with suppress(ValidationError, ValueError, LookupError, TypeError, OverflowError):
        findings += _verify_other_files(front.works, front.data, folder, expected)
    return PageVerification(findings, front.result.works)


def _verify_other_files(
    works: list[Work], data: PageData, folder: Path, expected: Expected
) -> Iterator[Finding]:
    yield from _verify_credential_files(works, folder / "credentials", expected)
    stories: dict[str, ShownStory] = {}
    for place, work in enumerate(works, start=1):
        name = f"work/{work.slug}.html"
        content = _read_file(folder / name)
        if content is None:
            yield Finding("case", False, f"{name} is missing or cannot be read.")
            continue
        case = _check_page(content, expected, folder)
        wrong = [finding for finding in case.result.findings if not finding.ok]
        same_credential = [other.credential for other in case.works] == [work.credential]
        same_place = case.data is not None and (case.data.page, case.data.place) == ("case", place)
        for finding in wrong:
            yield Finding(finding.code, False, f"{name}: {finding.sentence}")
        if not wrong and not (same_credential and same_place):
            yield Finding("case", False, f"{name} is not the page about that work.")
        if not wrong and same_credential and same_place and case.data is not None:
            yield Finding("case", True, f"{name} holds the same credential, and nothing on it was changed.")
            stories |= dict(case.data.stories)
    for name, content in derive_files(works, data.model_copy(update={"stories": stories})).items():
        # Pages, credentials and evidence are verified above, by their content.
        if name.startswith(("badges/", "portfolio.json")) and _read_file(folder / name) != content:
            yield Finding("file", False, f"{name} is missing, or does not follow from the signed documents.")


def _verify_content(
    page: ParsedPage, text: str, works: list[Work], data: PageData | None
) -> Iterator[Finding]:
    """Verify the numbers and the text of a page whose credentials have the right shape."""
    if len({work.slug for work in works}) != len(works):
        yield Finding("twice", False, "Two credentials on the page are for the same exercise.")
    try:
        disagreements = [sentence for work in works if (sentence := find_disagreement(work))]
        yield from (Finding("evidence-agrees", False, sentence) for sentence in disagreements)
        if not disagreements:
            yield from verify_numbers(page, works)
            yield _compare_with_rendered(page, text, works, data)
    except (ValidationError, ValueError, LookupError, TypeError, OverflowError) as error:
        yield Finding(
            "evidence-shape",
            False,
            f"The evidence on the page does not have the shape that labelwright writes ({type(error).__name__}).",
        )


def _compare_with_rendered(page: ParsedPage, text: str, works: list[Work], data: PageData | None) -> Finding:
    if page.generator != GENERATOR:
        return Finding(
            "page",
            False,
            f"The page says that {page.generator!r} made it, and this tool writes {GENERATOR!r}. So words and drawings "
            "could not be compared. Rely on the credentials, or use the version that made the page.",
        )
    if data is None:
        return Finding(
            "page", False, "The applicant's own words, embedded in the page, are missing or broken."
        )
    if _is_rendered(page, text, render_page(works, data).decode("utf-8")):
        return Finding(
            "page", True, "Built again from the signed documents, the page is the same in every character."
        )
    return Finding(
        "page",
        False,
        "Built again from the signed documents, the page differs: a word, a drawing or a style was changed by hand.",
    )


def _is_rendered(page: ParsedPage, text: str, rendered: str) -> bool:
    """Return whether a page is the rendered one, with its packed documents compared by their content.

    zlib packs the same documents into other bytes at another level, or in another build of zlib.
    """
    packed, packed_again = page.documents.get(PACKED_ID), parse_page(rendered).documents.get(PACKED_ID)
    if packed is None or packed_again is None:
        return text == rendered
    element = f'id="{PACKED_ID}">{{}}</script>'
    try:
        same_content = unpack(packed) == unpack(packed_again)
    except PackingError:
        return False
    return same_content and text == rendered.replace(element.format(packed_again), element.format(packed), 1)


def _verify_evidence_files(works: list[Work], folder: Path) -> Iterator[Finding]:
    """Verify the evidence files of a portfolio, if its pages are in their folder."""
    for work in works:
        evidence = _read_file(folder / "evidence" / f"{work.slug}.json")
        if evidence is not None and evidence != work.evidence_bytes:
            yield Finding(
                "evidence-file", False, f"evidence/{work.slug}.json is not the evidence that was signed."
            )
        elif evidence is None and (folder / "credentials").is_dir():
            yield Finding("evidence-file", False, f"evidence/{work.slug}.json is missing or cannot be read.")


def _verify_credential_files(works: list[Work], folder: Path, expected: Expected) -> Iterator[Finding]:
    by_name: dict[str, dict[str, Any]] = {f"{work.slug}.json": work.credential for work in works}
    for name, credential in by_name.items():
        content = _read_file(folder / name)
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
            yield from _verify_credential(path, _read_file(path) or b"", expected).findings
