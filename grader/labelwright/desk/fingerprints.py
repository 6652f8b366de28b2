"""Choose a notebook's fingerprints by winnowing: a few hashes of short runs of tokens that any copy of them shares.

The method is that of Schleimer, Wilkerson and Aiken, "Winnowing: local algorithms for document fingerprinting",
SIGMOD 2003. A run of fewer than NOISE tokens is never a match. A common run of GUARANTEE tokens or more always is, unless
all of it is in the starter notebook or the solution.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelwright.desk.code_tokens import Codes, Place, token_places, tokens

NOISE = 12
"""The noise threshold k: the length in tokens of the runs that are hashed."""
GUARANTEE = 18
"""The guarantee threshold t: a common run of this length always shares a fingerprint."""
WINDOW = GUARANTEE - NOISE + 1
"""Of so many hashes in a row the smallest one is chosen."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
LEFT_OUT = np.uint64(2**64 - 1)
"""What is written where a run does not count."""
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Stretch:
    """Lines of code: from a place up to and including another one."""

    first: Place
    last: Place


@dataclass(frozen=True)
class Region:
    """Code that two notebooks have in common: where it is in each, and its length in tokens."""

    left: Stretch
    right: Stretch
    length: int


def run_hashes(codes: Codes) -> Hashes:
    """Return the hash of every run of NOISE tokens, in order; empty if there are fewer tokens."""
    count = len(codes) - NOISE + 1
    if count <= 0:
        return np.empty(0, np.uint64)
    total = np.zeros(count, np.uint64)
    # Numbers of 64 bits wrap around, as a rolling hash needs it.
    for place in range(NOISE):
        total = total * _BASE + codes[place : place + count]
    total ^= total >> np.uint64(31)
    total *= np.uint64(0xBF58476D1CE4E5B9)
    total ^= total >> np.uint64(27)
    return total


def known_hashes(notebooks: Iterable[Sequence[str]]) -> Hashes:
    """Return the hashes of all runs in the notebooks that nobody wrote themselves: the starter and the solution."""
    found = [run_hashes(tokens(cells)) for cells in notebooks]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint64)


def own_runs(codes: Codes, known: Hashes) -> Hashes:
    """Return the hash of every run, in order, with LEFT_OUT for those in `known` (sorted)."""
    hashes = run_hashes(codes)
    hashes[is_in(hashes, known)] = LEFT_OUT
    return hashes


def fingerprints(runs: Hashes) -> Hashes:
    """Return the fingerprints of what `own_runs` returned, sorted.

    The smallest hash of each window is chosen among those that are not left out, so that code next to the starter's is
    not lost.
    """
    if not len(runs):
        return runs
    if len(runs) > WINDOW:
        chosen = np.lib.stride_tricks.sliding_window_view(runs, WINDOW).min(axis=1)
    else:
        chosen = runs.min(keepdims=True)
    found: Hashes = np.unique(chosen[chosen != LEFT_OUT])
    return found


def is_in(hashes: Hashes, listed: Hashes) -> npt.NDArray[np.bool_]:
    """Return which of `hashes` are in `listed`, which is sorted."""
    if not len(listed):
        return np.zeros(len(hashes), np.bool_)
    places = np.minimum(np.searchsorted(listed, hashes), len(listed) - 1)
    found: npt.NDArray[np.bool_] = listed[places] == hashes
    return found


def covered(marked: npt.NDArray[np.bool_]) -> int:
    """Return how many tokens are in at least one of the marked runs."""
    if not marked.any():
        return 0
    steps = np.zeros(len(marked) + NOISE, np.int64)
    places = np.flatnonzero(marked)
    steps[places] += 1
    steps[places + NOISE] -= 1
    return int(np.count_nonzero(np.cumsum(steps) > 0))


def common_regions(left: Sequence[str], right: Sequence[str], known: Hashes) -> list[Region]:
    """Return the code that two notebooks have in common and that is not `known`, in the order of the left one.

    Each part of the left notebook is in one region at most; a longer match counts before a shorter one.
    """
    left_codes, left_places = token_places(left)
    right_codes, right_places = token_places(right)
    left_hashes, right_hashes = run_hashes(left_codes), run_hashes(right_codes)
    where: dict[int, list[int]] = {}
    for place, value in enumerate(right_hashes.tolist()):
        where.setdefault(value, []).append(place)
    own = ~np.isin(left_hashes, known)
    runs = _longest_runs(left_hashes.tolist(), own.tolist(), where, right_hashes.tolist())
    return [
        Region(
            Stretch(left_places[start], left_places[start + length - 1]),
            Stretch(right_places[other], right_places[other + length - 1]),
            length,
        )
        for start, other, length in runs
    ]


def _longest_runs(
    left: list[int], own: list[bool], where: dict[int, list[int]], right: list[int]
) -> list[tuple[int, int, int]]:
    """Return (start on the left, start on the right, number of tokens) of the matches; most of the left side is used once."""
    found: list[tuple[int, int, int]] = []
    at = 0
    while at < len(left):
        best, best_start = 0, 0
        # A run that repeats is tried at its first places only, so that a page of equal lines stays fast.
        for start in where.get(left[at], ())[:20] if own[at] else ():
            length = 0
            while (
                at + length < len(left)
                and start + length < len(right)
                and own[at + length]
                and left[at + length] == right[start + length]
            ):
                length += 1
            if length > best:
                best, best_start = length, start
        if best:
            found.append((at, best_start, best + NOISE - 1))
        at += max(best, 1)
    return found
