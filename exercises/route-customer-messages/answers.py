"""What the journal says of a learner's queue: labels of first and second showings, and what the pool accepts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.checks import NotAttempted, Work, own_annotations, read_annotations
from labelwright.data import seed

from .draw import make, pool

SLUG, JOURNAL = "route-customer-messages", "customer-messages.annotations.jsonl"
LEAST_PAIRS = 8


@cache
def messages() -> dict[str, dict[str, Any]]:
    """Return every message of the pool by its id."""
    return {row["id"]: row for row in pool()}


def queue(work: Work) -> dict[str, str]:
    """Return the learner's items in their order, each with the id of the message that it shows."""

    def drawn() -> dict[str, str]:
        made = make(seed(work.learner, SLUG, work.form))
        return dict(zip(made["id"], made["message"], strict=True))

    return work.cached("queue", drawn)


def annotations(work: Work) -> list[Annotation]:
    """Return what the journal says of the queue's items; raise NotAttempted if it says nothing."""
    items = list(queue(work))
    found = work.cached(
        "annotations", lambda: own_annotations(work, JOURNAL, read_annotations(work, JOURNAL, items=items))
    )
    if not found:
        raise NotAttempted(
            "No message has a label yet. Run the cell with `ex.label`, and label the messages in the widget."
        )
    return found


def labels(work: Work) -> dict[str, str]:
    """Return the learner's label of every item that has one, in the order of the queue."""
    given = {one.item: one.value.label for one in annotations(work) if isinstance(one.value, Choice)}
    return {item: given[item] for item in queue(work) if item in given}


def accepted(work: Work, item: str) -> list[str]:
    """Return the labels that are accepted for an item, the best first."""
    return list(messages()[queue(work)[item]]["accepted"])


def gold(work: Work) -> dict[str, list[str]]:
    """Return the accepted labels of the sixty first showings."""
    return {item: accepted(work, item) for item, message in queue(work).items() if item == message}


def pairs(work: Work) -> list[tuple[str, str, str, str]]:
    """For each message that came twice and was labelled twice: both ids, both labels."""
    given = labels(work)
    twice = [(message, item) for item, message in queue(work).items() if item != message]
    return [(one, two, given[one], given[two]) for one, two in twice if one in given and two in given]


def both(work: Work) -> npt.NDArray[np.object_]:
    """Return the two labels of every message that came twice, one row per message; NotAttempted on fewer than eight."""
    found = [(first, second) for _, _, first, second in pairs(work)]
    if len(found) < LEAST_PAIRS:
        raise NotAttempted(f"Only {len(found)} messages have two labels. Label the other messages first.")
    return np.array(found, dtype=object)


def halves(work: Work) -> tuple[list[bool], list[bool]]:
    """Return which labels are accepted in the first and in the second half of the queue; what is not labelled is left out."""
    given, order = labels(work), list(queue(work))
    right = [
        (place, given[item] in accepted(work, item)) for place, item in enumerate(order) if item in given
    ]
    early = [hit for place, hit in right if place < len(order) / 2]
    late = [hit for place, hit in right if place >= len(order) / 2]
    return early, late


def drift(work: Work) -> str:
    """Return what to say where the second half is much worse than the first, by more than luck; empty if it is not."""
    halved = halves(work)
    if not all(halved):
        return ""
    early, late = (float(np.mean(half)) for half in halved)
    error = (
        sum(share * (1 - share) / len(half) for share, half in zip((early, late), halved, strict=True)) ** 0.5
    )
    if early - late < max(0.2, 1.96 * error):
        return ""
    return (
        f"Your labels drift: {early:.0%} of your labels are accepted in the first half of the queue, and {late:.0%} "
        "in the second half. The order is random."
    )


def confusions(work: Work) -> dict[str, set[frozenset[str]]]:
    """Return the pairs of labels at stake in each item: read both ways, labelled past what is accepted, or labelled twice unlike."""
    given, twice = labels(work), {}
    for one, two, first, second in pairs(work):
        twice[one] = twice[two] = {first, second}
    found = {}
    for item in queue(work):
        right = accepted(work, item)
        at_stake = {frozenset((a, b)) for a in right for b in right if a != b}
        if item in given and given[item] not in right:
            at_stake |= {frozenset((given[item], label)) for label in right}
        if len(twice.get(item, ())) == 2:
            at_stake.add(frozenset(twice[item]))
        found[item] = at_stake
    return found
