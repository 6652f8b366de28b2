"""Compare every number on a page with the signed value that it claims to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from labelwright.credentials.verify import Finding
from labelwright_portfolio.parse_page import Attributes, ParsedPage
from labelwright_portfolio.signed_values import format_value, parse_address, resolve_pointer
from labelwright_portfolio.works import Work, count_totals

LISTED = 12
"""How many single differences are listed at most."""


def verify_numbers(page: ParsedPage, works: Sequence[Work]) -> Iterator[Finding]:
    """Yield a finding for each bound text that differs from its signed value, and for each digit that is not bound."""
    documents: dict[str, Any] = {work.cred_id: work.credential for work in works}
    documents.update({work.evidence_id: work.evidence for work in works})
    totals = {name: str(count.value) for name, count in count_totals(works).items()}
    wrong = [
        (bound.text, expected)
        for bound in page.bound
        if (expected := _expected_text(bound.attributes, documents, totals)) != bound.text
    ]
    for text, expected in wrong[:LISTED]:
        signed = "nothing that was signed" if expected is None else f"the signed value {expected!r}"
        yield Finding("number", False, f"The page shows {text[:80]!r} where it should show {signed}.")
    for text in page.unbound[:LISTED]:
        yield Finding("number", False, f"The page shows a number that no signature covers: {text[:80]!r}.")
    if not wrong and not page.unbound:
        yield Finding(
            "number",
            True,
            f"All {len(page.bound)} signed texts and numbers on the page match what was signed.",
        )


def _expected_text(attributes: Attributes, documents: dict[str, Any], totals: dict[str, str]) -> str | None:
    """Return the text that a bound element must hold; None if it points at nothing."""
    if "data-count" in attributes:
        return totals.get(attributes["data-count"])
    try:
        source, pointer, form = parse_address(attributes["data-cred"])
        return format_value(resolve_pointer(documents[source], pointer), form)
    except (LookupError, ValueError):
        return None
