"""Offsets in code points, UTF-16 units and UTF-8 bytes agree with what Python's own encoders count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.offsets import OffsetError, Offsets

texts = st.text(st.characters(exclude_categories=("Cs",))) | st.text(
    "a\u0301\u05d0中😀🏳\u200d👩\r\n", max_size=30
)


@given(texts, st.data())
def test_every_place_agrees_with_pythons_encoders(text, data):
    place = data.draw(st.integers(0, len(text)))
    before = text[:place]
    sixteen, eight, plain = Offsets(text, "utf-16"), Offsets(text, "utf-8"), Offsets(text, "code points")
    assert sixteen.from_code_points(place) == len(before.encode("utf-16-le")) // 2
    assert eight.from_code_points(place) == len(before.encode("utf-8"))
    assert plain.from_code_points(place) == place
    for offsets in (sixteen, eight, plain):
        assert offsets.to_code_points(offsets.from_code_points(place)) == place
    assert sixteen.units == len(text.encode("utf-16-le")) // 2


@given(texts)
def test_a_place_inside_a_character_is_refused(text):
    for unit, codec, size in (("utf-16", "utf-16-le", 2), ("utf-8", "utf-8", 1)):
        offsets, whole = Offsets(text, unit), set()
        for place in range(len(text) + 1):
            whole.add(len(text[:place].encode(codec)) // size)
        for offset in range(offsets.units + 1):
            if offset in whole:
                assert offsets.from_code_points(offsets.to_code_points(offset)) == offset
            else:
                with pytest.raises(OffsetError, match="inside the character"):
                    offsets.to_code_points(offset)


def test_the_known_example():
    offsets = Offsets("👩🏽 met Ada", "utf-16")
    assert offsets.units == 12
    assert offsets.from_code_points(7) == 9
    assert offsets.to_code_points(9) == 7


@pytest.mark.parametrize("offset", [-1, 4])
def test_a_place_outside_the_text_is_refused(offset):
    with pytest.raises(OffsetError, match="outside the text"):
        Offsets("abc").from_code_points(offset)
    with pytest.raises(OffsetError, match="outside the text"):
        Offsets("abc").to_code_points(offset)
