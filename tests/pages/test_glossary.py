"""The glossary: in alphabetical order, every term once, explained in a sentence or two, and of the field."""

from __future__ import annotations

import re
from pathlib import Path

from labelwright.quality import wilson

PAGE = Path(__file__).resolve().parents[2] / "course" / "glossary.md"


def entries():
    """(the letter above it, term, text) for every term, in the page's order."""
    found, letter = [], ""
    for part in re.split(r"^(?=##)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        if head.startswith("### "):
            found.append((letter, head.removeprefix("### "), body.strip()))
        else:
            letter = head.removeprefix("## ")
            assert body.strip() == "", f"there is text between {head} and its first term"
    return found


ENTRIES = entries()


def anchor(term):
    return re.sub(r"[^a-z0-9]+", "-", term.lower().replace("'", "")).strip("-")


def test_the_terms_are_in_alphabetical_order():
    terms = [term.lower() for _, term, _ in ENTRIES]
    assert len(terms) >= 90
    assert terms == sorted(terms)
    for letter, term, _ in ENTRIES:
        assert term[0] == letter, f"{term} is under {letter}"
    letters = list(dict.fromkeys(letter for letter, _, _ in ENTRIES))
    assert letters == sorted(set(letters))


def test_every_anchor_is_of_one_term():
    anchors = [anchor(term) for _, term, _ in ENTRIES]
    assert len(anchors) == len(set(anchors))


def entry_faults(term, body):
    """Return what is wrong with one entry: its other names, its length, its end, its links."""
    also = re.match(r"\*Also: [^*]+\.\*\s+", body)
    text = re.sub(r"\s+", " ", body[also.end() :] if also else body)
    if "*Also:" in body and not also:
        yield f"{term}: write the other names first, as *Also: one, two.*"
    if not 6 <= len(text.split()) <= 75:
        yield f"{term}: {len(text.split())} words, where 6 to 75 are allowed"
    if not text.endswith("."):
        yield f"{term}: it does not end with a full stop"
    others = {anchor(other) for _, other, _ in ENTRIES} - {anchor(term)}
    yield from (
        f"{term}: no entry #{target}"
        for target in re.findall(r"\]\(#([^)]+)\)", text)
        if target not in others
    )


def test_every_entry_is_short_and_links_to_other_entries():
    assert [fault for _, term, body in ENTRIES for fault in entry_faults(term, body)] == []


def test_entry_rule_finds_each_fault():
    faults = list(entry_faults("a term", "Too short *Also: b* [x](#nowhere)"))
    assert [fault.split(": ", 1)[1].split(",")[0] for fault in faults] == [
        "write the other names first",
        "5 words",
        "it does not end with a full stop",
        "no entry #nowhere",
    ]


def test_most_terms_have_other_names_and_many_lead_into_the_course():
    assert sum("*Also:" in body for _, _, body in ENTRIES) >= 0.7 * len(ENTRIES)
    assert sum(".md" in body for _, _, body in ENTRIES) >= 30


def test_the_interval_of_twenty_items():
    low, high = (f"{100 * end:.0f}" for end in wilson(18, 20))
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"the interval for 18 of 20 goes from {low} to {high} per cent" in text
    assert f"for 18 of 20, from {low} to {high} per cent" in text
