"""What a checker gets and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Check = Mapping[str, Any]
"""One check of a prompt: its `id`, its `kind`, and the settings of that kind."""


@dataclass(frozen=True)
class Reply:
    """An answer with the prompt that it answers."""

    prompt: str
    text: str


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: `passed` is None if a program cannot tell; `evidence` says what was found.

    `count` and `parts` hold the same as data, for callers that write their own message: how many were counted, and the
    words that were found or are missing.
    """

    passed: bool | None
    evidence: str
    count: int | None = None
    parts: tuple[str, ...] = ()


Checker = Callable[[Check, Reply], Finding]
"""A checker: (check, reply) to Finding. It never raises because of an answer."""
