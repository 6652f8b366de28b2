"""Hidden lists of pieces for Jaccard and MinHash, drawn for each learner, with the known wrong formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from string import ascii_lowercase

from labelwright.checks import Work
from labelwright.data import seed
from labelwright.rng import Rng

Pieces = list[str]
PAIRS = 30


def jaccard(a: Sequence[str], b: Sequence[str]) -> float:
    """Jaccard similarity of two lists of pieces taken as sets, 0 to 1; at least one is not empty."""
    return len(set(a) & set(b)) / len(set(a) | set(b))


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


def jaccard_cases(work: Work) -> list[tuple[tuple[Pieces, Pieces], str]]:
    """Eight pairs of short lists, with what is special about each."""
    rng = Rng(seed(work.learner, "link-people-records/jaccard", work.form)).python()
    letters = rng.sample(ascii_lowercase, 8)
    a, b, c, d, e, f, g, h = letters
    return [
        (([a, b, c], [b, c, d]), ""),
        (([a, b, c, d, e], [e, f]), "lists of different lengths"),
        (([a, a, a, b], [b, c]), "one piece is there three times"),
        (([a, b, b, c], [b, b, c, d, d]), "pieces repeat on both sides"),
        (([a, b], [c, d, e]), "nothing is shared"),
        (([g, h, g], [h, g]), "the same set"),
        (([a, b, c, d, e, f], [c, d]), "one contains the other"),
        (pair(rng, 12, 0.5), "longer lists"),
    ]


def shuffled(pieces: Pieces) -> Pieces:
    """Return the same set in another order, with two pieces repeated once more."""
    return [*sorted(pieces, reverse=True), *sorted(pieces)[:2]]


def numbered(piece: str, way: int) -> int:
    """Return the number of a piece in one way to number all pieces, as the notebook gives it."""
    return int.from_bytes(blake2b(f"{way}:{piece}".encode(), digest_size=6).digest(), "big")


def saved_signature(pieces: Pieces, ways: int) -> list[float]:
    """Return the signature that somebody else would have saved for this set."""
    return [float(min(numbered(piece, way) for piece in pieces)) for way in range(ways)]


def mean_error(made: Sequence[tuple[Sequence[float], Sequence[float], float]]) -> float:
    """Return the mean distance between the share of equal places of two signatures and the exact similarity."""
    shares = [sum(x == y for x, y in zip(a, b, strict=True)) / len(a) for a, b, _ in made]
    return sum(abs(share - exact) for share, (_, _, exact) in zip(shares, made, strict=True)) / len(made)


def _with_repeats(a: Sequence[str], b: Sequence[str]) -> float:
    first, second = Counter(a), Counter(b)
    return sum((first & second).values()) / sum((first | second).values())


def _over_both_lengths(a: Sequence[str], b: Sequence[str]) -> float:
    return len(set(a) & set(b)) / (len(a) + len(b))


def _dice(a: Sequence[str], b: Sequence[str]) -> float:
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b)))


def _of_the_first(a: Sequence[str], b: Sequence[str]) -> float:
    return len(set(a) & set(b)) / len(set(a))


def _of_the_smaller(a: Sequence[str], b: Sequence[str]) -> float:
    return len(set(a) & set(b)) / min(len(set(a)), len(set(b)))


def _distance(a: Sequence[str], b: Sequence[str]) -> float:
    return 1 - jaccard(a, b)


WRONG_WAYS = (
    (
        _with_repeats,
        "You counted repeated pieces each time. This is a similarity of lists, not of sets.",
        "First turn both lists into sets.",
    ),
    (
        _over_both_lengths,
        "You divided by the sum of the two lengths, so shared pieces count twice there.",
        "Divide by the size of the union, `a | b`.",
    ),
    (_dice, "This is the Dice coefficient, 2 x shared / (size + size).", "Divide by the size of the union."),
    (
        _of_the_first,
        "You divided by the first set only, so (a, b) and (b, a) give different values.",
        "Divide by the size of the union.",
    ),
    (
        _of_the_smaller,
        "You divided by the smaller set, so a short list inside a long one gets 1, although they differ.",
        "Divide by the size of the union.",
    ),
    (
        _distance,
        "This is the distance, 1 minus the similarity.",
        "Return the similarity: equal sets should give 1.",
    ),
)
"""Known wrong ways: (function, misconception, advice)."""
