"""Pairwise comparisons as data: who was compared with whom, who won, and which players can be ranked together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Pairwise
from labelwright.quality.near_duplicates import joined_groups

TIE = "tie"


@dataclass(frozen=True, eq=False)
class Comparisons:
    """Verdicts: row c of `codes` is (first shown, second shown, outcome), 1 first won, -1 second won, 0 a tie."""

    players: tuple[Hashable, ...]
    codes: npt.NDArray[np.int64]

    def wins(self, rows: npt.NDArray[np.int64] | None = None) -> npt.NDArray[np.float64]:
        """Return players x players: how often the row beat the column; a tie is half a win for each."""
        first, second, outcome = (self.codes if rows is None else self.codes[rows]).T
        table = np.zeros((len(self.players), len(self.players)))
        np.add.at(table, (first, second), (outcome + 1) / 2)
        np.add.at(table, (second, first), (1 - outcome) / 2)
        return table


def read_comparisons(source: Any) -> Comparisons:
    """Return the comparisons in an iterable of (first shown, second shown, winner).

    The winner is one of the two names, or "tie" or None. Players are numbered in order of appearance. A Comparisons
    object is returned unchanged. Raises ValueError on no comparison, a player against itself, and a winner who did not play.
    """
    if isinstance(source, Comparisons):
        return source
    shown = [_checked(row) for row in source]
    if not shown:
        raise ValueError("found no comparison; give at least one (first, second, winner).")
    players = tuple(dict.fromkeys(name for first, second, _ in shown for name in (first, second)))
    place = {name: number for number, name in enumerate(players)}
    codes = [(place[first], place[second], outcome) for first, second, outcome in shown]
    return Comparisons(players, np.array(codes, dtype=np.int64))


def comparisons_of(
    annotations: Iterable[Annotation], shown: Mapping[str, tuple[Hashable, Hashable]]
) -> list[tuple[Hashable, Hashable, Hashable]]:
    """Return (first, second, winner) of pairwise records; `shown` says which player was a and which was b in each item.

    Skipped records are left out. Raises ValueError on an item that `shown` does not name or another kind of value.
    """
    found: list[tuple[Hashable, Hashable, Hashable]] = []
    for annotation in annotations:
        if annotation.value is None:
            continue
        if not isinstance(annotation.value, Pairwise) or annotation.item not in shown:
            raise ValueError(
                f"item {annotation.item!r} is not a pairwise verdict on a pair named in `shown`; give (a, b) "
                "for each item."
            )
        first, second = shown[annotation.item]
        found.append((first, second, {"a": first, "b": second, "tie": TIE}[annotation.value.winner]))
    return found


def components(comparisons: Any) -> tuple[frozenset[Hashable], ...]:
    """Return the groups of players that comparisons link, largest first; more than one group has no common ranking."""
    cast = read_comparisons(comparisons)
    pairs = [(cast.players[first], cast.players[second]) for first, second, _ in cast.codes.tolist()]
    return tuple(sorted(joined_groups(pairs), key=len, reverse=True))


def dominance_groups(comparisons: Any) -> tuple[frozenset[Hashable], ...]:
    """Return the largest groups in which everybody beat or tied everybody else, directly or through other players.

    Where there is more than one group, some group never lost to another: no finite Bradley-Terry strengths exist. Source:
    Ford 1957, Solution of a Ranking Problem from Binary Comparisons.
    """
    # Wins have a direction, which a disjoint set cannot express.
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    cast = read_comparisons(comparisons)
    count, numbers = connected_components(csr_matrix(cast.wins() > 0), connection="strong")
    groups = [
        frozenset(cast.players[place] for place in np.flatnonzero(numbers == group)) for group in range(count)
    ]
    return tuple(sorted(groups, key=len, reverse=True))


def _checked(row: Any) -> tuple[Hashable, Hashable, int]:
    if not isinstance(row, tuple | list) or len(row) != 3:
        raise ValueError(f"found {row!r}; a comparison is (first shown, second shown, winner).")
    first, second, winner = row
    if first == second:
        raise ValueError(f"{first!r} is compared with itself; drop that comparison.")
    if winner is None or winner == TIE:
        return first, second, 0
    if winner not in (first, second):
        raise ValueError(f"{winner!r} won {first!r} against {second!r}; name one of the two, or 'tie'.")
    return first, second, 1 if winner == first else -1


@dataclass(frozen=True, eq=False)
class WinRates:
    """Rates from 0 to 1, a tie counting half, players and rows best `overall` first.

    `overall` is wins over games. `average` is the mean over opponents, so that an opponent met often counts no more
    than another. `pairs` has row against column, NaN where the two never met; `games` counts their games.
    """

    players: tuple[Hashable, ...]
    overall: Mapping[Hashable, float]
    average: Mapping[Hashable, float]
    pairs: npt.NDArray[np.float64]
    games: npt.NDArray[np.float64]


def win_rates(comparisons: Any) -> WinRates:
    """Return win rates from anything `read_comparisons` takes."""
    cast = read_comparisons(comparisons)
    wins = cast.wins()
    games = wins + wins.T
    pairs = np.divide(wins, games, out=np.full_like(wins, np.nan), where=games > 0)
    overall = wins.sum(axis=1) / games.sum(axis=1)
    order = np.argsort(-overall, kind="stable")
    players = tuple(cast.players[place] for place in order)
    average = np.nanmean(pairs, axis=1)
    return WinRates(
        players,
        {cast.players[place]: float(overall[place]) for place in order},
        {cast.players[place]: float(average[place]) for place in order},
        pairs[np.ix_(order, order)],
        games[np.ix_(order, order)],
    )
