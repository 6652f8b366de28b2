"""Find journals of labels that two learners have in common: the same lines, the same seconds, or the same pauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from labelwright.annotations.journal import Entry, JournalState, read_entries
from labelwright.annotations.values import Choice, Choices, Pairwise

FEWEST_ACTIONS = 5
"""So many actions must be at the same second, and half of the shorter journal's actions."""
PAUSES = 10
"""So many pauses in a row, each the same to a tenth of a second on the same item, do not happen by chance."""
_MOST_LEARNERS = 40
"""What more learners than these have in common is not used: it comes from a file that was given to all."""


@dataclass(frozen=True)
class JournalPair:
    """Two learners' journals of one task: how many lines have the same id, and how many actions are at the same second.

    `same_pauses` counts the rows of PAUSES equal pauses; `actions` is the number of actions of the shorter journal.
    """

    left: str
    right: str
    same_ids: int
    same_seconds: int
    same_pauses: int
    actions: int


def read_actions(text: str) -> list[Entry]:
    """Return the entries of a journal in order of time; lines that are not entries are left out."""
    return sorted((entry for entry in read_entries(text) if entry), key=lambda entry: entry.at)


def labels_of(entries: Iterable[Entry]) -> dict[str, str]:
    """Return the latest label of each item whose value is one label, several, or a comparison; or that it was skipped."""
    state = JournalState()
    state.add_all(entries)
    found: dict[str, str] = {}
    for item, entry in state.latest.items():
        value = entry.value
        if entry.status == "skipped":
            found[item] = f"skipped: {entry.reason.strip().casefold()}"
        elif entry.status == "done" and isinstance(value, Choice):
            found[item] = value.label
        elif entry.status == "done" and isinstance(value, Choices):
            found[item] = " + ".join(sorted(value.labels)) or "none"
        elif entry.status == "done" and isinstance(value, Pairwise):
            found[item] = value.winner
    return found


def journal_copies(journals: Mapping[str, Sequence[Entry]]) -> list[JournalPair]:
    """Compare the journals of one task: learner -> actions in order of time; return the pairs that have much in common."""
    ids = _shared({who: {entry.id for entry in own} for who, own in journals.items()})
    seconds = _shared({who: {(e.item, int(e.at.timestamp())) for e in own} for who, own in journals.items()})
    pauses = _shared({who: _pauses(own) for who, own in journals.items()})
    found = []
    for left, right in sorted({*ids, *seconds, *pauses}):
        shorter = min(len(journals[left]), len(journals[right]))
        pair = JournalPair(left, right, ids[left, right], seconds[left, right], pauses[left, right], shorter)
        at_once = pair.same_seconds >= max(FEWEST_ACTIONS, shorter / 2)
        if pair.same_ids or at_once or pair.same_pauses:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.same_ids, -pair.same_seconds, -pair.same_pauses))


def _pauses(entries: Sequence[Entry]) -> set[Hashable]:
    """Return every row of PAUSES actions as items with the time since the action before, in tenths of a second."""
    steps = [
        (after.item, round((after.at - before.at).total_seconds() * 10))
        for before, after in pairwise(entries)
    ]
    rows = (tuple(steps[start : start + PAUSES]) for start in range(len(steps) - PAUSES + 1))
    # Equal pauses everywhere, such as none at all, are how a program writes, and say nothing about two people.
    return {row for row in rows if len({pause for _, pause in row}) > 2}


def _shared(owned: Mapping[str, set[Hashable]]) -> Counter[tuple[str, str]]:
    """Return how much every two learners have in common, through an index from each thing to its owners."""
    owners: dict[Hashable, list[str]] = defaultdict(list)
    for who in sorted(owned):
        for thing in owned[who]:
            owners[thing].append(who)
    found: Counter[tuple[str, str]] = Counter()
    for having in owners.values():
        if 1 < len(having) <= _MOST_LEARNERS:
            found.update(combinations(having, 2))
    return found
