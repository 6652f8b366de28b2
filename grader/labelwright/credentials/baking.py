"""Put a credential into a PNG or SVG image and take it out again, as Open Badges 3.0 describes (section 5.3).

In a PNG the credential is one uncompressed iTXt chunk after the header, in an SVG an element right after the root's
opening tag. Many services remove such data from images, so the credential's own file is always offered too.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

from labelwright.credentials.proof import canonical
from labelwright.errors import LabelwrightError

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
MAX_IMAGE = 5_000_000

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ROOT = re.compile(r"<svg\b[^>]*>")
_BAKED = re.compile(
    r"<openbadges:credential\b[^>]*>\s*<!\[CDATA\[(.*?)\]\]>\s*</openbadges:credential>", re.S
)


class BakingError(LabelwrightError, ValueError):
    """An image cannot carry a credential, or has none; the message says why."""


def bake_png(image: bytes, credential: dict[str, Any]) -> bytes:
    """Return the PNG with the credential in it, instead of any earlier one."""
    chunks = [(kind, body) for kind, body in _chunks(image) if not _is_ours(kind, body)]
    text = KEYWORD + b"\0\0\0\0\0" + _text(credential).encode("utf-8")
    return _SIGNATURE + b"".join(
        _chunk(kind, body) for kind, body in [chunks[0], (b"iTXt", text), *chunks[1:]]
    )


def bake_svg(image: str, credential: dict[str, Any]) -> str:
    """Return the SVG with the credential in it, instead of any earlier one."""
    clean = _BAKED.sub("", image)
    root = _ROOT.search(clean)
    if root is None:
        raise BakingError("the image has no svg element")
    opening = root[0]
    if "xmlns:openbadges=" not in opening:
        opening = f'{opening[:-1]} xmlns:openbadges="{NAMESPACE}">'
    element = f"<openbadges:credential><![CDATA[{_text(credential)}]]></openbadges:credential>"
    return clean[: root.start()] + opening + element + clean[root.end() :]


def extract(image: bytes) -> bytes:
    """Return the credential's text in a PNG or SVG; raise BakingError if there is none or more than one."""
    if len(image) > MAX_IMAGE:
        raise BakingError(f"the image is larger than {MAX_IMAGE:,} bytes")
    if image.startswith(_SIGNATURE):
        found = [_unpacked(body) for kind, body in _chunks(image) if _is_ours(kind, body)]
    else:
        try:
            found = [text.encode("utf-8") for text in _BAKED.findall(image.decode("utf-8"))]
        except UnicodeDecodeError:
            raise BakingError("it is neither a PNG nor an SVG image") from None
    if len(found) != 1:
        many = (
            f"{len(found)} credentials" if found else "no credential (services that resize images remove it)"
        )
        raise BakingError(f"the image has {many}")
    return found[0]


def _text(credential: dict[str, Any]) -> str:
    # ">" is escaped so that no text can end the CDATA section of an SVG.
    return canonical(credential).decode("utf-8").replace(">", "\\u003e")


def _is_ours(kind: bytes, body: bytes) -> bool:
    return kind == b"iTXt" and body.startswith(KEYWORD + b"\0")


def _unpacked(body: bytes) -> bytes:
    rest = body[len(KEYWORD) + 1 :]
    packed, rest = rest[:1] == b"\1", rest[2:]
    text = rest.split(b"\0", 2)[-1]
    if not packed:
        return text
    # Other issuers may compress it; a few bytes must not become gigabytes.
    reader = zlib.decompressobj()
    try:
        opened = reader.decompress(text, MAX_IMAGE)
    except zlib.error:
        raise BakingError("the text in the image cannot be unpacked") from None
    if reader.unconsumed_tail:
        raise BakingError("the text in the image is too long")
    return opened


def _chunks(image: bytes) -> list[tuple[bytes, bytes]]:
    if not image.startswith(_SIGNATURE):
        raise BakingError("it is not a PNG image")
    found, place = [], len(_SIGNATURE)
    while place < len(image):
        head = image[place : place + 8]
        if len(head) < 8:
            raise BakingError("the PNG image is cut off")
        length, kind = struct.unpack(">I4s", head)
        body = image[place + 8 : place + 8 + length]
        if image[place + 8 + length : place + 12 + length] != struct.pack(">I", zlib.crc32(kind + body)):
            raise BakingError("the PNG image is damaged: a checksum is wrong")
        found.append((kind, body))
        place += 12 + length
        if kind == b"IEND":
            break
    if not found or found[0][0] != b"IHDR":
        raise BakingError("the PNG image has no header")
    return found


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body), kind) + body + struct.pack(">I", zlib.crc32(kind + body))
