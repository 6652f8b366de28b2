"""Simulated classes for labelling exercises: people who work apart, and copies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Labels = dict[str, dict[str, str]]


@dataclass(frozen=True)
class LabelClass:
    """The right label of each item, and what each learner gave, as numbers: shapes (items,) and (learners, items)."""

    right: np.ndarray
    given: np.ndarray

    def labels(self, share: float = 1.0, seed: int = 0) -> Labels:
        """Return what each learner gave; with a share below 1, each learner labels only so many of the items."""
        keep = np.random.default_rng(seed).random(self.given.shape) < share
        return {
            f"learner-{row:02}": {
                f"item-{i:02}": f"label {self.given[row, i]}" for i in np.flatnonzero(keep[row])
            }
            for row in range(len(self.given))
        }

    def reference(self) -> dict[str, tuple[str]]:
        """Return the right label of each item."""
        return {f"item-{i:02}": (f"label {right}",) for i, right in enumerate(self.right)}


def honest(
    seed: int, kind: str = "mixed", learners: int = 60, items: int = 40, labels: int = 3
) -> LabelClass:
    """A class in which nobody copies.

    Items differ in difficulty, in how well they tell able people from others, and in which wrong label is popular, so the
    model of the search is not quite the true one. `kind` says who is in the class: very able and very weak people, only
    one of both, some who give one label nearly always, or people who misread a rule that decides a sixth of the items.
    """
    draw = np.random.default_rng(seed)
    right = draw.integers(0, labels, items)
    able, weak = draw.normal(3.0, 0.8, learners), draw.normal(-0.5, 0.8, learners)
    ability = {"able": able, "weak": weak}.get(kind, np.where(draw.random(learners) < 0.5, able, weak))
    sharp, hard = draw.lognormal(0, 0.4, items), draw.normal(1.0, 1.5, items)
    wrong = draw.random((learners, items)) < 1 / (1 + np.exp(-sharp * (hard - ability[:, None])))
    popular = draw.dirichlet(np.full(labels, 0.5), items) + 1e-3
    popular[np.arange(items), right] = 0
    given = np.tile(right, (learners, 1))
    for item in range(items):
        chosen = draw.choice(labels, learners, p=popular[item] / popular[item].sum())
        given[:, item] = np.where(wrong[:, item], chosen, right[item])
    if kind == "habit":
        given[:6] = np.where(draw.random((6, items)) < 0.9, draw.integers(0, 2, 6)[:, None], given[:6])
    if kind == "misread":
        rule, misread = draw.integers(0, 6, items), (right + 1) % labels
        for row in range(learners):
            for _ in range(draw.binomial(6, 0.15)):
                hit = (rule == draw.integers(0, 6)) & (draw.random(items) < 0.8)
                given[row, hit] = misread[hit]
    return LabelClass(right, given)


def copied(found: LabelClass, share: float, seed: int) -> tuple[LabelClass, str, str]:
    """The class after one learner took `share` of the labels of another one, both with 25 % to 60 % wrong; their names."""
    draw = np.random.default_rng(seed)
    wrong = (found.given != found.right).mean(axis=1)
    middling = np.flatnonzero((wrong >= 0.25) & (wrong <= 0.6))
    source, copier = draw.choice(middling, 2, replace=False)
    given = found.given.copy()
    taken = draw.permutation(given.shape[1])[: round(share * given.shape[1])]
    given[copier, taken] = given[source, taken]
    left, right = sorted((f"learner-{source:02}", f"learner-{copier:02}"))
    return LabelClass(found.right, given), left, right
