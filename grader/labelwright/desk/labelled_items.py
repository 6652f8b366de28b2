"""The class as annotators: items by difficulty, items whose key may be wrong, and how reliable each learner's labels are.

Everything is computed from the hand-in that counts, one for each learner.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from labelwright.checks.verdicts import ItemAnswer, Report
from labelwright.quality.crowd.dawid_skene import dawid_skene

LEAST_ABLE = 3
"""The fewest able learners who must have labelled an item before its key can be doubted."""
SAME_LABEL = 2 / 3
"""The share of the able learners that must have given one and the same label against the key."""
SUSPECT_RULE = (
    "An item is listed if the able learners agree with each other against the key. Able are, for each item, the half of its "
    "learners who agree most with the key on their other items. "
    f"{LEAST_ABLE} or more of them labelled it, and two thirds or more of these gave one label that the key does not accept."
)
LEAST_LEARNERS = 3
LEAST_SHARED = 10
LEAST_LABELS = 3.0
RELIABILITY_RULE = (
    "Dawid and Skene's model estimates the true labels and each learner's mistakes together, without the key. Reliability is "
    "the probability that the learner's label is the true one, 0 to 1. Learners who copy from each other look more reliable "
    "than they are."
)
_ITERATIONS, _TOLERANCE = 100, 1e-6


@dataclass(frozen=True)
class ItemFacts:
    """One item: how many learners labelled it, and with what; the share of credit is None without a key.

    `labels` are the labels with their counts, the most frequent first. `seconds` is the median time at work on it.
    """

    item: str
    n: int
    skipped: int
    right: float | None
    accepted: tuple[str, ...]
    labels: tuple[tuple[str, int], ...]
    seconds: float | None

    @property
    def agreement(self) -> float:
        """The share of the learners who gave the most frequent label, 0 to 1."""
        return self.labels[0][1] / self.n if self.labels else 0.0


@dataclass(frozen=True)
class Suspect:
    """An item whose key may be wrong: the label that able learners gave, how many of them, and what the key accepts."""

    item: str
    label: str
    gave: int
    able: int
    accepted: tuple[str, ...]


@dataclass(frozen=True)
class Reliability:
    """One learner's estimated reliability, 0 to 1, over `n` shared items; next to it the agreement with the key, if known."""

    learner: str
    n: int
    value: float
    right: float | None


@dataclass(frozen=True)
class Labelled:
    """What the class labelled. `why` says why reliability is not known, and `note` what a reader must know about it."""

    items: tuple[ItemFacts, ...]
    suspects: tuple[Suspect, ...]
    reliability: tuple[Reliability, ...]
    why: str = ""
    note: str = ""

    @property
    def has_key(self) -> bool:
        """Whether any item was compared with a key."""
        return any(item.right is not None for item in self.items)


Answers = Mapping[str, Sequence[ItemAnswer]]
"""The items of each learner, by the id in the gradebook."""


def answers_of(reports: Iterable[tuple[str, Report]]) -> dict[str, list[ItemAnswer]]:
    """Return the items with a single label, a comparison or a skip, for each learner who has some."""
    found = {
        learner: [one for one in report.items if one.given or one.skipped or one.credit is not None]
        for learner, report in reports
    }
    return {learner: items for learner, items in found.items() if any(one.given for one in items)}


def labelled(answers: Answers) -> Labelled | None:
    """Return what is known about the items; None if no work has labels of single items."""
    if not answers:
        return None
    by_item: dict[str, list[tuple[str, ItemAnswer]]] = defaultdict(list)
    for learner, items in answers.items():
        for one in items:
            by_item[one.item].append((learner, one))
    facts = [_facts(item, [one for _, one in given]) for item, given in by_item.items()]
    reliability, why, note = _reliability(answers, by_item)
    return Labelled(
        tuple(sorted(facts, key=_hardest_first)), tuple(_suspects(answers, by_item)), reliability, why, note
    )


