"""Seeded draws that come out the same on every machine and Python version."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """Draws from one seed; only `Random.random` is used, whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random

    def share(self) -> float:
        """A number from 0 to below 1."""
        return self._random()

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        return int(self.share() * n)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """All options in a drawn order."""
        keyed = [(self.share(), place) for place in range(len(options))]
        return [options[place] for _, place in sorted(keyed)]

    def normal(self) -> float:
        """A standard normal deviate."""
        return NormalDist().inv_cdf(min(max(self.share(), 1e-9), 1 - 1e-9))
