"""Scan what is about to be published for private texts: plain, escaped, encoded or packed."""

from __future__ import annotations

import base64
import binascii
import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from labelwright.data.content_filter import Quotations

_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
MAX_UNPACKED = 100_000_000
"""The size of the largest archive that is searched, unpacked, in bytes."""


@dataclass(frozen=True)
class Secret:
    """A text that must not be published; `what` names it for the reader."""

    what: str
    text: str


@dataclass(frozen=True)
class QuoteLimit:
    """How many texts of a dataset all published files may quote at most; `rule` is the sentence of its card."""

    title: str
    at_most: int
    rule: str
    texts: Quotations


def find_leaks(contents: Mapping[str, bytes], secrets: Sequence[Secret]) -> list[str]:
    """Return a sentence for each file that holds a secret of four characters or more, in any form."""
    wanted = [secret for secret in secrets if len(secret.text) >= 4]
    sentences = []
    for name, content in contents.items():
        forms = [form.lower() for form in _decode(name, content)] if wanted else []
        sentences += [
            f"{name} holds {secret.what}. Remove it there, and build again."
            for secret in wanted
            if any(secret.text.lower() in form for form in forms)
        ]
    return sentences


def find_excess_quotes(contents: Mapping[str, bytes], limits: Sequence[QuoteLimit]) -> list[str]:
    """Return a sentence for each dataset of which more is quoted than its card allows, in any form."""
    sentences = []
    for limit in limits:
        by_file = {name: limit.texts.found(_decode(name, content)) for name, content in contents.items()}
        quoted = set().union(*by_file.values())
        if len(quoted) > limit.at_most:
            files = ", ".join(sorted(name for name, places in by_file.items() if places))
            sentences.append(
                f"{files}: {len(quoted)} of the texts of {limit.title} are quoted, and its card allows "
                f"{limit.at_most or 'none'}: {limit.rule} Remove the quotations from your own words; for a notebook, "
                "clear its outputs, save, submit and grade it again, or set publish_notebook = false."
            )
    return sentences


def _decode(name: str, content: bytes) -> Iterator[str]:
    """Yield a file's text in every form that could hide a private text; files in a zip are decoded too."""
    text = content.decode("utf-8", "replace")
    plain = html.unescape(unquote(_UNICODE.sub(lambda match: chr(int(match[1], 16)), text)))
    yield from (text, plain, plain.replace("\\\\", "\\").replace("\\/", "/"))
    for match in _BASE64.finditer(content):
        try:
            yield base64.b64decode(match[0] + b"=" * (-len(match[0]) % 4)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            continue
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) <= MAX_UNPACKED:
                for info in archive.infolist():
                    yield from _decode(info.filename, archive.read(info))
