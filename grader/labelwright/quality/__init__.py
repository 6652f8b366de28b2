"""The quality room: agreement between raters, intervals around it, and how well a search found what it should.

README: thin functions over numpy and evalica, each naming the paper its formula comes from. A ratings table always has
items as rows and raters as columns, with NaN where a rater gave no rating.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelwright.quality.agreement import krippendorff_alpha
    from labelwright.quality.bootstrap import Interval, bootstrap_alpha
    from labelwright.quality.cohen import cohen_kappa
    from labelwright.quality.items import Found, found_score
    from labelwright.quality.proportions import wilson
    from labelwright.quality.ratings import Level

__all__ = [
    "Found",
    "Interval",
    "Level",
    "bootstrap_alpha",
    "cohen_kappa",
    "found_score",
    "krippendorff_alpha",
    "wilson",
]

_HOMES = {
    "agreement": ("krippendorff_alpha",),
    "bootstrap": ("Interval", "bootstrap_alpha"),
    "cohen": ("cohen_kappa",),
    "items": ("Found", "found_score"),
    "proportions": ("wilson",),
    "ratings": ("Level",),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use, so that importing the room stays light."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
