"""The boxes that a learner's `iou` is called on, and wrong ways to write it."""

from __future__ import annotations

from collections.abc import Sequence

from labelwright.annotations.values import Box
from labelwright.checks import Case, KnownWay, Work
from labelwright.data import seed
from labelwright.quality import iou
from labelwright.rng import Rng

SLUG = "box-the-digits"
Sides = Sequence[float]


def reference(a: Sides, b: Sides) -> float:
    """Return the right IoU of two boxes [x, y, width, height]."""
    first, second = (Box(x=x, y=y, width=width, height=height, label="box") for x, y, width, height in (a, b))
    return iou(first, second)


def cases(work: Work) -> list[Case]:
    """Return small boxes by hand, then random ones for the learner."""
    inputs: list[tuple[list[float], list[float], str]] = [
        ([3, 4, 5, 6], [3, 4, 5, 6], "equal boxes"),
        ([0, 0, 10, 10], [10, 0, 5, 10], "they touch at a side"),
        ([0, 0, 10, 10], [20, 30, 5, 5], "apart in both directions"),
        ([0, 0, 10, 10], [20, 0, 5, 10], "apart in one direction"),
        ([0, 0, 20, 10], [5, 2, 4, 6], "one inside the other"),
        ([2, 1, 8, 4], [5, 3, 8, 4], "moved"),
        ([100.5, 40.25, 30, 20], [110, 50, 12.5, 40], "fractions"),
    ]
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    for _ in range(6):
        x, y, width, height = (int(value) for value in rng.integers((0, 0, 12, 12), (200, 200, 60, 60)))
        right, down, wider, higher = (int(value) for value in rng.integers(1, 10, size=4))
        inputs.append(
            ([x, y, width, height], [x + right, y + down, width + wider, height + higher], "random boxes")
        )
    return [Case((a, b), reference(a, b), note) for a, b, note in inputs]


def sides(a: Sides, b: Sides) -> tuple[float, float]:
    """Return how far two boxes overlap across and down; negative if they are apart."""
    return (
        min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]),
        min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]),
    )


def shared(a: Sides, b: Sides) -> float:
    """Return the area that both cover."""
    across, down = sides(a, b)
    return max(across, 0) * max(down, 0)


def area(a: Sides) -> float:
    """Return width times height."""
    return a[2] * a[3]


def minus_times_minus(a: Sides, b: Sides) -> float:
    """Multiply two negative numbers for boxes that are apart in both directions."""
    across, down = sides(a, b)
    return across * down / (area(a) + area(b) - across * down)


def corners(a: Sides, b: Sides) -> float:
    """Take the third and fourth number for the opposite corner."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(across, 0) * max(down, 0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both
    return both / union if union else 0.0


def pixels_counted_in(a: Sides, b: Sides) -> float:
    """Make every side one pixel longer, as if the end pixel counted too."""
    a, b = ([x, y, width + 1, height + 1] for x, y, width, height in (a, b))
    return reference(a, b)


KNOWN = (
    KnownWay(
        minus_times_minus,
        "Boxes that are apart in both directions get an overlap, because minus times minus is plus.",
        "If the overlap across or the overlap down is 0 or negative, return 0.",
    ),
    KnownWay(
        lambda a, b: shared(a, b) / (area(a) + area(b)),
        "You divided the shared area by the sum of both areas. That sum counts the shared area twice.",
        "Subtract the shared area once from that sum.",
    ),
    KnownWay(
        lambda a, b: 2 * shared(a, b) / (area(a) + area(b)),
        "This is the Dice coefficient: twice the shared area, divided by the sum of both areas.",
        "Divide the shared area by the area that at least one box covers.",
    ),
    KnownWay(
        lambda a, b: shared(a, b) / min(area(a), area(b)),
        "You divided the shared area by the smaller box, so a box inside another one counts as perfect.",
        "Divide by the area that at least one box covers.",
    ),
    KnownWay(
        lambda a, b: shared(a, b) / area(a),
        "You divided the shared area by the first box only.",
        "Divide by the area that at least one box covers.",
    ),
    KnownWay(
        corners,
        "You took the third and fourth number for the opposite corner. They are width and height.",
        "The right side is at x + width, and the lower side at y + height.",
    ),
    KnownWay(
        pixels_counted_in,
        "Every side is one pixel too long.",
        "Do not add 1. Edges are between pixels: a box that starts at 0 with a width of 10 ends at 10.",
    ),
    KnownWay(
        shared, "This is the shared area, in pixels.", "Divide it by the area that at least one box covers."
    ),
)
