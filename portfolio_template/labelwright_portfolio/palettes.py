"""Themes: a handful of colours and faces, read from TOML, held to be legible, written as CSS variables."""

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
"""Text and what it stands on: at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
MARK_PAIRS = (
    ("accent", "card"),
    ("accent", "interval"),
    ("warm", "card"),
    ("accent", "soft"),
    ("warm", "soft"),
)
"""Marks of charts and what they stand on: at least 3 to 1 (WCAG 2.2, 1.4.11)."""

Colour = Annotated[str, Field(pattern=r"\A#[0-9a-f]{6}\z")]
Faces = Annotated[str, Field(pattern=r"\A[A-Za-z0-9 ,'-]{1,300}\z")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Palette(_Part):
    """The eleven colours of one scheme, each `#rrggbb` in small letters."""

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
    def _can_be_read(self) -> Palette:
        for pairs, least in ((TEXT_PAIRS, 4.5), (MARK_PAIRS, 3.0)):
            for one, two in pairs:
                if (found := contrast(self.named[one], self.named[two])) < least:
                    raise ValueError(
                        f"{one} on {two} has a contrast of {found:.1f} to 1 and needs {least:g}; make one darker or lighter"
                    )
        return self

    @property
    def named(self) -> dict[str, str]:
        """The colours by the name of their CSS variable."""
        return self.model_dump(by_alias=True)


class Theme(_Part):
    """Corners, faces for headings and text, and a palette each for light and dark."""

    radius: Annotated[str, Field(pattern=r"\A[0-9]{1,2}px\z")]
    display: Faces
    body: Faces
    weight: Annotated[str, Field(pattern=r"\A[1-9]00\z")]
    tracking: Annotated[str, Field(pattern=r"\A-?0(\.[0-9]{1,3})?em\z")] = "0em"
    light: Palette
    dark: Palette

    @property
    def css(self) -> str:
        """The variables: light, dark where the reader's system is dark, and black on white in print."""
        faces = {"display": self.display, "body": self.body, "radius": self.radius}
        faces |= {"weight": self.weight, "tracking": self.tracking}
        # On paper a tint costs ink, so that only charts keep theirs.
        paper = {
            "paper": "#ffffff",
            "card": "#ffffff",
            "ink": "#000000",
            "muted": "#3d3d3d",
            "rule": "#bbbbbb",
        }
        paper |= {"soft": "#f4f4f4", "accent-soft": "#ffffff", "warm-soft": "#ffffff"}
        return (
            f":root{{color-scheme:light dark;{_variables(faces)}{_variables(self.light.named)}}}"
            f"@media (prefers-color-scheme:dark){{:root{{{_variables(self.dark.named)}}}}}"
            f"@media print{{:root{{color-scheme:light;{_variables({**self.light.named, **paper})}}}}}"
        )


def _variables(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())


def built_in(name: str) -> Theme:
    """One of the themes that come with labelwright."""
    return _read((files("labelwright_portfolio") / "theme" / "themes" / f"{name}.toml").read_text("utf-8"))


def own_theme(path: Path) -> Theme:
    """The theme in a TOML file; PortfolioError says which line to mend, or which two colours are too alike."""
    try:
        return _read(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as trouble:
        raise PortfolioError(f"The theme {path} cannot be read: {trouble}.") from None
    except tomllib.TOMLDecodeError as trouble:
        raise PortfolioError(f"The theme {path} is not valid TOML: {trouble}.") from None
    except ValidationError as trouble:
        first = trouble.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the top"
        raise PortfolioError(
            f"The theme {path} needs mending: {place}: {first['msg'].removeprefix('Value error, ')}."
        ) from None


def _read(text: str) -> Theme:
    return Theme.model_validate(tomllib.loads(text))


def contrast(one: str, two: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((_luminance(one), _luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
