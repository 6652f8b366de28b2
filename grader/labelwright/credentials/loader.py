"""The JSON-LD contexts a credential may use, read from the package and never from a network."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from labelwright.errors import LabelwrightError

CONTEXT_FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions.json",
}
"""Address of each context and the file that holds it."""

CONTEXTS = list(CONTEXT_FILES)
"""The `@context` of every credential issued here, in the order the signature covers."""


class UnknownContextError(LabelwrightError, ValueError):
    """A document names a context that is not shipped."""


@cache
def _shipped(address: str) -> dict[str, Any]:
    if address not in CONTEXT_FILES:
        raise UnknownContextError(
            f"The context {address} is not one of those shipped: {', '.join(CONTEXTS)}."
        )
    source = files("labelwright.credentials") / "contexts" / CONTEXT_FILES[address]
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def load_offline(address: str, _options: object = None) -> dict[str, Any]:
    """A PyLD document loader for the shipped contexts; UnknownContextError for any other address."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _shipped(address),
    }
