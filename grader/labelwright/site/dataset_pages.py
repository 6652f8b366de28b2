"""Write the site's pages about datasets from their cards: a page for each card, and an index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from labelwright.course.course import Course
from labelwright.data.card import SKILLS, DatasetCard
from labelwright.data.card_files import card_markdown
from labelwright.site.exercise_pages import table

_DEFECTS = "## Known defects"
_KINDS = {
    "real": ("Real data", "Published by others and used as published, with its errors."),
    "derived": ("Derived data", "Made from published data by a rule that the card states."),
    "simulated": ("Simulated data", "Made by a program. No person gave these answers."),
    "authored": ("Authored data", "Written or produced for this course."),
}
_PLACES = {"installed": "installed", "fetched": "`data fetch`", "included": "in the course"}


def dataset_index(cards: Sequence[DatasetCard]) -> str:
    """Return the index of datasets: a table for each kind of data, then the datasets of each skill."""
    intro = (
        "Each dataset has a card. It says where the data comes from, which licence it has, what is wrong with it, and "
        "what you may publish. Every exercise names the datasets that it uses. Most of them are downloaded once, with "
        "`labelwright data fetch` and the dataset's name, or all together with `labelwright data fetch --all`. After "
        "that, no network is needed."
    )
    if not cards:
        return "# Datasets\n\nThis course has no datasets yet."
    groups = [_group(kind, [card for card in cards if card.kind == kind]) for kind in _KINDS]
    return "\n\n".join(["# Datasets", intro, *(group for group in groups if group), _by_skill(cards)])


def dataset_page(course: Course, card: DatasetCard) -> str:
    """Return the page of one card, with the exercises that use it; if there are any, the list of defects is folded."""
    users = [exercise for exercise in course.exercises if card.slug in exercise.datasets]
    links = [(exercise.title, f"../exercises/{exercise.slug}.md") for exercise in users]
    text = card_markdown(card, links).split("---\n", 2)[2].strip()
    return _fold_defects(text) if users else text


def _group(kind: str, cards: Sequence[DatasetCard]) -> str:
    if not cards:
        return ""
    heading, meaning = _KINDS[kind]
    rows = [
        (
            _link(card),
            f"{card.shape.rows:,}",
            ", ".join(card.skills),
            card.licence.data.spdx,
            _PLACES[card.pin.kind],
        )
        for card in cards
    ]
    listed = table(("Dataset", "Rows", "Skills", "Licence of the data", "Where"), rows)
    return f"## {heading}\n\n{meaning}\n\n{listed}"


def _by_skill(cards: Sequence[DatasetCard]) -> str:
    rows = [(skill, _links(card for card in cards if skill in card.skills)) for skill in SKILLS]
    return f"## By skill\n\n{table(('Skill', 'Datasets'), [row for row in rows if row[1]])}"


def _links(cards: Iterable[DatasetCard]) -> str:
    return ", ".join(_link(card) for card in cards)


def _link(card: DatasetCard) -> str:
    return f"[{card.title}]({card.slug}.md)"


def _fold_defects(text: str) -> str:
    """Fold the section on defects, because an exercise may ask the learner to find them."""
    before, heading, rest = text.partition(f"{_DEFECTS}\n")
    if not heading:
        return text
    section, mark, after = rest.partition("\n## ")
    folded = "".join(f"    {line}".rstrip() + "\n" for line in section.strip().splitlines())
    advice = "An exercise may ask you to find these defects. Look for them yourself before you open the list."
    return f'{before}{heading}\n{advice}\n\n??? warning "Show the known defects"\n\n{folded}{mark}{after}'
