"""Packed documents: any inflater opens them, the same text gives the same bytes, and what was changed is refused."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright_portfolio.pages.packing import LONGEST, WINDOW, PackingError, deflate, pack, unpack

PIECES = st.lists(st.tuples(st.binary(max_size=40), st.integers(1, 60)), max_size=12)


@given(PIECES)
def test_any_bytes_come_back_through_zlib(pieces: list[tuple[bytes, int]]) -> None:
    data = b"".join(piece * times for piece, times in pieces)
    opener = zlib.decompressobj(-15)
    assert opener.decompress(deflate(data)) == data
    assert opener.eof
    assert not opener.unused_data


@pytest.mark.parametrize("length", [*range(12), LONGEST - 1, LONGEST, LONGEST + 1, 2 * LONGEST + 5])
def test_matches_of_every_length(length: int) -> None:
    data = b"begin" + b"x" * length + b"end" + b"x" * length
    assert zlib.decompress(deflate(data), -15) == data


@pytest.mark.parametrize("distance", [1, 2, 3, 4, 5, 8, 9, 257, 8193, WINDOW - 4, WINDOW, WINDOW + 1])
def test_matches_of_every_distance(distance: int) -> None:
    filler = b"".join(bytes([place % 251, place // 251]) for place in range(distance))
    data = (b"needle" + filler)[: max(distance, 6)] + b"needle"
    assert zlib.decompress(deflate(data), -15) == data


def test_repetition_is_what_makes_it_small() -> None:
    text = '{"type":["Result"],"value":"0.7"}' * 200
    assert len(pack(text)) < len(text) / 20
    assert unpack(pack(text)) == text
    assert pack(text) == pack(text)


@pytest.mark.parametrize(
    "packed",
    ["", "A", "not base64!", pack("x")[:-4], base64.b64encode(deflate(b"x") + b"y").decode(), "\u00e9",
     base64.b64encode(deflate(b"\xff\xfe")).decode()],
)  # fmt: skip
def test_what_was_changed_is_refused(packed: str) -> None:
    with pytest.raises(PackingError):
        unpack(packed)


def test_a_small_text_cannot_become_a_huge_one() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = bomb.compress(bytes(30_000_000)) + bomb.flush()
    with pytest.raises(PackingError):
        unpack(base64.b64encode(packed).decode())
