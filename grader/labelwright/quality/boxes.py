"""Match and compare boxes and points: intersection over union, precision and recall, and several annotators."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from labelwright.annotations.values import Box, Point, Shapes
from labelwright.quality.annotator_pairs import (
    Work,
    best_matching,
    compare_pairs,
    mean_f1,
    shared_items,
)
from labelwright.quality.coefficients.resample import Floats, Statistic, mean_over_rows, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.confusion import fraction, why_undefined

_Floats = npt.NDArray[np.float64]
Shape = TypeVar("Shape", Box, Point)


@dataclass(frozen=True)
class Pair:
    """Gold shape number `gold` of image `image` is paired with predicted shape number `predicted`.

    `closeness` is their IoU for boxes, their distance in pixels for points. `same_label` says whether labels agree.
    """

    image: int
    gold: int
    predicted: int
    closeness: float
    same_label: bool


@dataclass(frozen=True)
class Matched:
    """One-to-one pairs and the shapes left over; `missed` and `extra` give (image, number) of unpaired shapes."""

    pairs: tuple[Pair, ...]
    missed: tuple[tuple[int, int], ...]
    extra: tuple[tuple[int, int], ...]

    @property
    def precision(self) -> float:
        """Pairs over predicted shapes; NaN where nothing was predicted."""
        return fraction(len(self.pairs), len(self.pairs) + len(self.extra))

    @property
    def recall(self) -> float:
        """Pairs over gold shapes; NaN where the gold is empty."""
        return fraction(len(self.pairs), len(self.pairs) + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; NaN where both sides are empty."""
        return fraction(2 * len(self.pairs), 2 * len(self.pairs) + len(self.missed) + len(self.extra))

    @property
    def mean_closeness(self) -> float:
        """The mean IoU, or the mean distance in pixels, of the pairs; NaN without pairs."""
        return math.fsum(pair.closeness for pair in self.pairs) / len(self.pairs) if self.pairs else math.nan

    @property
    def label_accuracy(self) -> float:
        """The share of pairs whose labels agree; NaN without pairs, 1 where labels were asked to match."""
        return fraction(sum(pair.same_label for pair in self.pairs), len(self.pairs))

    @property
    def reason(self) -> str:
        """Why a score is NaN, or an empty text."""
        return why_undefined(len(self.pairs) + len(self.extra), len(self.pairs) + len(self.missed))


@dataclass(frozen=True)
class _Rule(Generic[Shape]):
    """How two shapes are compared, which closeness is enough for a pair, and how much it is worth (0 to 1)."""

    closeness: Callable[[Shape, Shape], float]
    near: Callable[[_Floats], npt.NDArray[np.bool_]]
    worth: Callable[[_Floats], _Floats]


def iou(a: Box, b: Box) -> float:
    """Return intersection over union of two boxes, 0 to 1: (0,0,10,10) and one shifted by (5,5) give 25/175.

    Source: Jaccard 1912; Everingham and others 2010, The PASCAL Visual Object Classes Challenge.
    """
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (a.width * a.height + b.width * b.height - shared)


