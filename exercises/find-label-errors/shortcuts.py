"""Shortcuts and mistakes in the search for wrong labels, computed from the learner's own probabilities."""

from __future__ import annotations

import numpy as np

from labelwright.checks import Failed, Known, Work

from .model import CLASSES, Floats, confidence, given, ids, joint, probabilities, wrong


def known_thresholds(work: Work, value: Floats) -> tuple[str, str]:
    """Which known mistake ten thresholds are: (misconception, advice)."""
    table, own, label = probabilities(work), confidence(work), given(work)
    if np.ptp(value) < 1e-9:
        return (
            "There is one threshold for all ten digits.",
            "Average over the rows of one label at a time.",
        )
    if np.allclose(value, table.mean(axis=0), atol=1e-6):
        return (
            "This is the mean probability of each digit over all rows, which is about one tenth.",
            "Take only the rows that carry label k.",
        )
    first = table.argmax(axis=1)
    by_choice = np.array(
        [table[first == k, k].mean() if (first == k).any() else np.nan for k in range(CLASSES)]
    )
    if np.allclose(value, by_choice, atol=1e-6, equal_nan=True):
        return (
            "This averages over the rows that the model calls k, not over those that are labelled k.",
            "The label chooses the rows.",
        )
    middle = np.array([np.median(own[label == k]) for k in range(CLASSES)])
    if np.allclose(value, middle, atol=1e-6):
        return "These are medians.", "Take the mean: it falls where many labels of the class are doubtful."
    return "", ""


def turned_round(work: Work, value: Floats) -> str:
    """Which known mistake a table of counts is; empty where it is none."""
    truth, label = joint(work).counts, given(work)
    if np.array_equal(value, truth.T):
        return "Lines and columns are exchanged: a line stands for the label that was given."
    argmax = np.zeros((CLASSES, CLASSES))
    np.add.at(argmax, (label, probabilities(work).argmax(axis=1)), 1)
    if np.array_equal(value, argmax):
        return (
            "Every row was counted under the model's first choice, whether or not it reaches the threshold."
        )
    return ""


def known_noise(work: Work) -> list[Known]:
    """Shares that are taken for the estimate, on this learner's rows."""
    counts, label = joint(work).counts, given(work)
    off = float(counts.sum() - np.trace(counts))
    differ = float((probabilities(work).argmax(axis=1) != label).mean())
    return [
        Known(
            differ,
            "This is how often the model's first choice differs from the label: what is hard counts as wrong.",
            "Sum the scaled table off its diagonal.",
        ),
        Known(
            off / len(label),
            "The table was not scaled, and the rows that are confidently nothing were taken for right.",
            "Scale each line to the number of rows with this label first.",
        ),
        Known(
            off / float(counts.sum()),
            "The table was divided by its own sum; lines that lost more rows count too little.",
            "Scale line by line.",
        ),
        Known(
            1 - joint(work).noise, "This is the diagonal: the share of right labels.", "Sum what lies off it."
        ),
        Known(100 * joint(work).noise, "This is a percentage.", "Leave out the factor 100."),
    ]


def known_lists(work: Work, named: set[str]) -> tuple[str, str]:
    """Which known shortcut a list of suspects is: (misconception, advice)."""
    table, own, label, names = probabilities(work), confidence(work), given(work), ids(work)
    first = table.argmax(axis=1)
    planted = set(names[wrong(work)])
    if len(named & planted) >= 0.98 * len(planted) and len(named) <= 1.02 * len(planted):
        return (
            "These are the flipped labels themselves, nearly all and nearly no other. No model gives such a list on "
            "these images: it was made by comparing with a clean copy, which no customer has.",
            "Make the list from your probabilities.",
        )
    if named == set(names[first != label]):
        return (
            "Every row was taken whose first choice differs from its label. That holds the wrong labels, and the "
            "images that your model finds hard as well.",
            "Ask for confidence: the probability must reach the threshold of that digit.",
        )
    if named == set(names[(first != label) & (table.max(axis=1) >= own.mean() - 1e-9)]):
        return (
            "One threshold over all rows was used: hard digits never reach it and clear ones always do.",
            "Compare the probability of k with the threshold of k.",
        )
    if named == set(names[own < joint(work).thresholds[label]]):
        return (
            "Every row was taken whose own label stays below its threshold; that is a large part of each class.",
            "A suspect is confidently something else, not only unsure of itself.",
        )
    if named and own[np.isin(names, list(named))].max() <= np.sort(own)[len(named) - 1] + 1e-9:
        return (
            "These are the rows with the lowest self-confidence, cut off at a number. A ranking does not say where to stop.",
            "Let the thresholds decide, and keep the ranking for part 4.",
        )
    return "", ""


def queue_mistake(work: Work, worth: Floats, lowest: bool) -> tuple[str, str]:
    """What is wrong with a queue whose rows have the self-confidence `worth`: (misconception, advice)."""
    if worth.min() >= np.quantile(confidence(work), 0.9):
        return (
            "The queue is upside down: it begins with the labels that the model believes most.",
            "Sort upwards.",
        )
    if lowest:
        return (
            "These are the lowest, but not in order: what a reviewer sees first is left to chance.",
            "Keep the order that the sorting gives.",
        )
    return "", "Sort all rows by the probability of their own label, upwards, and take the first ones."


def too_random(outside: float, seen: float) -> Failed:
    """The failure of a model that draws so much that nobody can see what it was trained on."""
    return Failed(
        f"Two fits of your model on the same rows differ by {outside:.3f} on average, and a fit that has seen the fold "
        f"differs by {seen:.3f}: what it was trained on cannot be told from what it says.",
        misconception="The model draws more at random than it learns: a forest of a few trees does.",
        why="A list of suspects that changes with every run cannot be defended or repeated.",
        advice="Take a forest of 100 trees or more, or the ten nearest neighbours.",
        credit=0.5,
        measured=f"{outside:.3f}",
        expected=f"well below {seen:.3f}",
    )
