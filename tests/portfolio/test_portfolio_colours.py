"""Every pair of colours the theme sets against each other can be read, in light, dark and print."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = (files("labelwright_portfolio") / "theme" / "style.css").read_text(encoding="utf-8")

TEXT = [
    ("ink", "paper"), ("ink", "card"), ("ink", "soft"), ("muted", "paper"), ("muted", "card"), ("muted", "soft"),
    ("accent", "paper"), ("accent", "card"), ("accent", "accent-soft"), ("warm", "warm-soft"), ("warm", "card"),
]  # fmt: skip
MARKS = [("accent", "card"), ("accent", "interval"), ("ceiling", "card"), ("ceiling", "soft")]


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", STYLE, flags=re.S)
    read = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)) for block in blocks]
    return dict(zip(("light", "dark", "print"), read, strict=True))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_has_contrast(scheme: str) -> None:
    colours = palettes()[scheme]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 4.5}


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_marks_have_contrast(scheme: str) -> None:
    colours = palettes()[scheme]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in MARKS}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < 3}


def test_all_palettes_set_the_same_colours() -> None:
    light, dark, paper = palettes().values()
    assert light.keys() == dark.keys() == paper.keys()
