"""The simulation's only source of randomness: numbers fixed by what they are drawn for."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256


def uniform(seed: int, *words: str) -> float:
    """A number in [0, 1) fixed by the seed and the words, evenly spread over 2**53 steps.

    It is the upper 53 bits of the first eight bytes, big-endian, of SHA-256 over the JSON list of seed and words. There
    is no state: a draw does not depend on any other draw, so it is the same on every machine and in any order.
    """
    text = json.dumps([seed, *words])
    return (int.from_bytes(sha256(text.encode("ascii")).digest()[:8], "big") >> 11) / 2**53


def between(low: float, high: float, seed: int, *words: str) -> float:
    """A number from `low` to `high`, rounded to four decimals."""
    return round(low + (high - low) * uniform(seed, *words), 4)


def shuffled(things: Iterable[str], seed: int, *words: str) -> list[str]:
    """The texts in an order fixed by the seed and the words, whatever order they came in; each text once."""
    return sorted(set(things), key=lambda thing: (uniform(seed, *words, thing), thing))
