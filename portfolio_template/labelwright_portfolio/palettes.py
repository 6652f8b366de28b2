"""Read themes, a few colours and fonts in a TOML file; check that text is legible, and write them as CSS variables."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from labelwright.errors import PortfolioError

BUILT_IN = ("paper", "ink", "moss")
TEXT_PAIRS = (
    ("ink", "paper"), ("ink", "card"), ("ink", "soft"), ("ink", "accent-soft"), ("muted", "paper"), ("muted", "card"),
    ("muted", "soft"), ("accent", "paper"), ("accent", "card"), ("accent", "soft"), ("accent", "accent-soft"),
    ("warm", "warm-soft"), ("warm", "card"), ("warm", "paper"), ("ink", "warm-soft"),
)  # fmt: skip
"""Text and its background: a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
MARK_PAIRS = (
    ("accent", "card"),
    ("accent", "interval"),
    ("warm", "card"),
    ("accent", "soft"),
    ("warm", "soft"),
)
"""Marks of charts and their background: a contrast of at least 3 to 1 (WCAG 2.2, 1.4.11)."""

Colour = Annotated[str, Field(pattern=r"\A#[0-9a-f]{6}\z")]
Fonts = Annotated[str, Field(pattern=r"\A[A-Za-z0-9 ,'-]{1,300}\z")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Palette(_Part):
    """The eleven colours of one scheme, each `#rrggbb` in small letters; text and marks must be legible on them."""

    paper: Colour
    card: Colour
    ink: Colour
    muted: Colour
    rule: Colour
    soft: Colour
    accent: Colour
    accent_soft: Colour = Field(alias="accent-soft")
    warm: Colour
    warm_soft: Colour = Field(alias="warm-soft")
    interval: Colour

    @model_validator(mode="after")
    def _is_legible(self) -> Palette:
        for pairs, least in ((TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0)):
            for front, back in pairs:
                if (ratio := contrast_ratio(self.named[front], self.named[back])) < least:
                    raise ValueError(
                        f"{front} on {back} has a contrast of {ratio:.1f} to 1 and needs {least:g}. "
                        "Make one of them darker or lighter"
                    )
        return self

    @property
    def named(self) -> dict[str, str]:
        """The colours by the name of their CSS variable."""
        return self.model_dump(by_alias=True)


class Theme(_Part):
    """Corners, fonts for headings and text, and one palette for light and one for dark."""

    radius: Annotated[str, Field(pattern=r"\A[0-9]{1,2}px\z")]
    display: Fonts
    body: Fonts
    weight: Annotated[str, Field(pattern=r"\A[1-9]00\z")]
    tracking: Annotated[str, Field(pattern=r"\A-?0(\.[0-9]{1,3})?em\z")] = "0em"
    light: Palette
    dark: Palette

    @property
    def css(self) -> str:
        """The CSS variables: light, dark if the reader's system is dark, and black on white in print."""
        shape = {"display": self.display, "body": self.body, "radius": self.radius}
        shape |= {"weight": self.weight, "tracking": self.tracking}
        # On paper a tint costs ink, so only charts keep theirs.
        paper = {
            "paper": "#ffffff",
            "card": "#ffffff",
            "ink": "#000000",
            "muted": "#3d3d3d",
            "rule": "#bbbbbb",
        }
        paper |= {"soft": "#f4f4f4", "accent-soft": "#ffffff", "warm-soft": "#ffffff"}
        return (
            f":root{{color-scheme:light dark;{_variables(shape)}{_variables(self.light.named)}}}"
            f"@media (prefers-color-scheme:dark){{:root{{{_variables(self.dark.named)}}}}}"
            f"@media print{{:root{{color-scheme:light;{_variables({**self.light.named, **paper})}}}}}"
        )


def _variables(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def load_built_in(name: str) -> Theme:
    """Return one of the themes that come with labelwright."""
    return _parse_theme(
        (files("labelwright_portfolio") / "theme" / "themes" / f"{name}.toml").read_text("utf-8")
    )


def load_theme(path: Path) -> Theme:
    """Return the theme in a TOML file; raise PortfolioError with the line to fix, or two colours that are too similar."""
    try:
        return _parse_theme(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PortfolioError(f"The theme {path} cannot be read: {error}.") from None
    except tomllib.TOMLDecodeError as error:
        raise PortfolioError(f"The theme {path} is not valid TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the top"
        raise PortfolioError(
            f"Fix the theme {path}: {place}: {first['msg'].removeprefix('Value error, ')}."
        ) from None


def _parse_theme(text: str) -> Theme:
    return Theme.model_validate(tomllib.loads(text))


def contrast_ratio(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb`, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 to 1 (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
