"""Declare a check: one function per check, whose docstring is the line that the learner reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Passed
    from labelwright.checks.work import Work


CheckFunction = Callable[["Work"], "Passed | None"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check; `after` is the check that it needs, `weight` its share of the task's points.

    `asks` is the name that a declared check compares with the solution's; empty for a function.
    """

    id: str
    task: str
    sentence: str
    function: CheckFunction
    weight: float = 1.0
    after: Check | None = None
    asks: str = ""
    inputs: Callable[[Work], Sequence[tuple[Any, ...]]] | None = None
    """What a declared check of a function calls it with."""
    absent: Any = ...
    """What a key means that a declared mapping does not have; `...` if it must have each."""

    def __post_init__(self) -> None:
        """Refuse a weight that is not above 0."""
        if self.weight <= 0:
            raise ValueError(f"a check's weight must be above 0, not {self.weight}")
        if self.after is not None and not isinstance(self.after, Check):
            raise TypeError(f"`after` is the check itself, without quotes, not {self.after!r}")


def check(task: str, *, weight: float = 1.0, after: Check | None = None) -> Callable[[CheckFunction], Check]:
    """Turn a function `(work) -> Passed | None` into a check; it fails by raising Failed or NotAttempted.

    `task` is the task's id in exercise.toml. The checks of a task share its points by `weight` (> 0). If the check
    `after` does not pass, this one is `not_run`.
    """

    def declare(function: CheckFunction) -> Check:
        sentence = (inspect.getdoc(function) or "").split("\n\n")[0].replace("\n", " ").strip()
        if not sentence:
            raise ValueError(
                f"{function.__name__} has no docstring. Write one: it is the line that the learner reads"
            )
        name = function.__name__.replace("_", "-")
        return Check(name, task, sentence, function, weight, after)

    return declare
