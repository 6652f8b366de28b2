"""Compare every number on a page with the signed value it claims to show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from labelwright.credentials.verify import Finding
from labelwright_portfolio.parse_page import Attributes, PageText
from labelwright_portfolio.signed_values import at_address, resolve, shown
from labelwright_portfolio.works import Work, counts

LISTED = 12
"""At most this many single differences are spelt out."""


def audit(page: PageText, works: Sequence[Work]) -> Iterator[Finding]:
    """A finding for each bound text that differs from its signed value and each digit that nothing binds."""
    documents: dict[str, Any] = {work.cred_id: work.credential for work in works}
    documents.update({work.evidence_id: work.evidence for work in works})
    totals = {name: str(count.value) for name, count in counts(works).items()}
    wrong = [
        (bound.text, expected)
        for bound in page.bound
        if (expected := _expected(bound.attributes, documents, totals)) != bound.text
    ]
    for text, expected in wrong[:LISTED]:
        signed = "nothing that was signed" if expected is None else f"the signed value {expected!r}"
        yield Finding("number", False, f"The page shows {text[:80]!r} where it should show {signed}.")
    for text in page.loose[:LISTED]:
        yield Finding("number", False, f"The page shows a number that no signature covers: {text[:80]!r}.")
    if not wrong and not page.loose:
        yield Finding(
            "number",
            True,
            f"All {len(page.bound)} signed texts and numbers on the page match what was signed.",
        )


def _expected(attributes: Attributes, documents: dict[str, Any], totals: dict[str, str]) -> str | None:
    """The text a bound element must hold; None when it points at nothing."""
    if "data-count" in attributes:
        return totals.get(attributes["data-count"])
    try:
        source, pointer, form = at_address(attributes["data-cred"])
        return shown(resolve(documents[source], pointer), form)
    except (LookupError, ValueError):
        return None
