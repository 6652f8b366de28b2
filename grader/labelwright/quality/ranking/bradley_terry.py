"""Bradley-Terry strengths of all players that were compared, fitted by evalica, with bootstrap ranks."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import evalica
import numpy as np
import numpy.typing as npt

from labelwright.quality.coefficients.resample import resampled_values
from labelwright.quality.confusion import check_confidence
from labelwright.quality.ranking.comparisons import components, dominance_groups, read_comparisons

_Floats = npt.NDArray[np.float64]
_LIMIT = 20_000
UNDEFINED = (
    "some players never lost to the others, so no finite strength exists: collect more comparisons, or give "
    "prior=0.1 and say so"
)


@dataclass(frozen=True)
class BradleyTerry:
    """`strengths` in natural logs with mean 0, best first; all NaN, with a `reason`, where they do not exist."""

    strengths: Mapping[Hashable, float]
    reason: str = ""

    def win_probability(self, player: Hashable, opponent: Hashable) -> float:
        """Return the probability that `player` beats `opponent`, 1/(1 + exp(-(t_i - t_j)))."""
        return 1 / (1 + math.exp(self.strengths[opponent] - self.strengths[player]))


@dataclass(frozen=True)
class RankInterval:
    """A player's strength and rank (1 is best; equal players share the better rank), with bootstrap percentile intervals."""

    strength: float
    strength_low: float
    strength_high: float
    rank: int
    rank_low: int
    rank_high: int


@dataclass(frozen=True)
class Ranks:
    """Every player's `intervals`, best first; `undefined` of `n_resamples` resamples had no finite strengths."""

    intervals: Mapping[Hashable, RankInterval]
    n_resamples: int
    undefined: int
    reason: str = ""


def bradley_terry(comparisons: Any, *, prior: float = 0.0) -> BradleyTerry:
    """Fit P(i beats j) = 1/(1 + exp(-(t_i - t_j))) to `comparisons`, anything `read_comparisons` takes.

    A tie counts as half a win for each. `prior` adds that many ties between every two players, which brings strengths
    closer together and makes them finite. Raises ValueError where the players fall into groups that were never
    compared: nothing ranks one group against the other, and a prior would only hide it. Strengths are NaN where some
    players never lost to the rest and `prior` is 0. Sources: Bradley and Terry 1952; Newman 2023 for the iteration.
    """
    cast = read_comparisons(comparisons)
    _check(cast, prior)
    if prior == 0 and len(dominance_groups(cast)) > 1:
        return BradleyTerry(dict.fromkeys(cast.players, math.nan), UNDEFINED)
    strengths = _fit(cast.wins(), prior)
    order = np.argsort(-strengths, kind="stable")
    return BradleyTerry({cast.players[place]: float(strengths[place]) for place in order})


def rank_intervals(
    comparisons: Any,
    *,
    groups: Sequence[Hashable] | None = None,
    n_resamples: int = 500,
    confidence: float = 0.95,
    prior: float = 0.0,
    seed: int,
) -> Ranks:
    """Return Bradley-Terry strengths and ranks with percentile intervals from resampling comparisons.

    `groups` names the group of each comparison, such as its prompt: whole groups are then resampled, which is necessary
    where several verdicts belong to one prompt. Resamples without finite strengths are left out and counted; with
    many of them the intervals are too narrow. Raises ValueError as `bradley_terry` does. Source: Efron and Tibshirani
    1993, An Introduction to the Bootstrap.
    """
    cast = read_comparisons(comparisons)
    check_confidence(confidence)
    if n_resamples < 1 or (groups is not None and len(groups) != len(cast.codes)):
        raise ValueError("take at least one resample, and if you give groups, give one for each comparison.")
    point = bradley_terry(cast, prior=prior)
    members = _members(groups, len(cast.codes))

    def refit(weights: _Floats) -> _Floats:
        """Return players x resamples; NaN for a resample without finite strengths."""
        wins = [cast.wins(np.repeat(np.arange(len(members)), row[members].astype(int))) for row in weights]
        lost = np.full(len(cast.players), math.nan)
        return np.array([_fit(table, prior) if prior > 0 or _one_group(table) else lost for table in wins]).T

    values = resampled_values(refit, int(members.max()) + 1, n_resamples, seed)
    defined = values[:, ~np.isnan(values[0])].T
    strengths = np.array([point.strengths[player] for player in cast.players])
    intervals = _intervals(cast.players, strengths, defined, (1 - confidence) / 2)
    best_first = {player: intervals[player] for player in point.strengths}
    return Ranks(best_first, n_resamples, n_resamples - len(defined), point.reason)


def _check(cast: Any, prior: float) -> None:
    if not (math.isfinite(prior) and prior >= 0):
        raise ValueError(f"prior is {prior}; give 0 or a small number of imagined ties such as 0.1.")
    groups = components(cast)
    if len(groups) > 1:
        names = "; ".join(", ".join(sorted(map(str, group))) for group in groups)
        raise ValueError(
            f"the players fall into {len(groups)} groups that were never compared: {names}. No ranking of all of "
            "them exists; compare at least one pair from two groups, or rank each group separately."
        )


def _fit(wins: _Floats, prior: float) -> _Floats:
    """Return centred log strengths from a wins table; evalica takes the winner as x with the count as weight."""
    table = wins + prior / 2 * (1 - np.eye(len(wins)))
    winners, losers = np.nonzero(table)
    result = evalica.bradley_terry(
        winners.tolist(),
        losers.tolist(),
        [evalica.Winner.X] * len(winners),
        weights=table[winners, losers].tolist(),
        tolerance=1e-10,
        limit=_LIMIT,
    )
    logs = np.log(result.scores.reindex(range(len(wins))).to_numpy(dtype=np.float64))
    centred: _Floats = logs - logs.mean()
    return centred


def _one_group(wins: _Floats) -> bool:
    reach = (wins > 0) | np.eye(len(wins), dtype=bool)
    for _ in range(max(1, len(wins).bit_length())):
        reach = reach @ reach
    return bool(reach.all())


def _members(groups: Sequence[Hashable] | None, size: int) -> npt.NDArray[np.int64]:
    """Return the number of the group that each comparison belongs to; each is its own group without `groups`."""
    if groups is None:
        return np.arange(size)
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    return np.array([places[group] for group in groups])


def _intervals(
    players: tuple[Hashable, ...], strengths: _Floats, resamples: _Floats, tail: float
) -> dict[Hashable, RankInterval]:
    ranks = _ranks(strengths[None, :])[0]
    if not resamples.size:
        resamples = np.full((1, len(players)), math.nan)
    spread = _ranks(resamples)
    low, high = np.quantile(resamples, [tail, 1 - tail], axis=0)
    best = np.quantile(spread, tail, axis=0, method="lower")
    worst = np.quantile(spread, 1 - tail, axis=0, method="higher")
    return {
        player: RankInterval(
            float(strengths[i]), float(low[i]), float(high[i]), int(ranks[i]), int(best[i]), int(worst[i])
        )
        for i, player in enumerate(players)
    }


def _ranks(strengths: _Floats) -> npt.NDArray[np.int64]:
    """Rank each row from the strongest; players whose strengths differ only by rounding share the better rank."""
    above = strengths[:, None, :] > strengths[:, :, None] + 1e-9
    ranks: npt.NDArray[np.int64] = 1 + above.sum(axis=2)
    return ranks
