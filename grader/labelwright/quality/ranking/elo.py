"""Elo ratings, and how much they depend on the order of the comparisons."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import evalica
import numpy as np

from labelwright.quality.ranking.comparisons import Comparisons, read_comparisons


@dataclass(frozen=True)
class EloSpread:
    """One player's rating over shuffled orders: mean, standard deviation (n - 1), lowest and highest."""

    mean: float
    sd: float
    low: float
    high: float


def expected_score(rating: float, opponent: float) -> float:
    """Return the score expected of `rating` against `opponent`, 1/(1 + 10^((R_o - R)/400)). Source: Elo 1978."""
    return float(1 / (1 + 10 ** ((opponent - rating) / 400)))


def elo_update(rating: float, opponents: Sequence[float], scores: Sequence[float], *, k: float = 32) -> float:
    """Return the new rating after games against `opponents`, whose ratings do not change during the event.

    `scores` are 1 for a win, 0.5 for a draw, 0 for a loss. R' = R + k (sum of scores - sum expected). Raises
    ValueError on unequal lengths or a score outside 0 to 1. Source: Elo 1978, The Rating of Chessplayers.
    """
    if len(opponents) != len(scores) or any(not 0 <= score <= 1 for score in scores):
        raise ValueError("give for each game a score (0, 0.5 or 1) and the rating of the opponent.")
    return rating + k * (sum(scores) - sum(expected_score(rating, opponent) for opponent in opponents))


def elo(comparisons: Any, *, k: float = 32, initial: float = 1500) -> dict[Hashable, float]:
    """Return Elo ratings after the comparisons in the order given, best first; the order matters, see `elo_spread`.

    Takes anything `read_comparisons` takes; a tie scores a half for each. Computed by evalica.
    """
    cast = read_comparisons(comparisons)
    ratings = _rate(cast, np.arange(len(cast.codes)), k, initial)
    order = np.argsort(-ratings, kind="stable")
    return {cast.players[place]: float(ratings[place]) for place in order}


def elo_spread(
    comparisons: Any, *, shuffles: int = 20, k: float = 32, initial: float = 1500, seed: int
) -> Mapping[Hashable, EloSpread]:
    """Return each player's rating over `shuffles` random orders of the same comparisons, best mean first.

    These data do not separate two ratings whose difference is smaller than their spread. Raises ValueError below two shuffles.
    """
    if shuffles < 2:
        raise ValueError(f"shuffles is {shuffles}; a spread needs at least 2 orders; 20 is usual.")
    cast = read_comparisons(comparisons)
    random = np.random.Generator(np.random.PCG64(seed))
    runs = np.array([_rate(cast, random.permutation(len(cast.codes)), k, initial) for _ in range(shuffles)])
    means = runs.mean(axis=0)
    return {
        cast.players[i]: EloSpread(
            float(means[i]), float(runs[:, i].std(ddof=1)), float(runs[:, i].min()), float(runs[:, i].max())
        )
        for i in np.argsort(-means, kind="stable")
    }


def _rate(cast: Comparisons, rows: Any, k: float, initial: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    first, second, outcome = cast.codes[rows].T
    names = {1: evalica.Winner.X, -1: evalica.Winner.Y, 0: evalica.Winner.Draw}
    winners = [names[int(value)] for value in outcome]
    result = evalica.elo(first.tolist(), second.tolist(), winners, initial=initial, k=k)
    return np.asarray(result.scores.reindex(range(len(cast.players))), dtype=np.float64)
