"""Groups of near-duplicate texts, exactly, over all pairs: the reference for the learner's groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from labelwright.quality.near_duplicates import shingles

THRESHOLD = 0.8


def groups_of(texts: Sequence[str], threshold: float = THRESHOLD) -> list[int]:
    """Return a group number for each text: texts are together where a chain of pairs joins them.

    A pair is two texts whose sets of 5-character shingles have a Jaccard similarity of at least `threshold`.
    """
    columns: dict[str, int] = {}
    rows, places = [], []
    for row, text in enumerate(texts):
        for piece in shingles(text):
            rows.append(row)
            places.append(columns.setdefault(piece, len(columns)))
    holds = sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.int32), (rows, places)), shape=(len(texts), len(columns))
    )
    shared = (holds @ holds.T).tocoo()
    size = np.asarray(holds.sum(axis=1)).ravel()
    alike = shared.data / (size[shared.row] + size[shared.col] - shared.data) >= threshold - 1e-12
    pairs = sparse.coo_matrix((alike[alike], (shared.row[alike], shared.col[alike])), shape=(len(texts),) * 2)
    return [int(group) for group in connected_components(pairs, directed=False)[1]]


def exact_groups(texts: Sequence[str]) -> list[int]:
    """Return a group number for each text: only letter-for-letter copies are together."""
    first: dict[str, int] = {}
    return [first.setdefault(text, place) for place, text in enumerate(texts)]


def links(group: Sequence[float]) -> set[tuple[int, int]]:
    """Return the pairs of places that a list of group numbers puts together."""
    places: dict[float, list[int]] = {}
    for place, name in enumerate(group):
        places.setdefault(name, []).append(place)
    return {(a, b) for same in places.values() for i, a in enumerate(same) for b in same[i + 1 :]}
