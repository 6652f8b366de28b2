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
"""The address of each context and its file."""

CONTEXTS = list(CONTEXT_FILES)
"""The `@context` of every credential issued here, in the order the signature covers."""


class UnknownContextError(LabelwrightError, ValueError):
    """A document names a context that is not included."""


@cache
def _read_context(address: str) -> dict[str, Any]:
    if address not in CONTEXT_FILES:
        raise UnknownContextError(f"The context {address} is not included. These are: {', '.join(CONTEXTS)}.")
    source = files("labelwright.credentials") / "contexts" / CONTEXT_FILES[address]
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def load_offline(address: str, _options: object = None) -> dict[str, Any]:
    """Load an included context for PyLD; raise UnknownContextError for any other address."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _read_context(address),
    }
