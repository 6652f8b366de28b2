"""Find pairs of learners whose notebooks share fingerprints that the rest of the class does not have.

An index from each fingerprint to the learners who have it is used instead of all pairs. A fingerprint that many learners
have says nothing about two of them: it is left out everywhere, which also bounds the work for each fingerprint. Learners
whose code is the same count as one here, so that a large group with one text does not make that text common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelwright.desk.fingerprints import LEFT_OUT, Hashes, covered, fingerprints, is_in

FEWEST_OWN = 12
"""With fewer fingerprints of its own, about 50 tokens, a notebook is too short to compare."""
FEWEST_SHARED = 6
"""With fewer common fingerprints a pair is not looked at."""
LEAST_CONTAINED = 0.5
"""The share of one notebook's own tokens in the other one from which a pair is named."""
_LEAST_SHARED = 0.08
"""The share of the shorter one's fingerprints from which a pair is looked at more closely, token by token."""
_COMMON_SHARE, _FEWEST_COMMON, _MOST_COMMON = 0.1, 5, 25
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Work:
    """A notebook to compare: whose it is, what `own_runs` returned for it, and a text that is equal for equal code."""

    learner: str
    runs: Hashes
    code: bytes


@dataclass(frozen=True)
class CodePair:
    """Two notebooks that are alike, by their places in the list.

    `left_own` and `right_own` are the tokens (words and signs) of each that are their own: not the starter's, not the
    solution's and not common. `left_shared` and `right_shared` are how many of them are in both. `shared` is the number of
    fingerprints in both, and `jaccard` their share of all fingerprints that either of them has, from 0 to 1.
    """

    left: int
    right: int
    left_own: int
    right_own: int
    left_shared: int
    right_shared: int
    shared: int
    jaccard: float

    @property
    def containment(self) -> float:
        """The share of one notebook's own tokens that the other one has too, from 0 to 1; the larger one of both."""
        return max(self.left_shared / self.left_own, self.right_shared / self.right_own)


@dataclass(frozen=True)
class CodeSearch:
    """What a search found: pairs, most alike first; groups with the same code; the notebooks that are too short; and how
    many learners make a fingerprint common."""

    pairs: tuple[CodePair, ...]
    same: tuple[tuple[int, ...], ...]
    too_short: tuple[int, ...]
    common_from: int


def common_from(learners: int) -> int:
    """Return how many learners must have a fingerprint for it to be common: more than 10 % of them, more than 5 in a small
    class, and more than 25 in any class."""
    return max(_FEWEST_COMMON, min(int(_COMMON_SHARE * learners), _MOST_COMMON)) + 1


def similar_code(
    works: Sequence[Work], least: float = LEAST_CONTAINED, progress: Callable[[str], None] = lambda _: None
) -> CodeSearch:
    """Compare the notebooks of one exercise; of the notebooks of two learners, only the pair that is most alike is named.

    `least` is the containment from which a pair is named. Notebooks of the same learner are not compared. Of several
    learners with the same code, who are together in `same`, only one is named with another learner.
    """
    owner = _owners(works)
    number = int(owner.max()) + 1 if works else 0
    limit = common_from(number)
    common = _common([work.runs for work in works], owner, limit)
    progress(f"{len(works):,} notebooks are read, and {len(common):,} common pieces of code are left out")
    prints = [fingerprints(work.runs) for work in works]
    own = [hashes[~is_in(hashes, common)] for hashes in prints]
    sizes = np.array([len(hashes) for hashes in own], np.int64)
    of_owner: list[list[int]] = [[] for _ in range(number)]
    for place, size in enumerate(sizes.tolist()):
        if size >= FEWEST_OWN:
            of_owner[owner[place]].append(place)
    pairs = []
    for first, second in _candidates(own, owner, _shortest(sizes, owner, number)):
        best = _best(works, own, common, of_owner[first], of_owner[second])
        if best and best.containment >= least:
            pairs.append(best)
    pairs.sort(key=lambda pair: (-pair.containment, -pair.shared, pair.left, pair.right))
    too_short = tuple(np.flatnonzero(sizes < FEWEST_OWN).tolist())
    return CodeSearch(tuple(pairs), _same(works, sizes), too_short, limit)


