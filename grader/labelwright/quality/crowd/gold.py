"""Use items with a known answer (gold) to measure annotators: accuracy and voting weights."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from labelwright.quality.crowd.votes import read_votes
from labelwright.quality.precision_recall import wilson


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
