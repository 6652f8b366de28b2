"""Annotation file formats, both ways: `read` and `write`, and what each format cannot hold.

README: one module a format, each with its `FORMAT`: a name, the kinds of value it carries, its `LOSSES` in sentences
and two functions between text and records. `registry` guesses, bounds and measures; `parts` is what they share.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelwright.annotations.formats.labelstudio.config import write_config
    from labelwright.annotations.formats.labelstudio.config_reading import read_config
    from labelwright.annotations.formats.parts.base import FormatError, Losses, Reading
    from labelwright.annotations.formats.registry import FORMATS, read, write

__all__ = ["FORMATS", "FormatError", "Losses", "Reading", "read", "read_config", "write", "write_config"]

_HOMES = {
    "labelstudio.config": ("write_config",),
    "labelstudio.config_reading": ("read_config",),
    "parts.base": ("FormatError", "Losses", "Reading"),
    "registry": ("FORMATS", "read", "write"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module on first use, so that importing the room stays light."""
    for module, names in _HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{module}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
