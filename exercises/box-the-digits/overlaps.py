"""The boxes that a learner's `iou` is called on, and wrong ways to write it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from labelwright.annotations.values import Box
from labelwright.checks import Case, Failed, KnownWay, Mistake, Work
from labelwright.data import seed
from labelwright.quality import iou
from labelwright.rng import Rng

SLUG = "box-the-digits"
Sides = Sequence[float]
BY_HAND: list[tuple[list[float], list[float], str]] = [
    ([3, 4, 5, 6], [3, 4, 5, 6], "equal boxes"),
    ([0, 0, 10, 10], [10, 0, 5, 10], "they touch at a side"),
    ([0, 0, 10, 10], [0, 10, 10, 5], "they touch, one above the other"),
    ([20, 30, 5, 5], [0, 0, 10, 10], "apart in both directions"),
    ([0, 0, 10, 10], [20, 0, 5, 10], "apart in one direction, side by side"),
    ([0, 0, 10, 10], [0, 20, 10, 5], "apart in one direction, one above the other"),
    ([0, 0, 20, 10], [5, 2, 4, 6], "one inside the other"),
    ([2, 1, 8, 4], [5, 3, 8, 4], "moved"),
    ([100.5, 40.25, 30, 20], [110, 50, 12.5, 40], "fractions"),
]


def reference(a: Sides, b: Sides) -> float:
    """Return the right IoU of two boxes [x, y, width, height]."""
    first, second = (Box(x=x, y=y, width=width, height=height, label="box") for x, y, width, height in (a, b))
    return iou(first, second)


def cases(work: Work) -> list[Case]:
    """Return small boxes by hand, then random ones for the learner."""
    inputs = list(BY_HAND)
    rng = Rng(seed(work.learner, SLUG, work.form)).numpy()
    for _ in range(6):
        x, y, width, height = (int(value) for value in rng.integers((0, 0, 12, 12), (200, 200, 60, 60)))
        right, down, wider, higher = (int(value) for value in rng.integers(1, 10, size=4))
        first, second = [x, y, width, height], [x + right, y + down, width + wider, height + higher]
        below = [x + right, y + height + down, width, height]
        turned = len(inputs) % 2 == 1
        inputs.append((second, first, "random boxes") if turned else (first, second, "random boxes"))
        if len(inputs) == len(BY_HAND) + 2:
            inputs.append((below, first, "apart in one direction, one above the other"))
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


def odd_values(work: Work) -> Mistake | None:
    """Return what is odd about the numbers that `iou` gives: all the same, or outside 0 to 1; None if nothing is."""
    given = []
    for case in cases(work):
        try:
            given.append((case, work.call("iou", *case.arguments)))
        except Failed:
            return None
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for _, value in given):
        return None
    if len({value for _, value in given}) == 1:
        return Mistake(
            f"`iou` gives {float(given[0][1]):.4g} for every pair of boxes.",
            "Look whether each line of the function uses `a` and `b`, the boxes that it is given.",
        )
    for case, value in given:
        if not -1e-9 <= value <= 1 + 1e-9:
            first, second = case.arguments
            return Mistake(
                f"An IoU is between 0 and 1, but `iou({first}, {second})` gives {float(value):.4g}.",
                "Write down the shared area and the area that at least one box covers, for these two boxes, and compare.",
            )
    return None


def unless(is_apart: Callable[[float, float], bool]) -> Callable[[Sides, Sides], float]:
    """Return a way that gives 0 only where `is_apart` is true for the overlap across and the overlap down."""

    def way(a: Sides, b: Sides) -> float:
        across, down = sides(a, b)
        return 0.0 if is_apart(across, down) else minus_times_minus(a, b)

    return way


BOTH = "If the overlap across or the overlap down is 0 or negative, return 0."
KNOWN = (
    KnownWay(
        minus_times_minus,
        "Boxes that are apart in both directions get an overlap, because minus times minus is plus.",
        BOTH,
    ),
    KnownWay(
        unless(lambda across, down: across <= 0),
        "You look only at whether the boxes are apart from left to right. They may also be apart from top to bottom.",
        BOTH,
    ),
    KnownWay(
        unless(lambda across, down: down <= 0),
        "You look only at whether the boxes are apart from top to bottom. They may also be apart from left to right.",
        BOTH,
    ),
    KnownWay(
        unless(lambda across, down: across <= 0 and down <= 0),
        "You return 0 only where the boxes are apart in both directions. One direction is enough.",
        BOTH,
    ),
    KnownWay(
        lambda a, b: shared(a, b) / area(b),
        "You divided the shared area by the second box only.",
        "Divide by the area that at least one box covers.",
    ),
    KnownWay(
        lambda a, b: 100 * reference(a, b),
        "Your result is a percentage: 100 times the value that is asked for.",
        "Do not multiply by 100. Equal boxes have an IoU of 1.",
    ),
    KnownWay(
        lambda a, b: 1 - reference(a, b),
        "Your result is 1 minus the IoU: the distance of the boxes, not their overlap.",
        "Return the share that both cover, without subtracting it from 1.",
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
