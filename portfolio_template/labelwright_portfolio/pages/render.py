"""One page drawn from what it embeds: the front page, or the page about one work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from labelwright_portfolio.pages.case import render_case
from labelwright_portfolio.pages.front import render_front
from labelwright_portfolio.pages.page_data import Told
from labelwright_portfolio.works import Work


def render(works: Sequence[Work], told: Told) -> bytes:
    """The page that `told` says it is, from the works it holds; ValueError for a page about one work with several."""
    if told.page == "front":
        return render_front(works, told)
    if len(works) != 1:
        raise ValueError("a page about one work holds one credential")
    return render_case(works[0], told)


def pages(works: Sequence[Work], told: Told) -> dict[str, bytes]:
    """Every page of a portfolio by its path in the folder."""
    found = {"index.html": render_front(works, told.front([work.slug for work in works]))}
    for place, work in enumerate(works, start=1):
        found[f"work/{work.slug}.html"] = render_case(replace(work, place=1), told.case(work.slug, place))
    return found
