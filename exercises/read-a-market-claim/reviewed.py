"""The reviewed reading of the cards, the numbers of the offers, and a learner's answers to their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from labelwright.annotations.values import Choice, Choices
from labelwright.checks import Mistake, NotAttempted, Work, read_annotations, read_task

from .offers import effective as paid

__all__ = ["CENTS", "TAGS", "answers", "chosen", "claims", "offers", "paid", "stated_pay"]

DATA = "market-claims"
TAGS = ("date", "country", "source", "hours")
CENTS = 0.05 + 1e-9


@cache
def rows(name: str) -> dict[str, dict[str, Any]]:
    """Return the lines of a JSONL file of this folder, by id."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def claims(work: Work) -> dict[str, dict[str, Any]]:
    """Return the reviewed reading of the learner's eight cards, in the sample's order."""
    return {one: rows("gold.jsonl")[one] for one in work.sample["id"] if one in rows("gold.jsonl")}


def offers(work: Work) -> dict[str, dict[str, Any]]:
    """Return the learner's three offers with their numbers."""
    return {one: rows("offers.jsonl")[one] for one in work.sample["id"] if one in rows("offers.jsonl")}


def answers(work: Work, task: str) -> dict[str, Any]:
    """Return the learner's answers to one question by card: a label, or a tuple of labels; skipped cards are left out."""

    def read() -> dict[str, Any]:
        asked = read_task(next(path for path in work.material.paths(DATA) if path.name == f"{task}.toml"))
        found = read_annotations(
            work, f"claims-{task}.annotations.jsonl", task=asked, items=list(claims(work))
        )
        return {
            one.item: one.value.label if isinstance(one.value, Choice) else one.value.labels
            for one in found
            if isinstance(one.value, Choice | Choices)
        }

    given = work.cached(task, read)
    if not given:
        raise NotAttempted(
            f"No card has an answer yet. Run the cell with `{task}.toml`, and answer in the widget."
        )
    return given


def stated_pay(work: Work, offer: str) -> float:
    """Return what `pay` says of an offer; raise Failed if `pay` has another form or another offer in its place."""
    form, example = "a dict from offer to amount", 'such as {"offer-70": 15.0, "offer-71": ...}'
    why = "Each amount needs the id of its offer."
    given = work.mapping("pay", offers(work), wanted=form, example=example, why=why)
    if offer not in given or given[offer] is Ellipsis:
        named = ", ".join(f"`{one}`" for one, value in list(given.items())[:5] if value is not Ellipsis)
        raise NotAttempted(f"`pay` has no entry for `{offer}` yet. It names {named or 'none'}.")
    return work.as_number(given[offer], f'pay["{offer}"]')


def chosen(mistakes: tuple[tuple[str, str], ...]) -> Iterator[Mistake]:
    """Recognised mistakes as the vocabulary takes them."""
    return (Mistake(*mistake) for mistake in mistakes)
