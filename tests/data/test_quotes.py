"""What counts as a quotation of a dataset's text, and that the course itself quotes no more than the cards allow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright import settings
from labelwright.cli.portfolio.build import quote_limit, quote_limits
from labelwright.data.card import load_card
from labelwright.data.content_filter import LONGEST, SHORTEST, Quotations
from labelwright.data.files import DataMissing
from labelwright_portfolio.leak_scan import QuoteLimit, find_excess_quotes

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "The battery died after two days, and the shop would not take it back.",
    "Works as said on the box.",
    "Great!",
    "The battery died after two days, and I threw it away.",
]
OWN_WORDS = "I looked at how the raters differ. Where the battery is spoken of, they agree; works as said."


@pytest.mark.parametrize(
    ("document", "places"),
    [
        (TEXTS[0], {0}),
        ("She wrote that THE SHOP “would not\ntake it back”, died after two days and the.", set()),
        ("and the shop would not take it back", {0}),
        (f"<p>{TEXTS[1].upper()}</p>", {1}),
        (json.dumps({"source": ["Works as said\n", "on the box."]}), {1}),
        ("Great! Great! Great!", set()),
        (OWN_WORDS, set()),
        ("The battery died after two days, and", set()),
        (f"{TEXTS[3]} {TEXTS[1]}", {1, 3}),
        ("battery died after two days and I threw it", {3}),
    ],
)
def test_what_is_a_quotation(document, places):
    assert Quotations(TEXTS).found([document]) == places


def test_what_two_texts_share_counts_once():
    twice = Quotations(["one two three four five six"] * 3)
    assert twice.found(["One two, three four: five six!", "one two three four five six"]) == {0}


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=20)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS, WORDS, st.data())
def test_any_long_enough_part_is_found_wherever_it_stands(texts, before, after, data):
    place = data.draw(st.integers(0, len(texts) - 1))
    size = min(LONGEST, len(texts[place]))
    start = data.draw(st.integers(0, len(texts[place]) - size))
    part = texts[place][start : start + size]
    found = Quotations([" ".join(words) for words in texts]).found([" ".join([*before, *part, *after])])
    # An earlier text with the same run of words may stand for it.
    assert bool(found) or size < SHORTEST
    assert all(len(texts[one]) >= SHORTEST for one in found)


def test_files_are_looked_through_whatever_form_they_have():
    limit = QuoteLimit("Reviews", 1, "They belong to others.", Quotations(TEXTS))
    notebook = json.dumps(
        {"cells": [{"source": [f"print({TEXTS[0]!r})\n", "# Works as said\n", "# on the box."]}]}
    )
    assert find_excess_quotes({"a.html": TEXTS[0].encode()}, [limit]) == []
    (message,) = find_excess_quotes({"a.ipynb": notebook.encode(), "b.html": OWN_WORDS.encode()}, [limit])
    assert message.startswith(
        "a.ipynb: 2 of the texts of Reviews are quoted, and its card allows 1: They belong"
    )
    assert "publish_notebook = false" in message


@pytest.mark.usefixtures("course_data")
def test_the_limits_of_an_exercise_are_those_of_its_cards():
    limits, unseen = quote_limits(["label-forty-reviews", "split-and-document", "audit-slices"])
    cards = [load_card(ROOT / "datasets" / name) for name in ("hutto-amazon-snippets", "sms-spam")]
    assert unseen == []
    assert [(one.title, one.at_most, one.rule) for one in limits] == [
        (card.title, at_most, card.republish.must_not[0]) for card, at_most in zip(cards, (0, 3), strict=True)
    ]


def test_what_cannot_be_looked_for_is_told_and_stops_nothing(monkeypatch, tmp_path):
    def gone(card):
        raise DataMissing(f"{card.title}: its file is not here.")

    monkeypatch.setattr("labelwright.data.loading.load", gone)
    limits, (message,) = quote_limits(["label-forty-reviews"])
    assert limits == []
    assert message.startswith("The page was not searched for quotations from ")
    assert message.endswith("its file is not here.")
    monkeypatch.setenv(settings.COURSE.name, str(tmp_path))
    limits, (message,) = quote_limits(["label-forty-reviews"])
    assert limits == []
    assert message.startswith("The page was not searched for quotations from datasets: ")


@pytest.mark.slow("reads every file of the course for every text of every dataset")
@pytest.mark.usefixtures("course_data")
def test_the_course_quotes_no_more_than_its_cards_allow():
    written = [
        *(ROOT / "course").rglob("*.md"),
        *(
            path
            for path in (ROOT / "exercises").rglob("*.*")
            if path.suffix in (".ipynb", ".py", ".md", ".toml")
        ),
        *(ROOT / "portfolio_template" / "example").rglob("*.*"),
    ]
    contents = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in written if path.is_file()}
    assert len(contents) > 200
    cards = [load_card(path) for path in sorted((ROOT / "datasets").iterdir())]
    limits = [quote_limit(card) for card in cards if card.republish.quotes]
    assert len(limits) >= 11
    assert find_excess_quotes(contents, limits) == []
