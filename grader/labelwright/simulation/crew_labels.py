"""Let simulated annotators label items: who gets which item, what each would answer, and the annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

from labelwright.annotations.inputs import as_items
from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.rng import Rng
from labelwright.simulation.guideline import Guideline, Rule
from labelwright.simulation.items import MIDDLING, Case, Shares, SimulationError, label_set, make_cases
from labelwright.simulation.workers import Worker


def wrong_chances(worker: Worker, case: Case, labels: tuple[str, ...], done: int = 0) -> dict[str, float]:
    """Return the chance of each wrong label for a worker who looks, before any guideline, after `done` items.

    The chance of an error grows with the item's difficulty, `(1 - skill) * difficulty / 0.5`, but difficulty alone makes
    nobody worse than guessing; `case.pull` says which wrong labels get it. The worker's confusions and bias are added.
    If the sum is above 1 it is scaled to 1, and the right label is never given.
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
    """Return the answer that a worker who looks would give without help; None means skipping the item.

    One random number decides whether the worker is wrong, another which wrong label it is. So a little more skill turns
    some wrong answers into right ones and never makes a right answer wrong.
    """
    chances = wrong_chances(worker, case, labels, done)
    whole = fsum(chances.values())
    if Rng(seed).share_for("look", worker.id, case.item.id) >= whole:
        return case.truth
    at = Rng(seed).share_for("which", worker.id, case.item.id) * whole
    for label, chance in chances.items():
        at -= chance
        if at < 0:
            return label
    return max(chances, key=lambda label: chances[label])


def assign(
    items: Any, crew: Sequence[Worker], *, seed: int, per_item: int = 1, overlap: float = 0
) -> dict[str, tuple[str, ...]]:
    """Return the ids of the workers for each item's id: the whole crew for `overlap` of the items, else `per_item` of it.

    `overlap` is a share from 0 to 1, rounded to whole items. The load is even: two workers differ by one item at most, and
    it does not depend on the order of items or workers.
    """
    names = [worker.id for worker in crew]
    if not 1 <= per_item <= len(names):
        raise SimulationError(
            f"per_item={per_item}, but the crew has {len(names)} workers; give 1 to {len(names)}."
        )
    if not 0 <= overlap <= 1:
        raise SimulationError(f"overlap={overlap} is not a share; give a number from 0 to 1.")
    identifiers = [item.id for item in as_items(items)]
    mixed = Rng(seed).shuffled_for(identifiers, "assign")
    shared = set(mixed[: round(overlap * len(mixed))])
    load: Counter[str] = Counter()
    assigned = {}
    for identifier in mixed:
        # The least busy worker first; among equals, an order that depends on the item.
        ranked = sorted(names, key=lambda name: (load[name], Rng(seed).share_for("deal", identifier, name)))
        chosen = ranked if identifier in shared else ranked[:per_item]
        load.update(chosen)
        assigned[identifier] = tuple(name for name in names if name in chosen)
    return {identifier: assigned[identifier] for identifier in identifiers}


SPAM_PACE = 0.25
"""The share of the usual time that an answer takes without looking at the item."""


def label_items(
    items: Any,
    truth: Mapping[str, str | None],
    crew: Sequence[Worker],
    guideline: Guideline | None = None,
    *,
    seed: int,
    labels: Iterable[str] | None = None,
    difficulty: Mapping[str, float] | None = None,
    shares: Mapping[str, Shares] | None = None,
    assignment: Mapping[str, Sequence[str]] | None = None,
    task: str = "",
) -> list[Annotation]:
    """Return the single-choice annotations of a simulated crew, worker by worker, in the order of the items.

    `items` is anything that `as_items` reads; `truth` maps each id to its right label, or None for an item that should
    be skipped. `difficulty` maps ids to 0..1; an item without one gets it from `shares` (how a crowd split over the
    labels, which also says which wrong labels are likely), otherwise 0.5. `assignment` maps ids to the workers who get the item, all
    by default; see `assign`. `seed` fixes every draw: use `labelwright.data.seed(learner, exercise)`.

    Every annotation has `origin="simulated"`, the guideline's version, simulated seconds, no time of day, and in `note`
    the rule that decided, if one did. With the same seed and labels, two guidelines
    give different answers only where a rule makes the difference.
    Raise SimulationError if something does not fit together.
    """
    offered = label_set(truth, labels, guideline)
    cases = make_cases(items, truth, offered, guideline, difficulty or {}, shares or {})
    _check_crew(cases, crew, offered, assignment)
    name = task or (guideline.name if guideline else "simulated labelling")
    found = []
    for worker in crew:
        own_cases = [
            case for case in cases if assignment is None or worker.id in assignment.get(case.item.id, ())
        ]
        for done, case in enumerate(own_cases):
            answer = _answer(worker, case, offered, done, guideline, seed)
            found.append(_annotation(worker, case, answer, name, guideline, seed))
    return found