def _owners(works: Sequence[Work]) -> Integers:
    """Return a number for each notebook's owner; learners who have the same code in one of their notebooks are one."""
    from scipy.cluster.hierarchy import DisjointSet

    joined = DisjointSet(sorted({work.learner for work in works}))
    first: dict[bytes, str] = {}
    for work in works:
        joined.merge(first.setdefault(work.code, work.learner), work.learner)
    roots = [joined[work.learner] for work in works]
    number = {root: place for place, root in enumerate(dict.fromkeys(roots))}
    return np.array([number[root] for root in roots], np.int64)


def _same(works: Sequence[Work], sizes: Integers) -> tuple[tuple[int, ...], ...]:
    """Return the groups of notebooks with the same code that have enough which is not common."""
    places: dict[bytes, list[int]] = {}
    for place in np.flatnonzero(sizes >= FEWEST_OWN).tolist():
        places.setdefault(works[place].code, []).append(place)
    return tuple(
        tuple(group) for group in places.values() if len({works[place].learner for place in group}) > 1
    )


def _common(runs: Sequence[Hashes], owner: Integers, limit: int) -> Hashes:
    """Return the runs that `limit` owners or more have, sorted; each owner counts once for each run."""
    of_owner: dict[int, list[Hashes]] = {}
    for number, hashes in zip(owner.tolist(), runs, strict=True):
        of_owner.setdefault(number, []).append(hashes)
    if len(of_owner) < limit:
        return np.empty(0, np.uint64)
    every = np.concatenate([np.unique(np.concatenate(hashes)) for hashes in of_owner.values()])
    distinct, counts = np.unique(every, return_counts=True)
    found: Hashes = distinct[(counts >= limit) & (distinct != LEFT_OUT)]
    return found


def _shortest(sizes: Integers, owner: Integers, learners: int) -> Integers:
    """Return the size of each learner's shortest notebook that is long enough; a very large number without any."""
    found = np.full(learners, np.iinfo(np.int64).max, np.int64)
    enough = sizes >= FEWEST_OWN
    np.minimum.at(found, owner[enough], sizes[enough])
    return found


def _candidates(own: Sequence[Hashes], owner: Integers, shortest: Integers) -> list[tuple[int, int]]:
    """Return the pairs of owners who share enough fingerprints that two of their notebooks may be alike."""
    values = np.concatenate(own) if own else np.empty(0, np.uint64)
    owners = np.repeat(owner, [len(hashes) for hashes in own])
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    new = np.ones(len(values), np.bool_)
    new[1:] = (values[1:] != values[:-1]) | (owners[1:] != owners[:-1])
    values, owners = values[new], owners[new]
    starts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])) if len(values) else values
    lengths = np.diff(np.concatenate([starts, [len(values)]]))
    count, keys = len(shortest), [np.empty(0, np.int64)]
    for length in np.unique(lengths[lengths > 1]).tolist():
        # All fingerprints that the same number of owners have are handled as one block.
        block = owners[starts[lengths == length][:, None] + np.arange(length)]
        first, second = np.triu_indices(length, 1)
        keys.append((block[:, first] * count + block[:, second]).ravel())
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    first, second = np.divmod(pairs, max(count, 1))
    needed = np.maximum(FEWEST_SHARED, _LEAST_SHARED * np.minimum(shortest[first], shortest[second]))
    chosen = shared >= needed
    return list(zip(first[chosen].tolist(), second[chosen].tolist(), strict=True))


def _best(
    works: Sequence[Work], own: Sequence[Hashes], common: Hashes, lefts: list[int], rights: list[int]
) -> CodePair | None:
    """Return the most alike pair of one owner's notebooks with another's; None if one has none that is long enough."""
    pairs = (
        _pair(works, own, common, left, right)
        for left in lefts
        for right in rights
        if works[left].learner != works[right].learner
    )
    return max(pairs, key=lambda pair: (pair.containment, pair.shared), default=None)


def _pair(works: Sequence[Work], own: Sequence[Hashes], common: Hashes, left: int, right: int) -> CodePair:
    runs = [works[place].runs for place in (left, right)]
    counted = [(hashes != LEFT_OUT) & ~is_in(hashes, common) for hashes in runs]
    both = [
        marks & is_in(hashes, np.sort(other))
        for marks, hashes, other in zip(counted, runs, reversed(runs), strict=True)
    ]
    shared = len(np.intersect1d(own[left], own[right], assume_unique=True))
    return CodePair(
        left,
        right,
        covered(counted[0]),
        covered(counted[1]),
        covered(both[0]),
        covered(both[1]),
        shared,
        shared / (len(own[left]) + len(own[right]) - shared),
    )
