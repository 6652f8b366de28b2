"""Packed documents: they unpack to the same text, a changed text is refused, and a page packed another way verifies."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright_portfolio.pages.page_data import MAX_UNPACKED, RAW_DEFLATE, PackingError, pack, unpack
from labelwright_portfolio.parse_page import read_portfolio


@given(st.text(max_size=300), st.integers(0, 9))
def test_any_text_comes_back(text: str, level: int) -> None:
    assert unpack(pack(text, level)) == text


def test_repetition_makes_it_small() -> None:
    text = '{"type":["Result"],"value":"0.7"}' * 200
    assert len(pack(text)) < len(text) / 20


def raw_deflate(content: bytes) -> bytes:
    return zlib.compress(content, 9, RAW_DEFLATE)


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "A",
        "not base64!",
        pack("x")[:-4],
        base64.b64encode(raw_deflate(b"x") + b"y").decode(),
        "\u00e9",
        base64.b64encode(raw_deflate(b"\xff\xfe")).decode(),
        f" {pack('x')}",
        f"{pack('x')}\n",
    ],
)
def test_a_changed_text_is_refused(packed: str) -> None:
    with pytest.raises(PackingError):
        unpack(packed)


def test_a_small_text_cannot_become_a_huge_one() -> None:
    with pytest.raises(PackingError):
        unpack(base64.b64encode(raw_deflate(bytes(MAX_UNPACKED + 10_000_000))).decode())


def split(page: str) -> tuple[str, str, str]:
    """A front page before, in and after its packed documents."""
    head, rest = page.split('id="signed">', 1)
    packed, tail = rest.split("</script>", 1)
    return f'{head}id="signed">', packed, f"</script>{tail}"


@pytest.mark.parametrize("level", [0, 1, 6])
def test_a_page_packed_at_another_level_verifies(
    portfolio: Path, findings: Callable[[Path], list[str]], level: int
) -> None:
    page = portfolio / "index.html"
    head, packed, tail = split(page.read_text(encoding="utf-8"))
    repacked = pack(unpack(packed), level)
    assert repacked != packed
    works = read_portfolio(portfolio)
    page.write_text(head + repacked + tail, encoding="utf-8")
    assert findings(page) == []
    assert findings(portfolio) == []
    assert read_portfolio(portfolio) == works


def test_packed_documents_that_are_not_written_canonically_are_found(
    portfolio: Path, findings: Callable[[Path], list[str]]
) -> None:
    page = portfolio / "index.html"
    head, packed, tail = split(page.read_text(encoding="utf-8"))
    document = json.loads(unpack(packed))
    for text in (json.dumps(document, indent=1), unpack(packed) + " "):
        page.write_text(head + pack(text) + tail, encoding="utf-8")
        assert [finding.split(":")[0] for finding in findings(page)] == ["page"]


@pytest.mark.parametrize("level", [0, 9])
def test_around_packed_documents_every_change_is_found(
    portfolio: Path, findings: Callable[[Path], list[str]], level: int
) -> None:
    page = portfolio / "index.html"
    head, packed, tail = split(page.read_text(encoding="utf-8"))
    repacked = pack(unpack(packed), level)
    for text in (
        f"{head} {repacked}{tail}",
        f"{head}{repacked}\n{tail}",
        f"{head}{repacked}{tail}<!-- {repacked} -->",
        f"{head.replace('exercises on open data', 'great exercises on open data')}{repacked}{tail}",
    ):
        page.write_text(text, encoding="utf-8")
        assert findings(page)
