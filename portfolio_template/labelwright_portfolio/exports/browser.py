"""Print a page to PDF and draw its share card as a picture, with an installed browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from labelwright.errors import PortfolioError
from labelwright_portfolio.pages.frame import load_templates
from labelwright_portfolio.pages.front import select_highlights
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.works import Work, is_own_run

CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""The size of the share card in pixels."""
CARD_RESULTS = 3
BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)  # fmt: skip
"""Programs that can print a page without a window, in the order in which they are tried."""
SECONDS = 120
"""How long a browser may take."""


def print_pdf(page: Path, out: Path) -> None:
    """Print a page on disk to a tagged PDF with an outline; raise PortfolioError if no browser can do it."""
    options = ["--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"]
    _run_browser(page, out, options, "--print-to-pdf")


def write_card(works: Sequence[Work], data: PageData, out: Path) -> None:
    """Draw the share card to a PNG; raise PortfolioError if no browser can do it."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "card.html"
        page.write_bytes(render_card(works, data))
        draw_picture(page, out, CARD_WIDTH, CARD_HEIGHT)


def render_card(works: Sequence[Work], data: PageData) -> bytes:
    """Return the share card as a page, UTF-8: the name, the headline and the best supported results."""
    own_runs = sum(is_own_run(work) for work in works)
    signed = "self-checked" if own_runs == len(works) else "instructor-signed" if not own_runs else "signed"
    text = (
        load_templates()
        .get_template("card.html.j2")
        .render(
            profile=data.profile,
            css=data.colours.css,
            results=select_highlights(works)[:CARD_RESULTS],
            count=len(works),
            signed=signed,
        )
    )
    return text.encode("utf-8")


def draw_picture(page: Path, out: Path, width: int, height: int) -> None:
    """Draw a page or an SVG on disk to a PNG of that size in pixels; raise PortfolioError if no browser can do it."""
    options = [f"--window-size={width},{height}", "--hide-scrollbars", "--force-device-scale-factor=1"]
    _run_browser(page, out, options, "--screenshot")


def find_browser() -> str:
    """Return the program of an installed browser; raise PortfolioError with what to do if there is none."""
    for name in BROWSERS:
        if program := shutil.which(name):
            return program
    raise PortfolioError(
        "No browser was found that can draw this: Chromium, Chrome or Edge. Install one, or open the page in the "
        "browser you have and choose Print, then Save as PDF."
    )


def _run_browser(page: Path, out: Path, options: Sequence[str], output_option: str) -> None:
    browser = find_browser()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        output = Path(folder) / f"output{out.suffix}"
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            f"--user-data-dir={folder}/profile",
            *options,
            f"{output_option}={output}",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # the browser's own sandbox refuses to start for root
        try:
            subprocess.run(
                [*command, page.resolve().as_uri()], check=True, capture_output=True, timeout=SECONDS
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PortfolioError(f"{browser} could not draw {page.name}: {error}.") from None
        if not output.is_file():
            raise PortfolioError(f"{browser} wrote nothing for {page.name}. Try another browser.")
        shutil.move(output, out)
