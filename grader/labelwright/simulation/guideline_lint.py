"""Find weak points of a guideline before anyone labels with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from labelwright.annotations.inputs import as_items
from labelwright.simulation.guideline import Guideline, Rule

Matches = Mapping[str, frozenset[str]]
"""For each rule's id, the ids of the items that fulfil its condition."""


@dataclass(frozen=True)
class GuidelineFault:
    """One weak point: its `kind`, `where` it is (a rule's id or a label), and a `text` with what was found and what to do."""

    kind: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.text}"


def lint_guideline(guideline: Guideline, items: Any = ()) -> list[GuidelineFault]:
    """Return the weak points of the guideline; empty if there are none.

    Kinds: `no-rule`, `no-example`, `no-counter-example` (of a label), `people-only`, `unlogged` (a version without a
    change entry), `contradiction`; and with `items` (anything that `as_items` reads), `never-matches`, `one-item`
    and `never-decides`. Without items, two rules contradict each other only if their conditions are equal.
    """
    given = as_items(items) if len(items) else []
    matches = {
        rule.id: frozenset(item.id for item in given if rule.when.holds(item)) for rule in guideline.rules
    }
    faults = [*_labels(guideline), *_contradictions(guideline, matches, bool(given)), *_log(guideline)]
    for rule in guideline.rules:
        faults += _rule(rule, len(matches[rule.id]), len(given))
    if guideline.first_fits:
        faults += _never_decides(guideline, matches)
    return faults


def _labels(guideline: Guideline) -> Iterator[GuidelineFault]:
    for label in guideline.label_names:
        about = [rule for rule in guideline.rules if label in rule.covers]
        kinds = {rule.kind for rule in about if rule.answer == label}
        if not about:
            yield GuidelineFault("no-rule", label, "no rule mentions this label. Define it.")
        if "example" not in kinds:
            yield GuidelineFault(
                "no-example", label, "it has no example. Quote one that clearly belongs here."
            )
        if not any(rule.kind == "counter-example" and rule.answer != label for rule in about):
            yield GuidelineFault(
                "no-counter-example",
                label,
                "it has no counter-example: an item that looks like it but is not. Quote one.",
            )


def _rule(rule: Rule, found: int, items: int) -> Iterator[GuidelineFault]:
    if rule.for_people_only:
        yield GuidelineFault(
            "people-only",
            rule.id,
            "it has no condition, so simulated annotators cannot act on it. Add `when`.",
        )
    elif items and not found:
        yield GuidelineFault(
            "never-matches",
            rule.id,
            f"its condition holds for none of {items} items. Widen the condition, or remove the rule.",
        )
    elif items > 1 and found == 1:
        yield GuidelineFault(
            "one-item",
            rule.id,
            f"its condition holds for one of {items} items. Is this a rule, or just the label of that item?",
        )


def _contradictions(guideline: Guideline, matches: Matches, known: bool) -> Iterator[GuidelineFault]:
    if guideline.first_fits:
        return
    for first, other in combinations(guideline.rules, 2):
        if (
            not _same_rank(first, other)
            or first.answer == other.answer
            or not _same_doubt(guideline, first, other)
        ):
            continue
        both = sorted(matches[first.id] & matches[other.id])
        if both or (not known and first.when == other.when):
            shown = _where_both(both)
            yield GuidelineFault(
                "contradiction",
                f"{first.id}, {other.id}",
                f"they say {first.answer!r} and {other.answer!r} {shown}. Narrow one, or set first_fits.",
            )


def _where_both(items: list[str]) -> str:
    if not items:
        return "under the same condition"
    return f"on item {items[0]!r}" if len(items) == 1 else f"on {len(items)} items, such as {items[0]!r}"


def _same_rank(first: Rule, other: Rule) -> bool:
    return "skip" not in (first.kind, other.kind) and (first.kind == "tie") == (other.kind == "tie")


def _same_doubt(guideline: Guideline, first: Rule, other: Rule) -> bool:
    return any(first.concerns(label) and other.concerns(label) for label in guideline.label_names)


def _never_decides(guideline: Guideline, matches: Matches) -> Iterator[GuidelineFault]:
    for at, rule in enumerate(guideline.rules):
        before = [other for other in guideline.rules[:at] if _takes_all(guideline, other, rule)]
        taken = frozenset().union(*(matches[other.id] for other in before))
        if matches[rule.id] and not rule.for_people_only and matches[rule.id] <= taken:
            yield GuidelineFault(
                "never-decides",
                rule.id,
                "on every item that it fits, a rule above it fits too. Move it up or remove it.",
            )


def _takes_all(guideline: Guideline, above: Rule, below: Rule) -> bool:
    """Return whether the upper rule applies to everyone to whom the lower one applies, and is always followed."""
    concerned = [label for label in guideline.label_names if below.concerns(label)]
    return above.strength(0) == 1 and all(above.concerns(label) for label in concerned)


def _log(guideline: Guideline) -> Iterator[GuidelineFault]:
    logged = {change.version for change in guideline.changes}
    if guideline.version not in logged and (guideline.changes or guideline.version != "1"):
        yield GuidelineFault(
            "unlogged",
            guideline.name,
            f"version {guideline.version!r} has no entry in the change log. Add one.",
        )
