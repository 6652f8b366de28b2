"""Every theme is legible in light, dark and print; an own theme must be legible too, and a message says what to fix."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from labelwright.errors import PortfolioError
from labelwright_portfolio.palettes import (
    BUILT_IN,
    MARK_PAIRS,
    TEXT_PAIRS,
    Palette,
    contrast_ratio,
    load_built_in,
    load_theme,
)

SOURCE = (files("labelwright_portfolio") / "theme" / "themes" / "paper.toml").read_text(encoding="utf-8")


def palettes(name: str) -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root\{(.*?)\}", load_built_in(name).css, flags=re.S)
    read = [dict(re.findall(r"--([\w-]+):(#[0-9a-f]{6});", block)) for block in blocks]
    return dict(zip(("light", "dark", "print"), read, strict=True))


def test_the_formula() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", BUILT_IN)
@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_text_and_marks_have_contrast(name: str, scheme: str) -> None:
    colours = palettes(name)[scheme]
    for pairs, least in ((TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0)):
        assert not {pair for pair in pairs if contrast_ratio(colours[pair[0]], colours[pair[1]]) < least}


def test_all_palettes_set_the_same_colours() -> None:
    for name in BUILT_IN:
        for palette in palettes(name).values():
            assert palette.keys() == {field.replace("_", "-") for field in Palette.model_fields}


def test_every_variable_that_the_style_uses_is_set() -> None:
    folder = files("labelwright_portfolio") / "theme"
    style = "".join(
        (folder / f"{part}.css").read_text("utf-8") for part in ("style", "front", "case", "print")
    )
    used = set(re.findall(r"var\(--([\w-]+)\)", style))
    assert used <= set(re.findall(r"--([\w-]+):", load_built_in("paper").css))
    assert not re.findall(r"(?<!&)#[0-9a-f]{3,8}\b", style), "colours belong to the themes"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('muted = "#545d6b"', 'muted = "#b5bcc6"', "contrast of 1.8 to 1 and needs 4.5"),
        ('ink = "#18202b"', 'ink = "black"', "light.ink"),
        ('radius = "4px"', 'radius = "4px; } body { display: none"', "radius"),
        ('weight = "500"', 'weight = "500"\nextra = "1"', "extra"),
        ("[dark]", "[dusk]", "dark"),
        ("[light]", "[light", "not valid TOML"),
    ],
)
def test_a_theme_that_is_not_legible_is_explained(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = tmp_path / "theme.toml"
    assert old in SOURCE
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PortfolioError, match=words):
        load_theme(path)


def test_an_own_theme_is_read(tmp_path: Path) -> None:
    path = tmp_path / "theme.toml"
    path.write_text(SOURCE.replace('accent = "#0b565f"', 'accent = "#5a2d82"'), encoding="utf-8")
    assert "--accent:#5a2d82;" in load_theme(path).css


def test_the_example_of_the_course_is_a_theme(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "course" / "portfolio" / "themes.md").read_text(encoding="utf-8")
    path = tmp_path / "theme.toml"
    path.write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    assert load_theme(path).radius == "6px"
    described = set(re.findall(r"`([a-z-]+)`", page.split("| --- | --- |")[1].split("\n\n")[0]))
    assert described == {field.replace("_", "-") for field in Palette.model_fields} | {
        "radius", "display", "body", "weight", "tracking",
    }  # fmt: skip
