"""The simulated crowd of one learner: its votes, which the learner gets, and its true labels, which stay here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import count

import numpy as np
import pandas as pd

from labelwright.data import seed
from labelwright.quality import DawidSkene, dawid_skene, majority_vote
from labelwright.rng import Rng
from labelwright.simulation import Worker, assign, label_items

SLUG = "rescue-a-bad-crowd"
LABELS = ("fault", "question", "refund")
SHARES = (0.5, 0.3, 0.2)
"""How frequent the labels are, in an order of the learner's own."""
ITEMS, FIVE = 300, 240
"""240 tickets have five labels and 60 have four: 1,440 of 2,400, 60 % coverage."""
SEATS = ("honest", "honest", "honest", "honest", "honest", "one answer", "one answer", "exchanges two labels")
SURE = 0.8
"""From this belief on, a ticket is evidence of what its label is."""
Triple = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Crowd:
    """Votes as (item, annotator, label), the right label of each item, and what each annotator is."""

    votes: tuple[Triple, ...]
    truth: dict[str, str]
    seats: dict[str, str]

    @property
    def bad(self) -> dict[str, str]:
        """Return the three annotators who do not label what they see, with what they do instead."""
        return {name: seat for name, seat in self.seats.items() if seat != "honest"}

    @cached_property
    def fit(self) -> DawidSkene:
        """Dawid and Skene's model, fitted to all votes."""
        return dawid_skene(self.votes, labels=LABELS)

    @cached_property
    def winners(self) -> dict[str, frozenset[str]]:
        """Return the leading labels of each item's vote."""
        return {
            str(item): frozenset(map(str, won)) for item, won in majority_vote(self.votes).winners.items()
        }

    @cached_property
    def agreement(self) -> dict[str, float]:
        """Return the share of each annotator's labels that are the majority's, tied items left out."""
        return {name: agreement_with(self.winners, self.of(name)) for name in self.seats}

    def of(self, annotator: str) -> dict[str, str]:
        """Return the labels of one annotator by item."""
        return {item: label for item, name, label in self.votes if name == annotator}

    def accuracy(self, labels: dict[str, str]) -> float:
        """Return the share of all items whose label is right."""
        return sum(labels.get(item) == right for item, right in self.truth.items()) / len(self.truth)

    @cached_property
    def majority_accuracy(self) -> float:
        """Return the share of items that the vote gets right; a tie counts for one over the number of its leaders."""
        return float(
            np.mean(
                [
                    (right in self.winners[item]) / len(self.winners[item])
                    for item, right in self.truth.items()
                ]
            )
        )

    @cached_property
    def rescued(self) -> float:
        """Return the share of items that the model gets right."""
        return self.accuracy({str(item): str(label) for item, label in self.fit.decided.items()})

    def least_agreeing(self) -> set[str]:
        """Return the three who agree least with the majority."""
        return set(sorted(self.seats, key=lambda name: self.agreement[name])[:3])

    def fewest_of_the_frequent(self) -> set[str]:
        """Return the three who give the most frequent label least often."""
        leader = Counter(label for _, _, label in self.votes).most_common(1)[0][0]
        shares = {name: np.mean([label == leader for label in self.of(name).values()]) for name in self.seats}
        return set(sorted(shares, key=lambda name: shares[name])[:3])

    def confusions(self, annotator: str) -> Counter[tuple[str, str]]:
        """Return how often an annotator gave which other label, the model's surer labels taken for true: (true, given)."""
        decided, sure = self.fit.decided, self.fit.certainty
        pairs = (
            (str(decided[item]), label) for item, label in self.of(annotator).items() if sure[item] >= SURE
        )
        return Counter(pair for pair in pairs if pair[0] != pair[1])


def agreement_with(winners: dict[str, frozenset[str]], labels: dict[str, str]) -> float:
    """Return the share of labels that are the single winner, over the items that have one."""
    counted = [winners[item] == {label} for item, label in labels.items() if len(winners[item]) == 1]
    return sum(counted) / len(counted)


def make(learner: str, form: int) -> pd.DataFrame:
    """Return the votes, in an order that tells nothing: 1,440 rows with item, annotator and label."""
    rows = pd.DataFrame(crowd(learner, form).votes, columns=["item", "annotator", "label"])
    return rows.sort_values(["item", "annotator"], ignore_index=True)


@cache
def crowd(learner: str, form: int) -> Crowd:
    """Return the learner's crowd: the first draw that can be rescued and that the majority vote cannot judge."""
    return next(
        drawn for number in count() if teaches(drawn := _draw(seed(learner, f"{SLUG} {number}", form)))
    )


def teaches(one: Crowd) -> bool:
    """Return whether the model tells the three from the five clearly, gains on the vote, and the vote misjudges somebody."""
    misled = (one.least_agreeing(), one.fewest_of_the_frequent())
    if misled[0] == misled[1] or set(one.bad) in misled:
        return False
    diagonal = {name: float(np.trace(table) / 3) for name, table in one.fit.confusion.items()}
    early = dawid_skene(one.votes, labels=LABELS, tolerance=1e-6)
    moved = max(float(np.abs(early.confusion[name] - one.fit.confusion[name]).max()) for name in one.seats)
    return (
        all(diagonal[name] < 0.42 for name in one.bad)
        and all(diagonal[name] > 0.58 for name in one.seats if name not in one.bad)
        and one.rescued - one.majority_accuracy >= 0.08
        and moved < 0.01
        and all(one.confusions(name).most_common(1)[0][1] >= 4 for name in one.seats)
    )


def _draw(start: int) -> Crowd:
    items = [f"t{number:03d}" for number in range(1, ITEMS + 1)]
    frequent, second, rare = sorted(LABELS, key=lambda label: Rng(start).share_for("rank", label))

    def right(item: str) -> str:
        at = Rng(start).share_for("truth", item)
        return frequent if at < SHARES[0] else second if at < SHARES[0] + SHARES[1] else rare

    order = sorted(range(len(SEATS)), key=lambda seat: Rng(start).share_for("seat", str(seat)))
    seats = {f"simulated-{place}": SEATS[seat] for place, seat in enumerate(order, start=1)}
    workers = [_worker(name, seat, start, frequent, second) for name, seat in seats.items()]
    truth = {item: right(item) for item in items}
    mixed = sorted(items, key=lambda item: Rng(start).share_for("few", item))
    dealt = assign(_rows(mixed[:FIVE]), workers, seed=start, per_item=5)
    dealt |= assign(_rows(mixed[FIVE:]), workers, seed=start + 1, per_item=4)
    given = label_items(_rows(items), truth, workers, seed=start, labels=LABELS, assignment=dealt)
    votes = tuple((one.item, one.annotator, str(one.value.label)) for one in given)
    return Crowd(votes, truth, seats)


def _rows(items: list[str]) -> list[dict[str, str]]:
    return [{"id": item, "text": item} for item in items]


def _worker(name: str, seat: str, start: int, frequent: str, second: str) -> Worker:
    skill = round(0.65 + 0.25 * Rng(start).share_for("skill", name), 3)
    if seat == "one answer":
        return Worker(id=name, skill=1, bias={frequent: 1.0})
    if seat == "exchanges two labels":
        return Worker(id=name, skill=0.85, confuses={frequent: {second: 0.8}, second: {frequent: 0.8}})
    return Worker(id=name, skill=skill)
