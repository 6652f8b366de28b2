"""The data room: dataset cards, pinned data files, loaders and each learner's own sample.

README: a card (`dataset.toml`) says what a dataset is; `fetch/` downloads what is not installed; `locate` finds the
pinned files and refuses changed bytes; `load` reads them into a table with one of `loaders/`; `sample` draws one
learner's rows; `simulated/` is a seeded crew of annotators who read a guideline; `verdicts/` judges what a program can
judge. Nothing here imports the package that carries the data.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# These two functions share their name with their module. Importing them here, both are light, keeps the name a function.
from labelwright.data.locate import DataChanged, DataMissing, locate, locate_all
from labelwright.data.sample import sample, seed

if TYPE_CHECKING:
    from labelwright.data.card import CardError, DatasetCard, load_card
    from labelwright.data.fetch.faults import FetchError
    from labelwright.data.loaders.lexicon import load_lexicon
    from labelwright.data.playground import Playground, PlaygroundError, PlaygroundMissing
    from labelwright.data.render import card_markdown, croissant, stale_card_files, write_card_files
    from labelwright.data.tables import load, verify

__all__ = [
    "CardError",
    "DataChanged",
    "DataMissing",
    "DatasetCard",
    "FetchError",
    "Playground",
    "PlaygroundError",
    "PlaygroundMissing",
    "card_markdown",
    "croissant",
    "load",
    "load_card",
    "load_lexicon",
    "locate",
    "locate_all",
    "sample",
    "seed",
    "stale_card_files",
    "verify",
    "write_card_files",
]

_HOMES = {
    "card": ("CardError", "DatasetCard", "load_card"),
    "fetch.faults": ("FetchError",),
    "loaders.lexicon": ("load_lexicon",),
    "playground": ("Playground", "PlaygroundError", "PlaygroundMissing"),
    "render": ("card_markdown", "croissant", "stale_card_files", "write_card_files"),
    "tables": ("load", "verify"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use, so that importing the room stays light."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
