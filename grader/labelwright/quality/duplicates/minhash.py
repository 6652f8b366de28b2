"""Near-duplicates among many texts without comparing every pair: MinHash signatures and banding, by rensa."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from rensa import RMinHash, RMinHashLSH

from labelwright.quality.duplicates.shingles import Unit, jaccard, shingles


@dataclass(frozen=True)
class NearPair:
    """Two ids, the first the one that came first, and the Jaccard similarity of their shingles, 0 to 1."""

    first: Hashable
    second: Hashable
    similarity: float


@dataclass(frozen=True)
class NearDuplicates:
    """`pairs` at or above the threshold, most alike first; `candidates` of `possible` pairs were compared."""

    pairs: tuple[NearPair, ...]
    candidates: int
    possible: int


def candidate_probability(similarity: float, rows: int, bands: int) -> float:
    """Return the chance that two texts of this Jaccard similarity become candidates, 1 - (1 - s^r)^b.

    With 20 bands of 5 rows: .2 gives .006, .4 .186, .6 .802, .8 almost 1. Source: Leskovec, Rajaraman and Ullman 2020,
    Mining of Massive Datasets, section 3.4.
    """
    if not 0 <= similarity <= 1:
        raise ValueError(f"similarity is {similarity}; a Jaccard similarity lies between 0 and 1.")
    _check(rows, bands)
    return float(1 - (1 - similarity**rows) ** bands)


def banding_threshold(rows: int, bands: int) -> float:
    """Return about where the curve of `candidate_probability` is steepest, (1/b)^(1/r). Source: as there."""
    _check(rows, bands)
    return float((1 / bands) ** (1 / rows))


def minhash_similarity(
    a: str, b: str, *, size: int = 5, unit: Unit = "character", permutations: int = 128, seed: int = 42
) -> float:
    """Return MinHash's estimate of the Jaccard similarity of two texts' shingles, 0 to 1.

    The standard error is at most 0.5/sqrt(permutations), .044 at 128. Source: Broder 1997.
    """
    pieces = [sorted(shingles(text, size=size, unit=unit)) for text in (a, b)]
    first, second = RMinHash.from_token_sets(pieces, num_perm=permutations, seed=seed)
    return float(first.jaccard(second))


def near_duplicates(
    texts: Mapping[Hashable, str],
    *,
    threshold: float = 0.8,
    size: int = 5,
    unit: Unit = "character",
    rows: int = 5,
    bands: int = 20,
    seed: int = 42,
) -> NearDuplicates:
    """Return the pairs of texts whose shingles are at least `threshold` (above 0, at most 1) alike.

    Banding proposes candidates; each is then compared exactly, so what is returned is right, and what is missing has
    the chance 1 - `candidate_probability`. Keep `banding_threshold(rows, bands)` well below `threshold`. Texts without
    any shingle are left out. Sources: Broder 1997; Leskovec, Rajaraman and Ullman 2020, section 3.4.
    """
    if not 0 < threshold <= 1:
        raise ValueError(
            f"threshold is {threshold}; take a Jaccard similarity above 0 and at most 1, such as 0.8."
        )
    _check(rows, bands)
    pieces = {name: shingles(text, size=size, unit=unit) for name, text in texts.items()}
    names = [name for name, cut in pieces.items() if cut]
    found = []
    candidates = _candidates([sorted(pieces[name]) for name in names], rows, bands, seed)
    for i, j in candidates:
        similarity = jaccard(pieces[names[i]], pieces[names[j]])
        if similarity >= threshold:
            found.append(NearPair(names[i], names[j], similarity))
    found.sort(key=lambda pair: -pair.similarity)
    return NearDuplicates(tuple(found), len(candidates), len(names) * (len(names) - 1) // 2)


def _candidates(pieces: list[list[str]], rows: int, bands: int, seed: int) -> list[tuple[int, int]]:
    permutations = rows * bands
    signatures = RMinHash.from_token_sets(pieces, num_perm=permutations, seed=seed)
    index = RMinHashLSH(0.5, permutations, bands)
    pairs = []
    for number, signature in enumerate(signatures):
        pairs += [(earlier, number) for earlier in sorted(index.query(signature))]
        index.insert(number, signature)
    return pairs


def _check(rows: int, bands: int) -> None:
    if rows < 1 or bands < 1:
        raise ValueError(f"rows is {rows} and bands {bands}; both must be at least 1.")
