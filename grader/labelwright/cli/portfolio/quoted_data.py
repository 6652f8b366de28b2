"""How much of its data each work may quote, by the cards of the datasets that its exercise uses."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from labelwright.course.course import Course, open_course
from labelwright.course.root import CourseError
from labelwright.data.card import CardError, DatasetCard, load_card
from labelwright.data.files import DataChanged, DataMissing
from labelwright.data.loading import load
from labelwright.data.quotations import Quotations
from labelwright_portfolio.leak_scan import QuoteLimit


def quote_limits(slugs: Collection[str]) -> tuple[list[QuoteLimit], list[str]]:
    """The limits for the data of these exercises, and a sentence for each dataset that could not be looked for."""
    limits, warnings = [], []
    try:
        cards = list(_cards(open_course(None), slugs))
    except (CourseError, CardError) as trouble:
        return [], [f"Quotations from data sets were not looked for: {trouble}"]
    for card in cards:
        try:
            limits.append(limit_of(card))
        except (DataMissing, DataChanged) as trouble:
            warnings.append(f"Quotations from {card.title} were not looked for: {trouble}")
    return limits, warnings


def _cards(course: Course, slugs: Collection[str]) -> Iterator[DatasetCard]:
    used = {name for one in course.exercises if one.slug in slugs for name in one.datasets}
    for name in sorted(used):
        card = load_card(course.root / "datasets" / name)
        if card.republish.quotes:
            yield card


def limit_of(card: DatasetCard) -> QuoteLimit:
    """How much of one dataset may be quoted, and what a quotation of it is; its card must count quotations."""
    quotes = card.republish.quotes
    assert quotes is not None
    frame = load(card)[list(quotes.columns)]
    texts = [
        "\n".join(str(part) for part in row if isinstance(part, str)) for row in frame.itertuples(index=False)
    ]
    return QuoteLimit(card.title, quotes.at_most, card.republish.must_not[0], Quotations(texts))
