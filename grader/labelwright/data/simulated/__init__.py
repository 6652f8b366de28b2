"""Simulated annotators: a seeded crew that labels given items and follows the structured rules of a guideline.

README: `guideline` is the TOML file that people and the simulation both read, `condition` and `pattern` say when a rule
fits an item, `render` writes it for people, `lint` finds its faults. `workers` makes a crew, `assignment` deals out the
items, `cases` gathers what is known of each item, `impression` is what a worker would answer unaided, `label` lets the
crew work, `cost` adds up time and pay. `chance` is the only source of randomness. Everything that comes out says that
it is simulated.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelwright.data.simulated.assignment import assign
    from labelwright.data.simulated.cases import SimulationError, difficulty_from_shares
    from labelwright.data.simulated.chance import uniform
    from labelwright.data.simulated.condition import Condition
    from labelwright.data.simulated.cost import SimulatedCost, summarise
    from labelwright.data.simulated.guideline import Change, Guideline, GuidelineError, Rule
    from labelwright.data.simulated.label import label_items
    from labelwright.data.simulated.lint import GuidelineFault, lint_guideline
    from labelwright.data.simulated.reading import make_guideline, parse_guideline, read_guideline
    from labelwright.data.simulated.render import guideline_markdown, guideline_task
    from labelwright.data.simulated.workers import PROFILES, Worker, crew

__all__ = [
    "PROFILES",
    "Change",
    "Condition",
    "Guideline",
    "GuidelineError",
    "GuidelineFault",
    "Rule",
    "SimulatedCost",
    "SimulationError",
    "Worker",
    "assign",
    "crew",
    "difficulty_from_shares",
    "guideline_markdown",
    "guideline_task",
    "label_items",
    "lint_guideline",
    "make_guideline",
    "parse_guideline",
    "read_guideline",
    "summarise",
    "uniform",
]

_HOMES = {
    "assignment": ("assign",),
    "cases": ("SimulationError", "difficulty_from_shares"),
    "chance": ("uniform",),
    "condition": ("Condition",),
    "cost": ("SimulatedCost", "summarise"),
    "guideline": ("Change", "Guideline", "GuidelineError", "Rule"),
    "label": ("label_items",),
    "lint": ("GuidelineFault", "lint_guideline"),
    "reading": ("make_guideline", "parse_guideline", "read_guideline"),
    "render": ("guideline_markdown", "guideline_task"),
    "workers": ("PROFILES", "Worker", "crew"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use, so that importing the folder stays light."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
