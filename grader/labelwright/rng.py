"""Seeded randomness, the one source of it: what a learner is given is drawn from here.

The promise: the same seed gives the same numbers on every machine and every supported Python version. `share` and the
methods built on it use only `random.Random.random`, whose sequence Python promises to keep; `share_for` and the methods
built on it use only SHA-256. `numpy` and `python` give a generator for what these methods cannot draw: its bits are
kept too, but its library may change how it makes shuffles or normal deviates of them. tests/exercises and tests/data
hold every sample that is drawn that way, so such a change cannot pass unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")


class Rng:
    """Random numbers from one seed: a stream that moves on with each call, and numbers fixed by what they are for."""

    def __init__(self, seed: int | str) -> None:
        self.seed = seed

    @cached_property
    def _stream(self) -> Random:
        return Random(self.seed)

    def share(self) -> float:
        """Return the next number of the stream, from 0 to below 1."""
        return self._stream.random()

    def below(self, n: int) -> int:
        """Return a whole number from 0 to n - 1."""
        return int(self.share() * n)

    def pick(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        """Return all options in a random order."""
        keyed = [(self.share(), place) for place in range(len(options))]
        return [options[place] for _, place in sorted(keyed)]

    def normal(self) -> float:
        """Return a standard normal deviate."""
        return NormalDist().inv_cdf(min(max(self.share(), 1e-9), 1 - 1e-9))

    def share_for(self, *words: str) -> float:
        """Return a number in [0, 1) fixed by the seed and the words, evenly spread over 2**53 steps.

        It is the upper 53 bits of the first eight bytes, big-endian, of SHA-256 over the JSON list of seed and words.
        It does not depend on any other draw, so it is the same in any order.
        """
        text = json.dumps([self.seed, *words])
        return (int.from_bytes(sha256(text.encode("ascii")).digest()[:8], "big") >> 11) / 2**53

    def between_for(self, low: float, high: float, *words: str) -> float:
        """Return a number from `low` to `high` fixed by the seed and the words, rounded to four decimals."""
        return round(low + (high - low) * self.share_for(*words), 4)

    def shuffled_for(self, texts: Iterable[str], *words: str) -> list[str]:
        """Return the texts, each once, in an order fixed by the seed and the words, whichever order they came in."""
        return sorted(set(texts), key=lambda text: (self.share_for(*words, text), text))

    def numpy(self) -> np.random.Generator:
        """Return a new numpy generator (PCG64) started from the seed, which must be a whole number."""
        from numpy.random import PCG64, Generator

        if isinstance(self.seed, str):
            raise ValueError(f"numpy starts from a whole number, not from the text {self.seed!r}.")
        return Generator(PCG64(self.seed))

    def python(self) -> Random:
        """Return a new `random.Random` started from the seed."""
        return Random(self.seed)
