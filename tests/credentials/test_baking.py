"""A credential goes into an image and comes out the same; damaged, doubled and hostile images are refused with a message."""

from __future__ import annotations

import json
import struct
import zlib
from importlib.resources import files
from typing import Any

import pytest

from labelwright.credentials.baking import KEYWORD, BakingError, bake_png, bake_svg, extract

THEME = files("labelwright_portfolio") / "theme"
PNG, SVG = (THEME / "badge.png").read_bytes(), (THEME / "badge.svg").read_text("utf-8")
CREDENTIAL: dict[str, Any] = {"name": "]]> <script> \u00e9 & --> \U0001f600", "value": "0.7"}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_it_comes_out_as_it_went_in() -> None:
    for image in (bake_png(PNG, CREDENTIAL), bake_svg(SVG, CREDENTIAL).encode()):
        assert json.loads(extract(image)) == CREDENTIAL


def test_baking_again_replaces() -> None:
    other = {"name": "other"}
    assert bake_png(bake_png(PNG, other), CREDENTIAL) == bake_png(PNG, CREDENTIAL)
    assert bake_svg(bake_svg(SVG, other), CREDENTIAL) == bake_svg(SVG, CREDENTIAL)


def test_the_text_is_uncompressed_and_comes_after_the_header() -> None:
    image = bake_png(PNG, CREDENTIAL)
    length = struct.unpack(">I", image[8:12])[0]
    after = image[8 + 12 + length :]
    assert after[4:8] == b"iTXt"
    assert after[8 : 8 + len(KEYWORD) + 5] == KEYWORD + bytes(5)
    assert "\U0001f600".encode() in image


def test_the_svg_stays_xml_with_the_namespace_of_open_badges() -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(bake_svg(SVG, CREDENTIAL))
    first = root[0]
    assert first.tag == "{https://purl.imsglobal.org/ob/v3p0}credential"
    assert json.loads(first.text or "") == CREDENTIAL


def test_the_picture_is_still_a_picture() -> None:
    import io

    from PIL import Image

    for image in (PNG, bake_png(PNG, CREDENTIAL)):
        with Image.open(io.BytesIO(image)) as opened:
            assert opened.convert("RGBA").getpixel((160, 60)) == pytest.approx((11, 86, 95, 255), abs=2)


def test_text_that_others_compressed_is_read_within_bounds() -> None:
    def with_text(content: bytes) -> bytes:
        text = KEYWORD + b"\0\1\0\0\0" + zlib.compress(content)
        return PNG[:33] + chunk(b"iTXt", text) + PNG[33:]

    assert extract(with_text(b'{"a":1}')) == b'{"a":1}'
    with pytest.raises(BakingError, match="too long"):
        extract(with_text(bytes(6_000_000)))
    broken = KEYWORD + b"\0\1\0\0\0" + b"no zlib"
    with pytest.raises(BakingError, match="cannot be unpacked"):
        extract(PNG[:33] + chunk(b"iTXt", broken) + PNG[33:])


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (PNG, "has no credential"),
        (SVG.encode(), "has no credential"),
        (b"", "has no credential"),
        (b"\xff\xd8\xff\xe0", "neither a PNG nor an SVG"),
        (bake_png(PNG, CREDENTIAL)[:200], "damaged|cut off"),
        (PNG[:8], "no header"),
        (bake_png(PNG, CREDENTIAL).replace(b"0.7", b"0.9"), "a checksum is wrong"),
        (bytes(6_000_000), "larger than"),
    ],
)
def test_what_holds_none_is_refused(image: bytes, words: str) -> None:
    with pytest.raises(BakingError, match=words):
        extract(image)


def test_two_credentials_in_one_image_are_refused() -> None:
    text = chunk(b"iTXt", KEYWORD + bytes(5) + b"{}")
    with pytest.raises(BakingError, match="2 credentials"):
        extract(PNG[:33] + text + text + PNG[33:])


def test_what_is_no_image_takes_no_credential() -> None:
    with pytest.raises(BakingError, match="not a PNG"):
        bake_png(b"GIF89a", CREDENTIAL)
    with pytest.raises(BakingError, match="no svg element"):
        bake_svg("<html></html>", CREDENTIAL)