def match_boxes(
    gold: Sequence[Sequence[Box] | Shapes],
    predicted: Sequence[Sequence[Box] | Shapes],
    *,
    threshold: float = 0.5,
    labels: bool = True,
) -> Matched:
    """Pair the boxes of each image one to one where IoU is at least `threshold` (above 0, at most 1).

    An image is a list of boxes or a Shapes value, whose points are skipped. The matching has as many pairs as possible
    and, among those, the greatest total IoU (assignment, not greedy). With `labels` a pair needs the same label;
    without, `label_accuracy` says how often the labels agree. Raises ValueError on
    unequal numbers of images. Source: Kuhn 1955, The Hungarian Method.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}; an IoU is above 0 and at most 1, 0.5 is usual.")
    rule = _Rule(iou, lambda close: close >= threshold, lambda close: close)
    return _match([_boxes(image) for image in gold], [_boxes(image) for image in predicted], rule, labels)


def match_points(
    gold: Sequence[Sequence[Point] | Shapes],
    predicted: Sequence[Sequence[Point] | Shapes],
    *,
    radius: float,
    labels: bool = True,
) -> Matched:
    """Pair the points of each image one to one where they are at most `radius` pixels (above 0) apart.

    The matching has as many pairs as possible and, among those, the shortest total distance. Otherwise as `match_boxes`.
    """
    if not (math.isfinite(radius) and radius > 0):
        raise ValueError(f"radius is {radius}; give a distance in pixels above 0.")
    rule = _Rule(_distance, lambda far: far <= radius, lambda far: 1 - np.minimum(far / radius, 1))
    return _match([_points(image) for image in gold], [_points(image) for image in predicted], rule, labels)


def _boxes(image: Sequence[Box] | Shapes) -> Sequence[Box]:
    return image.boxes if isinstance(image, Shapes) else image


def _points(image: Sequence[Point] | Shapes) -> Sequence[Point]:
    return image.points if isinstance(image, Shapes) else image


def _distance(a: Point, b: Point) -> float:
    return math.hypot(a.x - b.x, a.y - b.y)


def _match(
    gold: Sequence[Sequence[Shape]],
    predicted: Sequence[Sequence[Shape]],
    rule: _Rule[Shape],
    labels: bool,
) -> Matched:
    if len(gold) != len(predicted):
        raise ValueError(
            f"got {len(gold)} gold and {len(predicted)} predicted images; give both for the same images."
        )
    pairs: list[Pair] = []
    missed: list[tuple[int, int]] = []
    extra: list[tuple[int, int]] = []
    for image, (true, guess) in enumerate(zip(gold, predicted, strict=True)):
        matching = _match_image(true, guess, rule, labels)
        pairs += [
            Pair(image, g, p, rule.closeness(true[g], guess[p]), true[g].label == guess[p].label)
            for g, p in matching
        ]
        missed += [(image, g) for g in range(len(true)) if g not in {g for g, _ in matching}]
        extra += [(image, p) for p in range(len(guess)) if p not in {p for _, p in matching}]
    return Matched(tuple(pairs), tuple(missed), tuple(extra))


def _match_image(
    true: Sequence[Shape], guess: Sequence[Shape], rule: _Rule[Shape], labels: bool
) -> list[tuple[int, int]]:
    """Return the largest matching of allowed pairs and, among those, the one of greatest total worth (0 to 1 each)."""
    close = np.array([[rule.closeness(a, b) for b in guess] for a in true]).reshape(len(true), len(guess))
    allowed = rule.near(close)
    if labels:
        allowed &= np.array([[a.label == b.label for b in guess] for a in true], dtype=bool).reshape(
            close.shape
        )
    # One more pair must outweigh any gain in closeness, so all worths together stay below 1.
    value = np.where(allowed, 1 + rule.worth(close) / (1 + min(close.shape)), 0.0)
    return best_matching(value)


def box_agreement(
    work: Work[Box],
    *,
    threshold: float = 0.5,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> tuple[Agreement, Agreement]:
    """Return the F1 of matched boxes and the mean IoU of the matched ones, both averaged over pairs of annotators.

    `work` is {annotator: {item: boxes}}. Two boxes can match if their labels are equal and their IoU is `threshold`
    or more; each box is matched once, so that the total IoU is largest. Raises ValueError where no item was done
    twice or `threshold` is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold is {threshold}; an IoU is above 0 and at most 1, 0.5 is usual.")
    items = shared_items(work)
    pairs = compare_pairs(work, items, lambda a, b: float(len(_matches(a, b, threshold))))
    name = f"box F1 at IoU {threshold:g}"
    f1 = mean_f1(name, "boxes", pairs, len(work), bootstrap, confidence)
    sums = compare_pairs(work, items, lambda a, b: float(sum(_matches(a, b, threshold))))

    def kernel(weights: Floats) -> Floats:
        both = zip(sums, pairs, strict=True)
        return mean_over_rows([ratio(weights @ total.credit, weights @ pair.credit) for total, pair in both])

    reason = "no two boxes of different annotators match, so no overlap exists to average."
    statistic = Statistic("mean IoU of matched boxes", kernel, len(items), len(work), "boxes", reason)
    return f1, measure(statistic, bootstrap, confidence)


def _matches(first: Sequence[Box], second: Sequence[Box], threshold: float) -> list[float]:
    """Return the IoU of every matched pair."""
    credit = np.array(
        [[iou(a, b) if a.label == b.label else 0.0 for b in second] for a in first], dtype=np.float64
    )
    credit = np.where(credit >= threshold, credit, 0.0)
    return [float(credit[pair]) for pair in best_matching(credit)]
