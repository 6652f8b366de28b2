"""Which mistake a mean accuracy on random labels shows."""

from __future__ import annotations

TOLERANCE = 0.06
"""Ten splits with another seed move the mean by up to about .04."""


def is_error_rate(value: float, right: float) -> bool:
    """Return whether a value is exactly 1 minus the accuracy: near .5, that is within the tolerance of the accuracy."""
    return abs(value - (1 - right)) <= 1e-6 < abs(value - right)


def accuracy_mistake(value: float, right: float, other: float, *, by_rows: bool) -> tuple[str, str]:
    """Return which known mistake a wrong accuracy is: (misconception, advice)."""
    if abs(value / 100 - right) <= TOLERANCE and value > 1:
        return "This is a percentage.", "Give a share from 0 to 1."
    if value > 1:
        return (
            "",
            "An accuracy is a share from 0 to 1. Take the mean of the ten accuracies, and not their sum.",
        )
    if value >= 0.99:
        return "You trained and tested on the same rows.", "Let `cross_val_score` make the splits."
    if abs(value - other) <= TOLERANCE and by_rows:
        return "You split whole groups here too.", "Use `ShuffleSplit`, which ignores groups."
    if abs(value - other) <= TOLERANCE:
        return (
            "Copies are in both parts: you split single rows here too, or each row has its own group.",
            "Use `GroupShuffleSplit`, and pass `groups=group` to `cross_val_score`.",
        )
    if abs(value - (1 - right)) <= TOLERANCE:
        return "This is the share of wrong answers.", "Give the accuracy."
    if value > 0.8:
        return "You used the real labels, spam and ham.", "Make the labels with `random_labels(group)`."
    return "", "Take the mean of the ten accuracies that `cross_val_score` gives."
