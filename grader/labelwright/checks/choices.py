"""Judge a choice from a short list of words."""

from __future__ import annotations

from collections.abc import Sequence

from labelwright.checks.failed import Failed


def one_of(name: str, value: str, allowed: Sequence[str]) -> str:
    """`value` in the list's own spelling, ignoring case and outer space; Failed names the list."""
    for word in allowed:
        if value.casefold().strip() == word.casefold():
            return word
    listed = ", ".join(f'"{word}"' for word in allowed)
    raise Failed(
        f"`{name}` is {value!r}, which is not one of the choices.",
        why="Labels outside the agreed list are the most common reason a batch is sent back.",
        advice=f"Use one of: {listed}.",
    )
