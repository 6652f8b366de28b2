"""Shortcuts and mistakes in the search for wrong labels, computed from the learner's own probabilities."""

from __future__ import annotations

import numpy as np

from labelwright.checks import Failed, Known, Work

from .model import CLASSES, Floats, confidence, given, ids, joint, probabilities, wrong


def known_thresholds(work: Work, value: Floats) -> tuple[str, str]:
    """Return which known mistake ten thresholds are: (misconception, advice)."""
    table, own, label = probabilities(work), confidence(work), given(work)
    if np.ptp(value) < 1e-9:
        return (
            "You have the same threshold for all ten digits.",
            "For each digit, compute the mean over the rows with this label.",
        )
    if np.allclose(value, table.mean(axis=0), atol=1e-6):
        return (
            "This is the mean probability of each digit over all rows, about one tenth.",
            "For digit k, take only the rows with label k.",
        )
    first = table.argmax(axis=1)
    by_choice = np.array(
        [table[first == k, k].mean() if (first == k).any() else np.nan for k in range(CLASSES)]
    )
    if np.allclose(value, by_choice, atol=1e-6, equal_nan=True):
        return (
            "You took the mean over the rows that the model calls k, not over the rows with label k.",
            "Choose the rows by their label.",
        )
    middle = np.array([np.median(own[label == k]) for k in range(CLASSES)])
    if np.allclose(value, middle, atol=1e-6):
        return "These are medians.", "Use the mean."
    return "", ""


def turned_round(work: Work, value: Floats) -> str:
    """Return which known mistake a table of counts is; empty if it is none."""
    truth, label = joint(work).counts, given(work)
    if np.array_equal(value, truth.T):
        return "Lines and columns are exchanged. A line belongs to the given label."
    argmax = np.zeros((CLASSES, CLASSES))
    np.add.at(argmax, (label, probabilities(work).argmax(axis=1)), 1)
    if np.array_equal(value, argmax):
        return (
            "You counted every row under the model's first choice, even if it does not reach the threshold."
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
            "This is how often the model's first choice differs from the label. So hard images count as wrong.",
            "Add up the scaled table off its diagonal.",
        ),
        Known(
            off / len(label),
            "You did not scale the table, so rows that are confidently nothing count as right.",
            "First scale each line to the number of rows with this label.",
        ),
        Known(
            off / float(counts.sum()),
            "You divided the table by its own sum, so lines that lost more rows count too little.",
            "Scale each line separately.",
        ),
        Known(
            1 - joint(work).noise,
            "This is the diagonal: the share of right labels.",
            "Add up the cells off the diagonal.",
        ),
        Known(100 * joint(work).noise, "This is a percentage.", "Do not multiply by 100."),
    ]


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
    if named == set(names[own < joint(work).thresholds[label]]):
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
