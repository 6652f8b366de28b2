"""What a simulated worker would answer unaided: a model of slips, confusions, leanings and fatigue."""

from __future__ import annotations

from math import fsum

from labelwright.data.simulated.cases import MIDDLING, Case
from labelwright.data.simulated.chance import uniform
from labelwright.data.simulated.workers import Worker


def wrong_chances(worker: Worker, case: Case, labels: tuple[str, ...], done: int = 0) -> dict[str, float]:
    """The chance of each wrong label for a worker who looks, before any guideline, after `done` items.

    Slips of skill grow with the item's difficulty, `(1 - skill) * difficulty / 0.5`, but difficulty alone makes nobody
    worse than guessing; they go where `case.pull` says. Confusions and bias of the worker come on top. Where all
    exceeds 1 it is scaled to 1, and the right label is never seen.
    """
    guessing = 1 / (len(labels) + (case.truth is None))
    skill = max(worker.skill - worker.fatigue * done, min(worker.skill, guessing))
    slip = min((1 - skill) * case.difficulty / MIDDLING, max(1 - skill, 1 - guessing))
    taken_for = worker.confuses.get(case.truth, {}) if case.truth is not None else {}
    chances = {
        label: slip * part + taken_for.get(label, 0) + worker.bias.get(label, 0)
        for label, part in case.pull.items()
    }
    whole = max(1.0, fsum(chances.values()))
    return {label: chance / whole for label, chance in chances.items()}


def impression(worker: Worker, case: Case, labels: tuple[str, ...], done: int, seed: int) -> str | None:
    """The answer a worker who looks would give unaided; None stands for leaving the item out.

    One draw says whether the worker is wrong, another which wrong label it is, so that a little more skill turns some
    wrong answers into right ones and no right one into a wrong one.
    """
    chances = wrong_chances(worker, case, labels, done)
    whole = fsum(chances.values())
    if uniform(seed, "look", worker.id, case.item.id) >= whole:
        return case.truth
    at = uniform(seed, "which", worker.id, case.item.id) * whole
    for label, chance in chances.items():
        at -= chance
        if at < 0:
            return label
    return max(chances, key=lambda label: chances[label])
