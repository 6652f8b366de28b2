"""Simulated annotators: a seeded crew that labels given items and follows the structured rules of a guideline.

README: `guideline` is the TOML file that people and the simulation both read, `condition` and `pattern` say when a rule
fits an item, `render` writes it for people, `lint` finds its faults. `workers` makes a crew, `assignment` deals out the
items, `cases` gathers what is known of each item, `impression` is what a worker would answer unaided, `label` lets the
crew work, `cost` adds up time and pay. `chance` is the only source of randomness. Everything that comes out says that
it is simulated.
"""

from __future__ import annotations

import lazy_loader

# The stub beside this file is the one list of public names; a name's module is imported when it is first used.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
