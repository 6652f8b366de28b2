"""Composed pictures of digits: gold boxes are the ink's own, whole digits keep off the edge, cut ones touch it."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64decode

import numpy as np
import pytest

from labelwright.data import load, load_card
from labelwright.data.loaders import canvases as canvas_loader
from labelwright.rng import Rng


@pytest.fixture(scope="module")
def canvases(fetched):
    return load(fetched("digit-canvases"))


@pytest.fixture(scope="module")
def drawable(fetched):
    return canvas_loader.legible(load(fetched("digits")))


def page(address):
    """The pixels of a canvas's PNG, which has no filter, after its checksums are compared."""
    data = b64decode(address.removeprefix("data:image/png;base64,"))
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, size = 8, b"", (0, 0)
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        if kind == b"IHDR":
            size = struct.unpack(">II", body[:8])
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    rows = np.frombuffer(zlib.decompress(packed), dtype=np.uint8).reshape(size[1], size[0] + 1)
    assert not rows[:, 0].any()
    return rows[:, 1:].astype(int)


def boxes(row):
    return [(box["x"], box["y"], box["width"], box["height"], box["label"]) for box in json.loads(row.boxes)]


def is_cut(x, y, width, height):
    return x == 0 or y == 0 or x + width == canvas_loader.WIDTH or y + height == canvas_loader.HEIGHT


def test_every_box_holds_its_ink_and_is_tight(canvases):
    for row in canvases.itertuples():
        pixels = page(row.image)
        assert pixels.shape == (row.height, row.width) == (canvas_loader.HEIGHT, canvas_loader.WIDTH)
        ink = pixels <= 192
        for x, y, width, height, label in boxes(row):
            held = ink[y : y + height, x : x + width]
            assert held.shape == (height, width)
            assert held[0].any()
            assert held[-1].any()
            assert held[:, 0].any()
            assert held[:, -1].any()
            around = ink[max(y - 5, 0) : y + height + 5, max(x - 5, 0) : x + width + 5]
            assert around.sum() == held.sum()
            assert is_cut(x, y, width, height) == (label == "cut-off")
            ink[y : y + height, x : x + width] = False
        # What is left is blots: one grey, no wider than 13 pixels.
        assert set(np.unique(pixels[ink])) <= {70}


def test_whole_digits_keep_the_margin_and_all_keep_apart(canvases):
    labels = set()
    for row in canvases.itertuples():
        drawn = boxes(row)
        assert 4 <= len(drawn) <= 7
        assert 1 <= sum(label == "cut-off" for *_, label in drawn) <= 2
        for place, (x, y, width, height, label) in enumerate(drawn):
            labels.add(label)
            if label != "cut-off":
                assert min(x, y, canvas_loader.WIDTH - x - width, canvas_loader.HEIGHT - y - height) >= 8
            for a, b, c, d, _ in drawn[place + 1 :]:
                assert x + width + 24 <= a or a + c + 24 <= x or y + height + 24 <= b or b + d + 24 <= y
    assert labels == {*"0123456789", "cut-off"}


def test_the_same_pictures_on_every_run(canvases, drawable):
    again, placed = canvas_loader.compose(Rng(7), drawable)
    assert (page(canvases["image"][6]) == again).all()
    assert [(*place, label) for place, label in placed] == boxes(canvases.iloc[6])
    assert canvases["id"].is_unique
    assert canvases["image"].is_unique
    assert canvases["image"].str.len().max() < 20_000


def test_the_digits_that_may_be_drawn_are_those_the_card_counts(drawable, fetched):
    card = fetched("digit-canvases")
    assert len(drawable) == 1193
    assert any("1,193 of the 1,797" in caveat for caveat in card.caveats)
    assert {label for _, label in drawable} == set("0123456789")


def test_a_digit_among_others_is_not_legible(fetched):
    digits = load(fetched("digits"))
    spoiled = digits.copy()
    spoiled.loc[0, "digit"] = (spoiled.loc[0, "digit"] + 1) % 10
    first = digits.iloc[0, 1:65].to_numpy().reshape(8, 8)
    assert any((image == first).all() for image, _ in canvas_loader.legible(digits))
    assert not any((image == first).all() for image, _ in canvas_loader.legible(spoiled))


def test_the_card_is_that_of_derived_data(fetched):
    card = load_card(fetched("digit-canvases").folder)
    assert card.kind == "derived"
    assert card.licence.data.spdx == "CC-BY-4.0"
