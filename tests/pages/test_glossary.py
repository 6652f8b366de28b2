"""The glossary: in alphabetical order, every term once, explained in a sentence or two, and of the field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labelwright.quality import wilson

PAGE = Path(__file__).resolve().parents[2] / "course" / "glossary.md"


def entries():
    """(letter it stands under, term, text) for every term, in the page's order."""
    found, letter = [], ""
    for part in re.split(r"^(?=##)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        if head.startswith("### "):
            found.append((letter, head.removeprefix("### "), body.strip()))
        else:
            letter = head.removeprefix("## ")
            assert body.strip() == "", f"text stands between {head} and its first term"
    return found


ENTRIES = entries()


def anchor(term):
    return re.sub(r"[^a-z0-9]+", "-", term.lower().replace("'", "")).strip("-")


def test_the_terms_are_in_alphabetical_order():
    terms = [term.lower() for _, term, _ in ENTRIES]
    assert len(terms) >= 90
    assert terms == sorted(terms)
    for letter, term, _ in ENTRIES:
        assert term[0] == letter, f"{term} stands under {letter}"
    letters = list(dict.fromkeys(letter for letter, _, _ in ENTRIES))
    assert letters == sorted(set(letters))


def test_every_anchor_is_of_one_term():
    anchors = [anchor(term) for _, term, _ in ENTRIES]
    assert len(anchors) == len(set(anchors))


@pytest.mark.parametrize(("letter", "term", "body"), ENTRIES, ids=[anchor(term) for _, term, _ in ENTRIES])
def test_an_entry_is_short_and_leads_only_to_what_is_there(letter, term, body):
    also = re.match(r"\*Also: [^*]+\.\*\s+", body)
    text = re.sub(r"\s+", " ", body[also.end() :] if also else body)
    if "*Also:" in body:
        assert also, "write the other names first, as *Also: one, two.*"
    assert 6 <= len(text.split()) <= 75
    assert text.endswith(".")
    for target in re.findall(r"\]\(#([^)]+)\)", text):
        assert target in {anchor(other) for _, other, _ in ENTRIES} - {anchor(term)}


def test_most_terms_have_other_names_and_many_lead_into_the_course():
    assert sum("*Also:" in body for _, _, body in ENTRIES) >= 0.7 * len(ENTRIES)
    assert sum(".md" in body for _, _, body in ENTRIES) >= 30


def test_the_interval_of_twenty_items():
    low, high = (f"{100 * end:.0f}" for end in wilson(18, 20))
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"the interval round 18 of 20 reaches from {low} to {high} per cent" in text
    assert f"for 18 of 20, from {low} to {high} per cent" in text
