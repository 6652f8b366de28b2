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
    "domain": "judge the content of a field",
    "language": "judge texts, and write well",
    "prompt": "write prompts that test a model",
}
"""The skills and what each means, as the page says it."""


@dataclass(frozen=True)
class SkillMark:
    """One skill, what it means, and the works whose signed credential names it."""

    name: str
    meaning: str
    works: list[Work]


def map_skills(works: Sequence[Work]) -> list[SkillMark]:
    """Return the ten skills in their fixed order, each with its evidence; a skill without evidence keeps its place."""
    return [
        SkillMark(name, meaning, [work for work in works if name in work.tags])
        for name, meaning in SKILLS.items()
    ]


def work_letter(place: int) -> str:
    """Return the letter of a work by its position on the page, from 1: A to Z, then AA."""
    first, last = divmod(place - 1, 26)
    return (work_letter(first) if first else "") + chr(65 + last)
