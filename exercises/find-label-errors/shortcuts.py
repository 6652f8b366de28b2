"""Shortcuts and mistakes in the search for wrong labels, computed from the learner's own probabilities."""

from __future__ import annotations

import numpy as np

from labelwright.checks import Failed, Work

from .model import CLASSES, Floats, confidence, given, ids, probabilities, wrong


def known_lists(work: Work, named: set[str]) -> tuple[str, str]:
    """Return which known shortcut a list of suspects is: (misconception, advice)."""
    table, own, label, names = probabilities(work), confidence(work), given(work), ids(work)
    first = table.argmax(axis=1)
    planted = set(names[wrong(work)])
    if len(named & planted) >= 0.98 * len(planted) and len(named) <= 1.02 * len(planted):
        return (
            "Your list has nearly all the flipped labels and nearly no others. No model gives such a list for these "
            "images. It comes from comparing with a clean copy, and no customer has one.",
            "Make the list from your probabilities.",
        )
    if named == set(names[first != label]):
        return (
            "You took every row whose first choice differs from its label. These are the wrong labels, but also the "
            "images that are hard for your model.",
            "Take only confident rows: the probability must reach the threshold of that digit.",
        )
    if named == set(names[(first != label) & (table.max(axis=1) >= own.mean() - 1e-9)]):
        return (
            "You used one threshold for all rows. Hard digits never reach it, and easy digits always do.",
            "Compare the probability of k with the threshold of k.",
        )
    if named == set(names[own < np.array(work.solution.numbers("thresholds", CLASSES))[label]]):
        return (
            "You took every row whose own label is below its threshold. That is a large part of each class.",
            "Take only rows that are confidently another digit. An uncertain label is not enough.",
        )
    if named and own[np.isin(names, list(named))].max() <= np.sort(own)[len(named) - 1] + 1e-9:
        return (
            "These are a fixed number of rows with the lowest self-confidence. A ranking does not say where to "
            "stop.",
            "Use the thresholds here, and use the ranking in part 4.",
        )
    return "", ""


def queue_mistake(work: Work, worth: Floats, *, lowest: bool, in_order: bool) -> tuple[str, str]:
    """Return what is wrong with a queue whose rows have the self-confidence `worth`: (misconception, advice)."""
    if worth.min() >= np.quantile(confidence(work), 0.9):
        return (
            "The queue is in the wrong order: it begins with the labels that the model believes most.",
            "Sort from the lowest to the highest.",
        )
    if lowest and in_order:
        return (
            "",
            "The queue is in the right order. Try the other model, or another number of neighbours: many labels that this "
            "model finds hard are right.",
        )
    if lowest:
        return (
            "These are the lowest rows, but not in order. The reviewer would start with any of them.",
            "Keep the sorted order.",
        )
    return (
        "",
        "Sort all rows by the probability of their own label, lowest first, and take the first ones.",
    )


def too_random(outside: float, seen: float) -> Failed:
    """Return the failure of a model that is so random that nobody can see what it was trained on."""
    return Failed(
        f"Two fits of your model on the same rows differ by {outside:.3f} on average, and a fit that has seen the "
        f"fold differs by {seen:.3f}. So the check cannot see which rows the model was trained on.",
        misconception="The model is more random than learned, like a forest with only a few trees.",
        why="If the list of suspects changes with every run, nobody can repeat or defend it.",
        advice="Use a forest of at least 100 trees, or the ten nearest neighbours.",
        credit=0.5,
        measured=f"{outside:.3f}",
        expected=f"well below {seen:.3f}",
    )
