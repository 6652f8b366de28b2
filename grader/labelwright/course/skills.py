"""The ten skills of an AI data trainer that exercises train and portfolios show, each with what it means to have it."""

from __future__ import annotations

SKILLS: dict[str, str] = {
    "curate": "decide what belongs into a data set, and say why",
    "clean": "find defects, mend them by code, and lose nothing on the way",
    "organise": "give data a schema, link and split it, and document it",
    "label": "apply a written guideline to item after item, and measure how steadily",
    "check quality": "measure agreement, find errors and biases, and plan who checks what",
    "give feedback": "tell an annotator or a model's maker what is wrong so that it can be mended",
    "evaluate": "judge the answers of models by stated criteria, and compare systems fairly",
    "domain": "judge content in a field that takes training: medicine, law, finance",
    "language": "judge and correct language, across languages",
    "prompt": "write prompts whose success can be checked",
}
"""Skill to what somebody who has it can do; in the order in which pages show them."""
