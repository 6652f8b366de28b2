"""The data room: dataset cards, pinned data files, loaders and each learner's own sample.

README: a card (`dataset.toml`) says what a dataset is; `locate` finds its pinned file and refuses changed bytes; `load`
reads it into a table; `sample` draws one learner's rows. Nothing here imports the package that carries the data.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# These two functions share their name with their module. Importing them here, both are light, keeps the name a function.
from labelwright.data.locate import DataChanged, DataMissing, locate
from labelwright.data.sample import sample, seed

if TYPE_CHECKING:
    from labelwright.data.card import CardError, DatasetCard, load_card
    from labelwright.data.lexicon import load_lexicon
    from labelwright.data.loaders import load, verify
    from labelwright.data.render import card_markdown, croissant, stale_card_files, write_card_files

__all__ = [
    "CardError",
    "DataChanged",
    "DataMissing",
    "DatasetCard",
    "card_markdown",
    "croissant",
    "load",
    "load_card",
    "load_lexicon",
    "locate",
    "sample",
    "seed",
    "stale_card_files",
    "verify",
    "write_card_files",
]

_HOMES = {
    "card": ("CardError", "DatasetCard", "load_card"),
    "lexicon": ("load_lexicon",),
    "loaders": ("load", "verify"),
    "render": ("card_markdown", "croissant", "stale_card_files", "write_card_files"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use, so that importing the room stays light."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
