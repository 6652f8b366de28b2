"""Judge a set of items that a learner found against the set there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundItems:
    """How a found set compares with the true set; all three parts are in a stable order."""

    hits: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the true items that were found, 0 to 1; 1 where there are none."""
        wanted = len(self.hits) + len(self.missed)
        return len(self.hits) / wanted if wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the found items that are true, 0 to 1; 1 where nothing was found."""
        named = len(self.hits) + len(self.extra)
        return len(self.hits) / named if named else 1.0

    def some_extra(self, limit: int = 5) -> str:
        """The first few wrongly named items, quoted, for a message."""
        shown = ", ".join(f"`{item}`" for item in self.extra[:limit])
        rest = len(self.extra) - limit
        return f"{shown} and {rest:,} more" if rest > 0 else shown


def found_items(named: Iterable[str], true: Iterable[str]) -> FoundItems:
    """Compare what was named (repeats count once) with what is true."""
    wanted = list(dict.fromkeys(true))
    given = list(Counter(named))
    inside = set(wanted)
    hits = tuple(item for item in wanted if item in set(given))
    missed = tuple(item for item in wanted if item not in set(hits))
    return FoundItems(hits, missed, tuple(item for item in given if item not in inside))
