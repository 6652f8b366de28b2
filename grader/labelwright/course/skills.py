"""List the ten skills of an AI data trainer: exercises train them, and portfolios show them."""

from __future__ import annotations

SKILLS: dict[str, str] = {
    "curate": "decide what belongs in a data set, and say why",
    "clean": "find defects, fix them with code, and lose no data",
    "organise": "give data a schema, link and split it, and document it",
    "label": "apply a written guideline to many items, and measure how consistently",
    "check quality": "measure agreement, find errors and biases, and plan who checks what",
    "give feedback": "tell an annotator or a model's developer what is wrong so that they can fix it",
    "evaluate": "judge the answers of models by written criteria, and compare systems fairly",
    "domain": "judge content in a field that needs training: medicine, law, finance",
    "language": "judge and correct texts, in several languages",
    "prompt": "write prompts whose success can be checked",
}
"""Each skill and what a person with it can do, in the order in which pages show them."""
