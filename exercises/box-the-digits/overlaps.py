"""The boxes that a learner's `iou` is called on, and what is odd about the numbers that it gives."""

from __future__ import annotations

from labelwright.checks import Failed, Mistake, Work
from labelwright.data import seed
from labelwright.rng import Rng

SLUG = "box-the-digits"
Sides = list[float]
BY_HAND: list[tuple[Sides, Sides]] = [
    ([3, 4, 5, 6], [3, 4, 5, 6]),
    ([0, 0, 10, 10], [10, 0, 5, 10]),
    ([0, 0, 10, 10], [0, 10, 10, 5]),
    ([20, 30, 5, 5], [0, 0, 10, 10]),
    ([0, 0, 10, 10], [20, 0, 5, 10]),
    ([0, 0, 10, 10], [0, 20, 10, 5]),
    ([0, 0, 20, 10], [5, 2, 4, 6]),
    ([2, 1, 8, 4], [5, 3, 8, 4]),
    ([100.5, 40.25, 30, 20], [110, 50, 12.5, 40]),
]
NOTES = (
    "equal boxes",
    "they touch at a side",
    "they touch, one above the other",
    "apart in both directions",
    "apart in one direction, side by side",
    "apart in one direction, one above the other",
    "one inside the other",
    "moved",
    "fractions",
    "random boxes",
    "random boxes",
    "apart in one direction, one above the other",
    *["random boxes"] * 4,
)
"""What is special about each pair of `pairs`."""


def pairs(work: Work) -> list[tuple[Sides, Sides]]:
    """Return small boxes by hand, then random ones for the learner, each as [x, y, width, height]."""
    found = list(BY_HAND)
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    for _ in range(6):
        x, y, width, height = (int(value) for value in rng.integers((0, 0, 12, 12), (200, 200, 60, 60)))
        right, down, wider, higher = (int(value) for value in rng.integers(1, 10, size=4))
        first, second = [x, y, width, height], [x + right, y + down, width + wider, height + higher]
        below = [x + right, y + height + down, width, height]
        turned = len(found) % 2 == 1
        found.append((second, first) if turned else (first, second))
        if len(found) == len(BY_HAND) + 2:
            found.append((below, first))
    return found


def odd_values(work: Work) -> Mistake | None:
    """Return what is odd about the numbers that `iou` gives: all the same, or outside 0 to 1; None if nothing is."""
    given = []
    for pair in pairs(work):
        try:
            given.append((pair, work.call("iou", *pair)))
        except Failed:
            return None
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for _, value in given):
        return None
    if len({value for _, value in given}) == 1:
        return Mistake(
            f"`iou` gives {float(given[0][1]):.4g} for every pair of boxes.",
            "Look whether each line of the function uses `a` and `b`, the boxes that it is given.",
        )
    for (first, second), value in given:
        if not -1e-9 <= value <= 1 + 1e-9:
            return Mistake(
                f"An IoU is between 0 and 1, but `iou({first}, {second})` gives {float(value):.4g}.",
                "Write down the shared area and the area that at least one box covers, for these two boxes, and compare.",
            )
    return None