@dataclass(frozen=True)
class _Answer:
    label: str | None
    rule: Rule | None = None
    looked: bool = True


def _check_crew(
    cases: list[Case],
    crew: Sequence[Worker],
    labels: tuple[str, ...],
    assignment: Mapping[str, Sequence[str]] | None,
) -> None:
    names = {worker.id for worker in crew}
    if len(names) != len(crew):
        raise SimulationError("two workers of the crew have the same id; give each its own id.")
    for worker in crew:
        used = {
            *worker.bias,
            *worker.confuses,
            *(label for row in worker.confuses.values() for label in row),
        }
        if unknown := sorted(used - set(labels)):
            raise SimulationError(
                f"{worker.id} prefers or confuses {unknown[0]!r}, which is not one of the labels {', '.join(labels)}."
            )
    for case in cases if assignment is not None else []:
        for name in (assignment or {}).get(case.item.id, ()):
            if name not in names:
                raise SimulationError(
                    f"item {case.item.id!r} is assigned to {name!r}, who is not in the crew."
                )


def _answer(
    worker: Worker, case: Case, labels: tuple[str, ...], done: int, guideline: Guideline | None, seed: int
) -> _Answer:
    if Rng(seed).share_for("spam", worker.id, case.item.id) < worker.spam:
        at = 0
        if worker.spam_answer == "random":
            at = int(Rng(seed).share_for("any", worker.id, case.item.id) * len(labels))
        return _Answer(labels[at], looked=False)
    first = impression(worker, case, labels, done, seed)
    rule = _deciding(worker, case, first, guideline is not None and guideline.first_fits, seed)
    if rule is None:
        return _Answer(first)
    return _Answer(rule.answer or None, rule)


def _deciding(worker: Worker, case: Case, first: str | None, first_fits: bool, seed: int) -> Rule | None:
    """Return the rule that the worker acts on, if any: skip rules come first and tie rules last, unless the order decides."""
    care = Rng(seed).share_for("reads", worker.id, case.item.id)
    acted = [
        rule
        for rule in case.rules
        if rule.concerns(first) and care < worker.reads * rule.strength(case.difficulty)
    ]
    if not acted or first_fits:
        return acted[0] if acted else None
    rank = min(map(_rank, acted))
    best = [rule for rule in acted if _rank(rule) == rank]
    # Rules that say different things split their readers evenly; a rule that is stated twice gets no more readers.
    return min(best, key=lambda rule: Rng(seed).share_for("between", worker.id, case.item.id, rule.answer))


def _rank(rule: Rule) -> int:
    return {"skip": 0, "tie": 2}.get(rule.kind, 1)


def _annotation(
    worker: Worker, case: Case, answer: _Answer, task: str, guideline: Guideline | None, seed: int
) -> Annotation:
    skipped = answer.label is None
    reason = (answer.rule.reason if answer.rule else "cannot tell") if skipped else ""
    return Annotation(
        item=case.item.id,
        annotator=worker.id,
        task=task,
        value=Choice(label=answer.label) if answer.label is not None else None,
        status="skipped" if skipped else "done",
        reason=reason,
        note=f"rule {answer.rule.id}" if answer.rule else "",
        seconds=_seconds(worker, case, answer.looked, seed),
        guideline=guideline.version if guideline else "",
        origin="simulated",
    )


def _seconds(worker: Worker, case: Case, looked: bool, seed: int) -> float:
    """Return simulated seconds, right-skewed, from 0.5 to 2.5 times the usual time.

    Only products are used: the last digit of a logarithm differs between machines.
    """
    usual = worker.seconds * (0.75 + case.difficulty / 2) * (1 if looked else SPAM_PACE)
    pace, pause = (Rng(seed).share_for(word, worker.id, case.item.id) for word in ("pace", "pause"))
    return round(usual * (0.5 + 2 * pace * pause), 1)
