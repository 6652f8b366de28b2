"""Simulated annotators: a seeded crew that labels given items and follows the structured rules of a guideline.

README: `guideline` reads the TOML file that people and the simulation both follow and writes it as Markdown, `condition`
says when a rule fits an item, `guideline_lint` finds its faults. `workers` makes a crew, `items` holds what is known about
each item, `crew_labels` assigns the items and lets the crew label them, `cost` adds up time and pay. All randomness comes
from `labelwright.rng`. Everything that comes out says that it is simulated.
"""

from __future__ import annotations

import lazy_loader

# The stub (`__init__.pyi`) is the only list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
