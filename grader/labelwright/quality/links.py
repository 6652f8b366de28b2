"""Score found links between records, and count what blocking leaves to compare."""

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
    """What is left to compare: `pairs` of `possible`, the share saved, and the share of true links still among them.

    `completeness` is NaN where no true links are given or there are none.
    """

    pairs: frozenset[Link]
    possible: int
    completeness: float

    @property
    def reduction(self) -> float:
        """The share of all pairs that need not be compared, 0 to 1; NaN below two records."""
        return 1 - len(self.pairs) / self.possible if self.possible else math.nan


def as_links(pairs: Iterable[Collection[Hashable]]) -> frozenset[Link]:
    """Return pairs of ids as unordered links; (a, b) and (b, a) are one. ValueError on a link of an id to itself."""
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
    """Return the groups that links join together, directly or by way of others, largest first.

    One false link can join two large groups: look at the largest.
    """
    home: dict[Hashable, set[Hashable]] = {}
    for link in sorted(as_links(pairs), key=lambda link: sorted(map(str, link))):
        joined = set(link).union(*(home.get(name, {name}) for name in link))
        home.update(dict.fromkeys(joined, joined))
    groups = {id(group): group for group in home.values()}
    return tuple(
        sorted(map(frozenset, groups.values()), key=lambda group: (-len(group), min(map(str, group))))
    )


def link_score(found: Iterable[Collection[Hashable]], true: Iterable[Collection[Hashable]]) -> Found:
    """Return precision, recall and F1 of found links against true ones, with the links behind them.

    Over pairs, not records: accuracy over all pairs would be near 1 whatever was found. NaN where undefined, as in
    `found_score`. Source: Christen 2012, Data Matching, section 7.
    """
    return found_score(as_links(found), as_links(true))


def block(
    records: Mapping[Hashable, Any],
    keys: Iterable[Mapping[Hashable, Hashable | None]],
    true: Iterable[Collection[Hashable]] = (),
) -> Blocking:
    """Return the pairs of records that share a value of at least one key.

    `records` is keyed by id; each of `keys` maps ids to that key's value, None or absent where it is not known, which
    pairs with nothing. Source: Christen 2012, section 7 (reduction ratio, pairs completeness).
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
    kept = len(links & pairs) / len(links) if links else math.nan
    return Blocking(frozenset(pairs), len(records) * (len(records) - 1) // 2, kept)
