"""What to expect from a plan before labelling: how often a majority is right, and who passes a gold test."""

from __future__ import annotations

from math import comb


def majority_accuracy(voters: int, accuracy: float) -> float:
    """Return the probability that most of `voters` people, an odd number, are right on a two-label item.

    Each is right with probability `accuracy` (0 to 1) *independently* of the others, which is not true of people who
    misread a guideline in the same way. Three voters at .7 reach .784, nine .901. Source: Condorcet 1785, the jury theorem.
    """
    _check_share("accuracy", accuracy)
    if voters < 1 or voters % 2 == 0:
        raise ValueError(f"voters is {voters}; take an odd number, 1 or more, so that a tie is impossible.")
    return _at_least(voters // 2 + 1, voters, accuracy)


def gold_pass_probability(items: int, needed: int, accuracy: float) -> float:
    """Return the probability that a person of this true `accuracy` gets at least `needed` of `items` gold items right.

    Binomial, items answered independently. With 16 of 20 needed, a quarter (.238) of annotators who are right 70% of
    the time pass; with 40 of 50, 7.9%.
    """
    _check_share("accuracy", accuracy)
    if items < 1 or not 0 <= needed <= items:
        raise ValueError(
            f"{needed} of {items} gold items right is impossible; need at least 1 item and 0 <= needed <= items."
        )
    return _at_least(needed, items, accuracy)


def _at_least(needed: int, n: int, p: float) -> float:
    return min(1.0, sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(needed, n + 1)))


def _check_share(name: str, value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} is {value}; give a share between 0 and 1.")
