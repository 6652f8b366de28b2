"""Win rates, the simplest ranking, and the one that depends most on whom each player met."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.quality.ranking.comparisons import read_comparisons


@dataclass(frozen=True, eq=False)
class WinRates:
    """Rates from 0 to 1, a tie counting half, players and rows best `overall` first.

    `overall` is wins over games. `average` is the mean over opponents met, so that one opponent met often weighs no
    more than another. `pairs` has row against column, NaN where the two never met; `games` counts those meetings.
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
