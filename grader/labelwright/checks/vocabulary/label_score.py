"""Score labels against gold: credit an item, agreement with its interval, kappa, macro F1 and what is mixed up."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from labelwright.quality.kappa import cohen_kappa
from labelwright.quality.proportions import wilson

Gold = str | Collection[str]
"""One right label, or the acceptable ones with the best first."""
_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class MixedUp:
    """Two labels of which one was given where the other is right, either way round, and the items where it happened."""

    first: str
    second: str
    times: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelScore:
    """What `score_labels` found; all shares run from 0 to 1.

    `right` is the sum of `credits`, `accuracy` its mean over the `n` gold items, unlabelled ones counting 0, with a 95 %
    interval made by `method`. `kappa` and `macro_f1` are over the `n_labelled` items; NaN where undefined.
    """

    n: int
    n_labelled: int
    right: float
    accuracy: float
    low: float
    high: float
    method: str
    kappa: float
    macro_f1: float
    recalls: Mapping[str, float]
    credits: Mapping[str, float]
    missing: tuple[str, ...]
    confused: MixedUp | None
    ordered: bool


def acceptable(gold: Gold) -> tuple[str, ...]:
    """The acceptable labels of an item, the best one first."""
    return (gold,) if isinstance(gold, str) else tuple(gold)


def credit(label: str, gold: Gold, scale: Sequence[str] = ()) -> float:
    """1 for an acceptable label, .5 for one beside an acceptable label on `scale`, otherwise 0."""
    accepted = acceptable(gold)
    if label in accepted:
        return 1.0
    if label not in scale:
        return 0.0
    place = list(scale).index(label)
    return 0.5 if {*scale[max(0, place - 1) : place], *scale[place + 1 : place + 2]} & {*accepted} else 0.0


def score_labels(given: Mapping[str, str], gold: Mapping[str, Gold], scale: Sequence[str] = ()) -> LabelScore:
    """Score the labels of the items in `gold`; other items are passed over.

    The interval of the agreement is Wilson's, or a percentile bootstrap over items (2,000 draws) where half credits
    occur. For kappa, F1 and confusions an acceptable label counts as the gold of its item. ValueError without gold.
    """
    if not gold:
        raise ValueError("there is no gold to compare with; give at least one item.")
    credits = {
        item: credit(given[item], right, scale) if item in given else 0.0 for item, right in gold.items()
    }
    pairs = [
        (item, given[item] if given[item] in acceptable(right) else acceptable(right)[0], given[item])
        for item, right in gold.items()
        if item in given
    ]
    low, high, method = _interval(list(credits.values()))
    truth, label = [pair[1] for pair in pairs], [pair[2] for pair in pairs]
    recalls, f1 = _by_label(truth, label)
    right = math.fsum(credits.values())
    return LabelScore(
        len(gold),
        len(pairs),
        right,
        right / len(gold),
        low,
        high,
        method,
        _kappa(truth, label, scale),
        f1,
        recalls,
        credits,
        tuple(item for item in gold if item not in given),
        _most_confused(pairs),
        bool(scale),
    )


def _interval(credits: list[float]) -> tuple[float, float, str]:
    if all(value in (0.0, 1.0) for value in credits):
        low, high = wilson(int(sum(credits)), len(credits))
        return low, high, "Wilson, 95 %"
    values = np.array(credits)
    rows = np.random.Generator(np.random.PCG64(0)).integers(0, len(values), (_DRAWS, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [2.5, 97.5])
    return float(low), float(high), "percentile bootstrap over items, 2,000 draws, 95 %"


def _kappa(truth: list[str], label: list[str], scale: Sequence[str]) -> float:
    if not truth:
        return math.nan
    places = {name: place for place, name in enumerate(scale)}
    if scale and all(name in places for name in (*truth, *label)):
        return cohen_kappa([places[name] for name in truth], [places[name] for name in label], "quadratic")
    return cohen_kappa(truth, label)


def _by_label(truth: list[str], label: list[str]) -> tuple[dict[str, float], float]:
    """The recall of every gold label, and the mean of their F1 scores (van Rijsbergen 1979)."""
    there, named, both = (
        Counter(truth),
        Counter(label),
        Counter(t for t, g in zip(truth, label, strict=True) if t == g),
    )
    f1 = [2 * both[name] / (there[name] + named[name]) for name in there]
    recalls = {name: both[name] / count for name, count in sorted(there.items())}
    return recalls, math.fsum(f1) / len(f1) if f1 else math.nan


def _most_confused(pairs: list[tuple[str, str, str]]) -> MixedUp | None:
    mixed: dict[tuple[str, str], list[str]] = {}
    for item, right, label in pairs:
        if right != label:
            first, second = sorted((right, label))
            mixed.setdefault((first, second), []).append(item)
    if not mixed:
        return None
    (first, second), items = max(mixed.items(), key=lambda pair: len(pair[1]))
    return MixedUp(first, second, len(items), tuple(items))
