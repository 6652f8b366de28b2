"""Gold tests: scores on items with a known label, and the probabilities that a test or a vote is right."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from math import comb
from typing import Any

from labelwright.quality.confusion import wilson
from labelwright.quality.crowd.votes import read_votes


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


@dataclass(frozen=True)
class GoldScore:
    """One annotator on gold items: `correct` of `n`, with Wilson's interval; NaN and a `reason` where n is 0."""

    correct: int
    n: int
    accuracy: float
    low: float
    high: float
    reason: str = ""


def gold_scores(
    votes: Any, gold: Mapping[Hashable, Hashable | Collection[Hashable]], *, confidence: float = 0.95
) -> dict[Hashable, GoldScore]:
    """Return each annotator's accuracy on the items in `gold`, with Wilson's interval.

    A gold answer is one label, or a set (or frozenset, list or tuple) of acceptable labels. Items that are not in
    `gold` are skipped. Source of the interval: Wilson 1927.
    """
    cast = read_votes(votes)
    accepted = {item: _accepted(answer) for item, answer in gold.items()}
    tally = {name: [0, 0] for name in cast.annotators}
    for item, annotator, label in cast.codes:
        if cast.items[item] in accepted:
            counts = tally[cast.annotators[annotator]]
            counts[0] += cast.labels[label] in accepted[cast.items[item]]
            counts[1] += 1
    return {name: _score(correct, n, confidence) for name, (correct, n) in tally.items()}


def weights_from_gold(scores: Mapping[Hashable, GoldScore], n_labels: int) -> dict[Hashable, float]:
    """Return a voting weight for each annotator: log((K - 1) a / (1 - a)), a the smoothed accuracy on gold.

    a = (correct + 1)/(n + K), so that an annotator without gold items has weight 0, as a guesser does, and one who is
    below chance has a negative weight. This is right where annotators make errors independently and equally over the
    other labels.
    `n_labels` is K, 2 or more. Source: Nitzan and Paroush 1982, for two labels.
    """
    if n_labels < 2:
        raise ValueError(f"n_labels is {n_labels}; a vote needs at least two labels to choose from.")
    smoothed = {name: (score.correct + 1) / (score.n + n_labels) for name, score in scores.items()}
    return {name: math.log((n_labels - 1) * share / (1 - share)) for name, share in smoothed.items()}


def _accepted(answer: Any) -> frozenset[Hashable]:
    return frozenset(answer) if isinstance(answer, set | frozenset | list | tuple) else frozenset([answer])


def _score(correct: int, n: int, confidence: float) -> GoldScore:
    if n == 0:
        return GoldScore(0, 0, math.nan, math.nan, math.nan, "labelled no gold item, so accuracy is unknown")
    return GoldScore(correct, n, correct / n, *wilson(correct, n, confidence))
