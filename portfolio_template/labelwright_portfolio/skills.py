"""The ten skills of a data trainer, and which works on a page are evidence of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelwright_portfolio.works import Work

SKILLS = {
    "curate": "choose what belongs in a data set",
    "clean": "find and repair what is broken",
    "organise": "name, sort, link and document",
    "label": "judge items by a guideline",
    "check quality": "measure agreement and errors",
    "give feedback": "say what to change, and why",
    "evaluate": "weigh a model’s answers",
    "domain": "judge content of a field",
    "language": "judge and write it well",
    "prompt": "ask so that it shows something",
}
"""The skills and what each means, in the words of the page."""


@dataclass(frozen=True)
class SkillMark:
    """One skill, what it means, and the works whose signed credential names it."""

    name: str
    meaning: str
    works: list[Work]


def skills_map(works: Sequence[Work]) -> list[SkillMark]:
    """The ten skills in their fixed order, each with its evidence; a skill without any keeps its place."""
    return [
        SkillMark(name, meaning, [work for work in works if name in work.tags])
        for name, meaning in SKILLS.items()
    ]


def letter(place: int) -> str:
    """The letter of a work by its place on the page, from 1: A to Z, then AA."""
    first, last = divmod(place - 1, 26)
    return (letter(first) if first else "") + chr(65 + last)