def seconds_of(reports: Iterable[tuple[str, Report]]) -> list[float]:
    """Return the time at work of each learner whose files hold working times, in seconds."""
    times = ([one.seconds for one in report.items if one.seconds is not None] for _, report in reports)
    return [sum(known) for known in times if known]


def _hardest_first(facts: ItemFacts) -> tuple[float, str]:
    return (facts.agreement if facts.right is None else facts.right, facts.item)


def _facts(item: str, given: Sequence[ItemAnswer]) -> ItemFacts:
    labels = Counter(one.given for one in given if one.given)
    credits = [one.credit for one in given if one.credit is not None and one.given]
    times = [one.seconds for one in given if one.seconds is not None]
    return ItemFacts(
        item,
        sum(labels.values()),
        sum(one.skipped for one in given),
        mean(credits) if credits else None,
        next((one.accepted for one in given if one.accepted), ()),
        tuple(labels.most_common()),
        median(times) if times else None,
    )


def _suspects(answers: Answers, by_item: Mapping[str, Sequence[tuple[str, ItemAnswer]]]) -> list[Suspect]:
    """Return the items that SUSPECT_RULE names, those with the most able learners against the key first."""
    totals = {
        learner: [one.credit for one in items if one.credit is not None] for learner, items in answers.items()
    }
    found = []
    for item, given in by_item.items():
        ranked = []
        for learner, one in given:
            others = len(totals[learner]) - 1
            if one.credit is not None and one.given and others > 0:
                ranked.append(((sum(totals[learner]) - one.credit) / others, one))
        if not ranked:
            continue
        least = sorted((rest for rest, _ in ranked), reverse=True)[math.ceil(len(ranked) / 2) - 1]
        able = [one for rest, one in ranked if rest >= least]
        label, gave = Counter(one.given for one in able).most_common(1)[0]
        accepted = able[0].accepted
        if len(able) >= LEAST_ABLE and label not in accepted and gave >= SAME_LABEL * len(able):
            found.append(Suspect(item, label, gave, len(able), accepted))
    return sorted(found, key=lambda suspect: (-suspect.gave, suspect.item))


def _reliability(
    answers: Answers, by_item: Mapping[str, Sequence[tuple[str, ItemAnswer]]]
) -> tuple[tuple[Reliability, ...], str, str]:
    votes = [
        (item, learner, one.given)
        for item, given in by_item.items()
        if sum(bool(one.given) for _, one in given) > 1
        for learner, one in given
        if one.given
    ]
    shared = len({item for item, _, _ in votes})
    learners = len({learner for _, learner, _ in votes})
    if learners < LEAST_LEARNERS or shared < LEAST_SHARED or len(votes) < LEAST_LABELS * shared:
        why = (
            f"{learners} learners share {shared} items, with {len(votes)} labels. The model needs {LEAST_LEARNERS} learners, "
            f"{LEAST_SHARED} items that two or more of them labelled, and {LEAST_LABELS:g} labels for each of these on average."
        )
        return (), why, ""
    model = dawid_skene(votes, max_iterations=_ITERATIONS, tolerance=_TOLERANCE)
    counts = Counter(learner for _, learner, _ in votes)
    found = []
    for learner, confusion in model.confusion.items():
        known = [
            (share, row[place])
            for place, (share, row) in enumerate(zip(model.prevalence, confusion, strict=True))
            if not math.isnan(row[place])
        ]
        weight = sum(share for share, _ in known)
        if weight > 0:
            credits = [one.credit for one in answers[str(learner)] if one.credit is not None and one.given]
            value = float(sum(share * right for share, right in known) / weight)
            found.append(
                Reliability(str(learner), counts[str(learner)], value, mean(credits) if credits else None)
            )
    note = "" if model.converged else f"The model had not settled after {_ITERATIONS} rounds."
    return tuple(sorted(found, key=lambda one: (one.value, one.learner))), "", note
