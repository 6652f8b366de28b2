"""Score the links found between records, group linked records, and count the pairs that blocking leaves to compare."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from labelwright.quality.precision_recall import Found, found_score

Link = frozenset[Hashable]


@dataclass(frozen=True)
class Blocking:
    """The `pairs` left to compare out of `possible` ones; `completeness` is the share of true links among them.

    `completeness` is NaN where no true links are given.
    """

    pairs: frozenset[Link]
    possible: int
    completeness: float

    @property
    def reduction(self) -> float:
        """The share of all pairs that need no comparison, 0 to 1; NaN for fewer than two records."""
        return 1 - len(self.pairs) / self.possible if self.possible else math.nan


def as_links(pairs: Iterable[Collection[Hashable]]) -> frozenset[Link]:
    """Return pairs of ids as unordered links; (a, b) and (b, a) are one link.

    Raises ValueError on a link of an id with itself.
    """
    links = frozenset(frozenset(pair) for pair in pairs)
    if wrong := next((link for link in links if len(link) != 2), None):
        raise ValueError(f"found the link {sorted(map(str, wrong))}; a link joins two different ids.")
    return links


def links_of_groups(groups: Iterable[Collection[Hashable]]) -> frozenset[Link]:
    """Return every link within each group of ids that belong together; a group of n has n (n - 1)/2."""
    return frozenset(
        frozenset(pair) for group in groups for pair in combinations(sorted(set(group), key=str), 2)
    )


def groups_of_links(pairs: Iterable[Collection[Hashable]]) -> tuple[frozenset[Hashable], ...]:
    """Return the groups of ids that links join, directly or through other ids, largest first.

    One false link can join two large groups: look at the largest. Raises ValueError as `as_links` does.
    """
    groups = joined_groups(as_links(pairs))
    return tuple(sorted(groups, key=lambda group: (-len(group), min(map(str, group)))))


def joined_groups(pairs: Iterable[Collection[Hashable]]) -> list[frozenset[Hashable]]:
    """Return the groups of ids that pairs join, directly or through other ids, in the order in which ids appear."""
    # scipy.cluster takes longer to import than everything else in this module.
    from scipy.cluster.hierarchy import DisjointSet

    groups = DisjointSet()
    for first, second in pairs:
        groups.add(first)
        groups.add(second)
        groups.merge(first, second)
    return [frozenset(group) for group in groups.subsets()]


def link_score(found: Iterable[Collection[Hashable]], true: Iterable[Collection[Hashable]]) -> Found:
    """Return precision, recall and F1 of found links against true ones, with the links behind them.

    The scores count pairs, not records: accuracy over all pairs would be near 1 for any answer. NaN where undefined, as
    in `found_score`. Source: Christen 2012, Data Matching, section 7.
    """
    return found_score(as_links(found), as_links(true))


def block(
    records: Mapping[Hashable, Any],
    keys: Iterable[Mapping[Hashable, Hashable | None]],
    true: Iterable[Collection[Hashable]] = (),
) -> Blocking:
    """Return the pairs of records that share a value of at least one key.

    `records` has ids as keys. Each of `keys` maps ids to the value of that key; an id whose value is None or absent is
    paired with nothing. Source: Christen 2012, section 7 (reduction ratio, pairs completeness).
    """
    pairs: set[Link] = set()
    for key in keys:
        blocks: dict[Hashable, list[Hashable]] = {}
        for name in records:
            value = key.get(name)
            if value is not None and value == value:
                blocks.setdefault(value, []).append(name)
        for members in blocks.values():
            pairs.update(frozenset(pair) for pair in combinations(members, 2))
    links = as_links(true)
    completeness = len(links & pairs) / len(links) if links else math.nan
    return Blocking(frozenset(pairs), len(records) * (len(records) - 1) // 2, completeness)
