"""The card that stands for a portfolio where its link is shared: a drawing of 1200 by 630 pixels."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from labelwright_portfolio.exports.browser import picture
from labelwright_portfolio.pages.frame import templates
from labelwright_portfolio.pages.front import highlights
from labelwright_portfolio.pages.told import Told
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
