"""People: the submissions of which nobody knows for sure whose they are, to decide with the keyboard, and past decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from labelwright.desk.page import View
from labelwright.errors import GradebookError
from labelwright.gradebook.decisions import Decision
from labelwright.gradebook.identity_report import Handed

LISTED = 200
"""The most open submissions and decisions on the page; the command `gradebook people` shows all."""


@dataclass(frozen=True)
class PeopleData:
    """Everything on the page: what is open, every known id to choose from, and decisions, the newest first.

    `undone` are the numbers of decisions that were taken back.
    """

    open: tuple[Handed, ...]
    count: int
    learners: tuple[str, ...]
    decisions: tuple[Decision, ...]
    undone: frozenset[int]


def read(view: View, key: str) -> PeopleData:
    """Return the data of the page; `key` is not used. Without names there is nothing that could be decided."""
    rows = view.book.identity_report()
    if view.anonymous:
        return PeopleData((), len(rows), (), (), frozenset())
    made = view.book.decisions()
    return PeopleData(
        tuple(rows[:LISTED]),
        len(rows),
        tuple(view.book.learners()),
        tuple(reversed(made))[:LISTED],
        frozenset(one.undoes for one in made if one.undoes is not None),
    )


def confirm(view: View, fields: Mapping[str, str]) -> str:
    """Say that a submission is under the right learner."""
    view.book.confirm([_number(fields)], view.who, fields.get("reason", ""))
    return view.link("people")


def assign(view: View, fields: Mapping[str, str]) -> str:
    """Give a submission to another learner, who must be in the gradebook."""
    learner = fields.get("to", "").strip()
    if not learner:
        raise GradebookError("Say whose it is: write or choose an id of the gradebook. Nothing was changed.")
    view.book.assign([_number(fields)], learner, view.who, fields.get("reason", ""))
    return view.link("people")


def undo(view: View, fields: Mapping[str, str]) -> str:
    """Take a decision back."""
    view.book.undo(_number(fields), view.who, fields.get("reason", ""))
    return view.link("people")


def _number(fields: Mapping[str, str]) -> int:
    text = fields.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise GradebookError(f"{text!r} is not a number of this page. Open it again. Nothing was changed.")
    return int(text)
