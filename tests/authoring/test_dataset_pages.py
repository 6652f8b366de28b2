"""The index of datasets and the page of a card: every dataset is found by kind and by skill."""

import re

import pytest

from labelwright.data import load_card
from labelwright.site.reference_pages import dataset_index, dataset_page


@pytest.fixture(scope="module")
def cards(root):
    return [load_card(path.parent) for path in sorted((root / "datasets").glob("*/dataset.toml"))]


def section(text, heading):
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def links(text):
    return re.findall(r"\]\(([a-z0-9-]+)\.md\)", text)


def test_each_dataset_stands_once_under_its_kind(cards):
    text = dataset_index(cards)
    for kind in ("real", "derived", "simulated", "authored"):
        expected = [card.slug for card in cards if card.kind == kind]
        assert links(section(text, f"{kind.capitalize()} data")) == expected


def test_each_skill_names_its_datasets(cards):
    text = section(dataset_index(cards), "By skill")
    for line in text.splitlines()[3:]:
        skill = line.split(" | ")[0].removeprefix("| ")
        assert links(line) == [card.slug for card in cards if skill in card.skills]
        assert links(line)


def test_a_row_tells_skills_licence_and_where(cards):
    card = next(card for card in cards if card.slug == "vader-lexicon")
    simulated = card.model_copy(update={"kind": "simulated", "slug": "made-up"})
    text = dataset_index([card, simulated])
    row = f"(vader-lexicon.md) | 7,520 | {', '.join(card.skills)} | MIT | installed |"
    assert row in section(text, "Real data")
    assert "(made-up.md)" in section(text, "Simulated data")
    assert "Derived data" not in text


def test_an_empty_course_says_so():
    assert dataset_index([]) == "# Datasets\n\nThis course has no datasets yet."


def test_defects_stay_open_where_no_exercise_asks_for_them(course, cards):
    card = next(card for card in cards if card.slug == "vader-lexicon")
    assert "??? warning" in dataset_page(course, card)
    unused = card.model_copy(update={"slug": "nobody-uses-this"})
    assert "??? warning" not in dataset_page(course, unused)
    assert dataset_page(course, unused).startswith(f"# {card.title}\n")
