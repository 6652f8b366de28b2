"""Print a page to PDF and draw its share card with a headless browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from labelwright.errors import PortfolioError
from labelwright_portfolio.pages.frame import templates
from labelwright_portfolio.pages.front import highlights
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.works import Work, is_own_run

WIDTH, HEIGHT = 1200, 630
FIGURES = 3


def card_page(works: Sequence[Work], told: Told) -> bytes:
    """The card as a page of its own, UTF-8: the name, the headline and the best supported figures."""
    own = sum(is_own_run(work) for work in works)
    signed = "self-checked" if own == len(works) else "instructor-signed" if not own else "signed"
    text = (
        templates()
        .get_template("card.html.j2")
        .render(
            profile=told.profile,
            css=told.colours.css,
            figures=highlights(works)[:FIGURES],
            count=len(works),
            signed=signed,
        )
    )
    return text.encode("utf-8")


def write_card(works: Sequence[Work], told: Told, out: Path) -> None:
    """Draw the card as a PNG with an installed browser."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "card.html"
        page.write_bytes(card_page(works, told))
        picture(page, out, WIDTH, HEIGHT)


NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)  # fmt: skip
SECONDS = 120


def find_browser() -> str:
    """The program of an installed browser; PortfolioError says what to do where there is none."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise PortfolioError(
        "No browser was found that can draw this: Chromium, Chrome or Edge. Install one, or open the page in the "
        "browser you have and choose Print, then Save as PDF."
    )


def print_pdf(page: Path, out: Path) -> None:
    """Print a page on disk to a tagged PDF with an outline."""
    _draw(
        page,
        out,
        ["--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"],
        "--print-to-pdf",
    )


def picture(page: Path, out: Path, width: int, height: int) -> None:
    """Draw a page or an SVG on disk to a PNG of that size in pixels."""
    _draw(
        page,
        out,
        [f"--window-size={width},{height}", "--hide-scrollbars", "--force-device-scale-factor=1"],
        "--screenshot",
    )


def _draw(page: Path, out: Path, options: Sequence[str], how: str) -> None:
    browser = find_browser()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        made = Path(home) / f"made{out.suffix}"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={home}/profile",
            *options,
            f"{how}={made}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # the browser's own sandbox refuses to start for root
        try:
            subprocess.run(
                [*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=SECONDS
            )
        except (OSError, subprocess.SubprocessError) as trouble:
            raise PortfolioError(f"{browser} could not draw {page.name}: {trouble}.") from None
        if not made.is_file():
            raise PortfolioError(f"{browser} wrote nothing for {page.name}. Try another browser.")
        shutil.move(made, out)
