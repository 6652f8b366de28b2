"""What a checker is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Check = Mapping[str, Any]
"""One check of a prompt: its `id`, its `kind`, and the settings of that kind."""


@dataclass(frozen=True)
class Reply:
    """An answer beside the prompt it answers."""

    prompt: str
    text: str


@dataclass(frozen=True)
class Finding:
    """The outcome of one check: `passed` is None where a program cannot tell; `evidence` says what was found."""

    passed: bool | None
    evidence: str


Checker = Callable[[Check, Reply], Finding]
"""A checker: (check, reply) to Finding. It never fails on an answer, whatever the answer holds."""
