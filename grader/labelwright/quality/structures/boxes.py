"""How far annotators agree on boxes: F1 of boxes matched by overlap, and how well matched boxes coincide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from labelwright.annotations.values import Box
from labelwright.quality.coefficients.statistic import Floats, Statistic, measure, ratio
from labelwright.quality.coefficients.value import Agreement, Bootstrap
from labelwright.quality.image.match import iou
from labelwright.quality.structures.pairs import (
    Work,
    best_matching,
    compare_pairs,
    drawn_items,
    mean_f1,
    mean_of_pairs,
)


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
        raise ValueError(
            f"threshold is {threshold}; an IoU to match at lies above 0 and at most 1, often 0.5."
        )
    items = drawn_items(work)
    pairs = compare_pairs(work, items, lambda a, b: float(len(_matches(a, b, threshold))))
    name = f"box F1 at IoU {threshold:g}"
    f1 = mean_f1(name, "boxes", pairs, len(work), bootstrap, confidence)
    sums = compare_pairs(work, items, lambda a, b: float(sum(_matches(a, b, threshold))))

    def kernel(times: Floats) -> Floats:
        both = zip(sums, pairs, strict=True)
        return mean_of_pairs([ratio(times @ total.credit, times @ pair.credit) for total, pair in both])

    reason = "no two boxes of different annotators match, so there is no overlap to average."
    statistic = Statistic("mean IoU of matched boxes", kernel, len(items), len(work), "boxes", reason)
    return f1, measure(statistic, bootstrap, confidence)


def _matches(first: Sequence[Box], second: Sequence[Box], threshold: float) -> list[float]:
    """Return the IoU of every matched pair."""
    credit = np.array(
        [[iou(a, b) if a.label == b.label else 0.0 for b in second] for a in first], dtype=np.float64
    )
    credit = np.where(credit >= threshold, credit, 0.0)
    return [float(credit[pair]) for pair in best_matching(credit)]
