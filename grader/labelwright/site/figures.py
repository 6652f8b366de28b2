"""Draw a lesson's figure with Matplotlib as an SVG that works in light and dark mode and has the same bytes every time.

Matplotlib uses fixed colours, so the figure is drawn in the seven colours below, and each is then replaced by a CSS
property. An SVG in an `img` follows the page's colour scheme if the browser supports that. It has its own background,
so that it can be read in other browsers too.
"""

from __future__ import annotations

import re
from html import escape
from importlib.resources import files
from io import StringIO
from string import Template
from typing import TYPE_CHECKING, Any

from labelwright.errors import LabelwrightError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#101001"
SOFT = "#202002"
LINE = "#303003"
FIRST = "#404004"
SECOND = "#505005"
THIRD = "#606006"
PAPER = "#f0f00f"
"""Colours to draw with: text and axes, less important text, grid; three for data; the background.

Draw data of different colours also in different forms, for readers who cannot see the colours."""

_LIGHT = {
    INK: "#1f2a2c",
    SOFT: "#4d595b",
    LINE: "#d8d2c2",
    FIRST: "#0d5f69",
    SECOND: "#b45309",
    THIRD: "#6d3f8f",
    PAPER: "#fdfbf6",
}
_DARK = {
    INK: "#e4e6e1",
    SOFT: "#b5bdba",
    LINE: "#35434a",
    FIRST: "#6cc3cc",
    SECOND: "#eba75c",
    THIRD: "#c79be6",
    PAPER: "#131a1c",
}
_NAMES = {
    INK: "ink",
    SOFT: "soft",
    LINE: "line",
    FIRST: "first",
    SECOND: "second",
    THIRD: "third",
    PAPER: "paper",
}

_STYLE: dict[str, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "labelwright",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": LINE,
    "grid.linewidth": 0.8,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "legend.frameon": False,
    "legend.facecolor": PAPER,
    "legend.edgecolor": LINE,
    "patch.edgecolor": INK,
    "lines.linewidth": 2,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.08,
}


class FigureError(LabelwrightError):
    """A figure cannot be drawn; the message says why and what to do."""


def axes(width: float = 6.4, height: float = 3.6, **subplots: Any) -> tuple[Figure, Any]:
    """Return (figure, axes) in the course's style; the figure is `width` by `height` inches.

    The default width gives 640 units: a phone shows it at about half that size, and its text can still be read.
    `subplots` goes to `Figure.subplots`; for example, with `ncols=2` the axes are an array. FigureError if Matplotlib is
    not installed.
    """
    try:
        from cycler import cycler
        from matplotlib import rcParams
        from matplotlib.figure import Figure as Blank
    except ImportError:
        raise FigureError(
            "Figures are drawn with Matplotlib, which is not installed. Install it: pip install matplotlib"
        ) from None
    # The style is also needed for what is drawn later, such as a legend, so it stays set. Only authors' tools draw
    # with Matplotlib.
    style: Any = {**_STYLE, "axes.prop_cycle": cycler(color=[FIRST, SECOND, THIRD])}
    rcParams.update(style)
    figure = Blank(figsize=(width, height))
    return figure, figure.subplots(**subplots)


def svg(figure: Figure, title: str, description: str) -> str:
    """Return the figure as SVG text with a title and description for people who cannot see it; it ends in a line feed.

    The same drawing gives the same text: no date, no random ids. FigureError if a colour was used that is not one of
    this module's, because it would not follow dark mode.
    """
    page = StringIO()
    figure.savefig(page, format="svg", metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    return _finish(page.getvalue(), title, description)


def _finish(page: str, title: str, description: str) -> str:
    body = page[page.index("<svg") :]
    view = re.search(r'viewBox="([^"]+)"', body)
    if view is None:
        raise FigureError("Matplotlib wrote an SVG without a viewBox, so it cannot be scaled to a page.")
    inner = body[body.index(">") + 1 : body.rindex("</")]
    inner = re.sub(r"<metadata>.*?</metadata>\s*", "", inner, flags=re.DOTALL)
    inner = re.sub(r"'DejaVu Sans'[^;\"]*", "var(--font)", inner)
    for colour, name in _NAMES.items():
        inner = inner.replace(colour, f"var(--{name})")
    unknown = sorted(set(re.findall(r"#[0-9a-f]{6}\b", inner)) - {"#000000"})
    if unknown:
        raise FigureError(
            f"The figure uses {', '.join(unknown)}. Draw with INK, SOFT, LINE, FIRST, SECOND, THIRD and PAPER, "
            "which follow dark mode."
        )
    text = "\n".join(line.rstrip() for line in inner.strip().splitlines())
    shell = files("labelwright.site") / "templates" / "figure.svg.txt"
    return Template(shell.read_text(encoding="utf-8")).substitute(
        view=view.group(1),
        title=escape(title),
        description=escape(description),
        light=_block(_LIGHT),
        dark=_block(_DARK),
        body=text,
    )


def _block(colours: dict[str, str]) -> str:
    return " ".join(f"--{_NAMES[colour]}: {value};" for colour, value in colours.items())


def bare(axes: Axes) -> None:
    """Remove grid, ticks and frame, for a drawing without a scale."""
    axes.grid(visible=False)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_visible(False)
