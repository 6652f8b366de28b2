"""Render one page, or every page of a portfolio, from what the page embeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from labelwright_portfolio.pages.case import render_case
from labelwright_portfolio.pages.front import render_front
from labelwright_portfolio.pages.page_data import PageData
from labelwright_portfolio.works import Work


def render_page(works: Sequence[Work], data: PageData) -> bytes:
    """Return the page that `data.page` names, as UTF-8.

    Raise ValueError for a page about one work that holds several works or none.
    """
    if data.page == "front":
        return render_front(works, data)
    if len(works) != 1:
        raise ValueError("a page about one work holds one credential")
    return render_case(works[0], data)


def render_pages(works: Sequence[Work], data: PageData) -> dict[str, bytes]:
    """Return every page of a portfolio by its path in the folder."""
    pages = {"index.html": render_front(works, data.for_front([work.slug for work in works]))}
    for place, work in enumerate(works, start=1):
        pages[f"work/{work.slug}.html"] = render_case(replace(work, place=1), data.for_case(work.slug, place))
    return pages
