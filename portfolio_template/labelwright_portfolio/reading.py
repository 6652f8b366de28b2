"""Take out of a page what it embeds: its works, and what the job seeker tells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from labelwright.credentials.strict_json import UnsafeJsonError, parse
from labelwright.credentials.verify import Finding
from labelwright_portfolio.errors import PortfolioError
from labelwright_portfolio.markup import PageText, read_page
from labelwright_portfolio.pages.frame import PACKED
from labelwright_portfolio.pages.packing import PackingError, unpack
from labelwright_portfolio.pages.told import Told
from labelwright_portfolio.works import Work


def read_portfolio(folder: Path) -> tuple[list[Work], Told]:
    """The works and the words of the front page in a portfolio folder; nothing is verified here.

    Raises PortfolioError where there is no page that can be read.
    """
    return read_page_file(folder / "index.html")


def read_page_file(page: Path) -> tuple[list[Work], Told]:
    """The same of one page, the front page or one about a work."""
    try:
        read = read_page(page.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise PortfolioError(
            f"{page} cannot be read ({trouble}). Build the portfolio first: labelwright portfolio build"
        ) from None
    works, findings = embedded_works(read)
    told = embedded_told(read)
    if not works or findings or told is None:
        raise PortfolioError(
            f"{page} is no portfolio page of this version. Build it again: labelwright portfolio build"
        )
    return works, told


def embedded_works(page: PageText) -> tuple[list[Work], list[Finding]]:
    """The embedded credentials with their evidence, in page order; a finding for each that cannot be read."""
    works: list[Work] = []
    findings = [
        Finding("html", False, f"The page holds two embedded documents {name!r}.") for name in page.repeated
    ]
    documents: dict[str, Any] = dict(page.documents)
    if PACKED in documents:
        try:
            together = parse(unpack(documents[PACKED]))
            # What stands beside the packed documents is not what the page shows.
            documents = together if isinstance(together, dict) else {}
        except (PackingError, UnsafeJsonError) as trouble:
            return [], [*findings, Finding("json", False, f"The page's documents cannot be read: {trouble}.")]
    place = 1
    while f"cred-{place}" in documents:
        try:
            credential = _parsed(documents[f"cred-{place}"])
            evidence = _parsed(documents.get(f"evidence-{place}", ""))
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


def embedded_told(page: PageText) -> Told | None:
    """What the job seeker tells, as the page embeds it; None where it is missing or broken."""
    try:
        return Told.model_validate(parse(page.documents.get("told", "")))
    except (UnsafeJsonError, ValidationError, ValueError):
        return None


def _parsed(document: Any) -> Any:
    return parse(document) if isinstance(document, str) else document
