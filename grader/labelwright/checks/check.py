"""Declare a check: one function a sentence, whose docstring is the line the learner reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelwright.checks.results import Passed
    from labelwright.checks.work import Work


CheckFunction = Callable[["Work"], "Passed | None"]


@dataclass(frozen=True, slots=True)
class Check:
    """A declared check; `after` is the id of the check it needs, `weight` its share of the task's points."""

    id: str
    task: str
    sentence: str
    ask: CheckFunction
    weight: float = 1.0
    after: str = ""


def check(task: str, *, weight: float = 1.0, after: Check | None = None) -> Callable[[CheckFunction], Check]:
    """Make a check of a function `(work) -> Passed | None`; it says no by raising Failed or NotAttempted.

    `task` is the task's id in exercise.toml. The checks of a task share its points by `weight` (> 0).
    Where the check named by `after` does not pass, this one is `not_run`.
    """
    if weight <= 0:
        raise ValueError(f"a check's weight must be above 0, not {weight}")

    def declare(function: CheckFunction) -> Check:
        sentence = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ").strip()
        if not sentence:
            raise ValueError(f"{function.__name__} has no docstring; it is the line the learner reads")
        name = function.__name__.replace("_", "-")
        return Check(name, task, sentence, function, weight, after.id if after else "")

    return declare
