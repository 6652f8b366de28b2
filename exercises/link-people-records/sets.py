"""Hidden lists of pieces for Jaccard and MinHash, drawn for each learner."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from string import ascii_lowercase

from labelwright.checks import Work
from labelwright.data import seed
from labelwright.rng import Rng

Pieces = list[str]
PAIRS = 30


def pair(rng: Random, size: int, similarity: float) -> tuple[Pieces, Pieces]:
    """Return two lists over about `size` different pieces, with a Jaccard similarity near `similarity`; some pieces repeat."""
    pieces: Pieces = []
    while len(pieces) < size:
        piece = "".join(rng.choices(ascii_lowercase, k=4))
        if piece not in pieces:
            pieces.append(piece)
    shared = round(similarity * size)
    rest = pieces[shared:]
    sides = [pieces[:shared] + rest[::2], pieces[:shared] + rest[1::2]]
    for side in sides:
        side += rng.choices(side, k=len(side) // 4) if side else [pieces[0]]
        rng.shuffle(side)
    return sides[0], sides[1]


def drawn_pairs(start: int) -> list[tuple[Pieces, Pieces]]:
    """Thirty pairs of lists, of 20 to 90 different pieces, spread over all similarities from 0 to 1."""
    rng = Rng(start).python()
    return [pair(rng, rng.randint(20, 90), number / (PAIRS - 1)) for number in range(PAIRS)]


def hidden_pairs(work: Work) -> list[tuple[Pieces, Pieces]]:
    """This learner's thirty pairs."""
    return work.cached("hidden", lambda: drawn_pairs(seed(work.learner, "link-people-records", work.form)))


JACCARD_NOTES = (
    "",
    "lists of different lengths",
    "one piece is there three times",
    "pieces repeat on both sides",
    "nothing is shared",
    "the same set",
    "one contains the other",
    "longer lists",
)
"""What is special about each pair of `jaccard_inputs`."""


def jaccard_inputs(work: Work) -> list[tuple[Pieces, Pieces]]:
    """Eight pairs of lists, drawn for this learner."""
    rng = Rng(seed(work.learner, "link-people-records/jaccard", work.form)).python()
    a, b, c, d, e, f, g, h = rng.sample(ascii_lowercase, 8)
    return [
        ([a, b, c], [b, c, d]),
        ([a, b, c, d, e], [e, f]),
        ([a, a, a, b], [b, c]),
        ([a, b, b, c], [b, b, c, d, d]),
        ([a, b], [c, d, e]),
        ([g, h, g], [h, g]),
        ([a, b, c, d, e, f], [c, d]),
        pair(rng, 12, 0.5),
    ]


def shuffled(pieces: Pieces) -> Pieces:
    """Return the same set in another order, with two pieces repeated once more."""
    return [*sorted(pieces, reverse=True), *sorted(pieces)[:2]]


def mean_error(made: Sequence[tuple[Sequence[float], Sequence[float], float]]) -> float:
    """Return the mean distance between the share of equal places of two signatures and the exact similarity."""
    shares = [sum(x == y for x, y in zip(a, b, strict=True)) / len(a) for a, b, _ in made]
    return sum(abs(share - exact) for share, (_, _, exact) in zip(shares, made, strict=True)) / len(made)
