"""Costs of many rounds, read two ways: the whole command over N notebooks, and the slope between N and 3 N."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from meter import Cost


@dataclass(frozen=True)
class Spread:
    """A median with the range it came from."""

    middle: float
    low: float
    high: float

    def text(self, form: str = ".2f") -> str:
        """The median with the range in brackets."""
        return f"{self.middle:{form}} ({self.low:{form}} to {self.high:{form}})"


@dataclass
class Readings:
    """One method's costs, a pair a round: for N notebooks and, where a slope is read, for three times as many."""

    count: int
    rounds: list[tuple[Cost, Cost | None]] = field(default_factory=list)
    memory: Cost | None = None

    def whole(self, what: Callable[[Cost], float]) -> list[float]:
        """Per notebook, start-up included: the command for N notebooks divided by N, one a round."""
        return [what(small) / self.count for small, _ in self.rounds]

    def marginal(self, what: Callable[[Cost], float]) -> list[float]:
        """Per further notebook: the slope between N and 3 N; the whole cost where each notebook is a command."""
        return [
            what(small) / self.count if large is None else (what(large) - what(small)) / (2 * self.count)
            for small, large in self.rounds
        ]


def cpu(cost: Cost) -> float:
    """CPU seconds."""
    return cost.cpu


def wall(cost: Cost) -> float:
    """Elapsed seconds."""
    return cost.wall


def spread(values: list[float]) -> Spread:
    """The median and range of one value per round."""
    return Spread(median(values), min(values), max(values))


def ratio(over: list[float], under: list[float]) -> Spread:
    """How many times `under` goes into `over`, round by round."""
    return spread([a / b for a, b in zip(over, under, strict=True)])
