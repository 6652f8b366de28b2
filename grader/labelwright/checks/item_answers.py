"""Collect what a learner gave for each item of labelling work, for the instructor's desk."""

from __future__ import annotations

from collections.abc import Iterable

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Pairwise
from labelwright.checks.verdicts import ItemAnswer

MOST = 2000
"""The most items of one piece of work that are kept; no exercise has as many."""


class ItemAnswers:
    """The items of one piece of work, as checks read them and compared them with a key."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], ItemAnswer] = {}

    def add(self, source: str, annotations: Iterable[Annotation]) -> None:
        """Note the learner's annotations from one answer file or variable."""
        for annotation in annotations:
            value = annotation.value
            given = (
                value.label
                if isinstance(value, Choice)
                else value.winner
                if isinstance(value, Pairwise)
                else ""
            )
            self._found[source, annotation.item] = ItemAnswer(
                item=annotation.item,
                source=source,
                given=given,
                skipped=annotation.status == "skipped",
                seconds=annotation.seconds,
            )

    def compare(self, keyed: Iterable[ItemAnswer]) -> None:
        """Note what the key accepts for items, and what the learner's answers earned."""
        by_item = {item: (source, item) for source, item in self._found}
        for answer in keyed:
            before = self._found.get(by_item.get(answer.item, ("", answer.item)))
            known = {"accepted": answer.accepted, "credit": answer.credit}
            kept = before.model_copy(update=known) if before else answer
            self._found[kept.source, kept.item] = kept

    def all(self) -> tuple[ItemAnswer, ...]:
        """Return all items, by source and in the order in which they were read."""
        return tuple(self._found.values())[:MOST]
