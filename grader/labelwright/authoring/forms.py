"""Hand in the solution's answers in every natural form: each is accepted, or refused by a sentence that is listed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from labelwright.authoring.bench import Solved
from labelwright.authoring.natural_forms import natural_forms
from labelwright.checks.check import Check
from labelwright.checks.verdicts import Failed, NotAttempted
from labelwright.checks.work import Solution, Work
from labelwright.exchange.plain_data import Column, Table, dumps, labels, loads


@dataclass(frozen=True)
class FormsFound:
    """What the checks said of each form that they refused, by (name, form), and how many forms of each name were tried."""

    refused: Mapping[tuple[str, str], str]
    tried: Mapping[str, int]


@dataclass(frozen=True)
class TryForms:
    """Ask the checks about every natural form of every answer of the solution."""

    after: int | None = None

    def run(self, solved: Solved) -> FormsFound:
        """Return what the checks say, in this process."""
        tried: Counter[str] = Counter()
        work = solved.work()
        work.compared = {check.asks: check.absent for check in solved.checks if check.asks}
        refused = refusals(solved.checks, work, tried)
        work.close()
        return FormsFound(refused, tried)


class Reworded(Work):
    """Work with other values instead of some answers; it remembers which names were asked for, and shares what needs none."""

    def __init__(self, work: Work, values: Mapping[str, Any], shared: dict[str, Any]) -> None:
        """Answer as `work` does, but for the names of `values`; `shared` is used by all of one exercise."""
        self.names: list[str] = []
        self._base = work
        self._values_instead = values
        self._shared = shared
        super().__init__(work.material, self._answer)

    @property
    def solution(self) -> Solution:
        """The solution's answers, which no form of the learner's changes."""
        return self._base.solution

    def cached(self, key: str, compute: Callable[[], Any]) -> Any:
        """Share with other work what was computed without a question: it cannot depend on the form of an answer."""
        if key in self._shared:
            return self._shared[key]
        before, known = len(self.names), key in self._computed
        found = super().cached(key, compute)
        if not known and len(self.names) == before and not self._values:
            self._shared[key] = found
        return found

    def _answer(self, question: dict[str, Any]) -> bytes:
        self.names.append(question["name"] if question["ask"] == "value" else "")
        if question["ask"] == "value" and question["name"] in self._values_instead:
            return dumps({"state": "here", "value": self._values_instead[question["name"]]})
        return self._base._ask(question)


def refusals(checks: Sequence[Check], work: Work, tried: Counter[str]) -> dict[tuple[str, str], str]:
    """Return (name, form) to what the checks that ask for the name say of the form; count the forms of each name.

    A check that does not pass on the solution itself is left out: the proof says so elsewhere.
    """
    found: dict[tuple[str, str], str] = {}
    shared: dict[str, Any] = {}
    asking: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        reworded = Reworded(work, {}, shared)
        if _verdict(check, reworded) == "":
            for name in dict.fromkeys(filter(None, reworded.names)):
                asking[name].append(check)
    for name, those in asking.items():
        answer = loads(work._ask({"ask": "value", "name": name}))
        forms = natural_forms(live(answer["value"])) if answer["state"] == "here" else {}
        for form, make in forms.items():
            tried[name] += 1
            if said := _first_refusal(those, work, {name: make()}, shared):
                found[name, form] = said
    return found


def live(value: Any) -> Any:
    """Return plain data as what a notebook would hold."""
    if isinstance(value, Table):
        return value.frame()
    if isinstance(value, Column):
        return pd.Series(value.values, index=pd.Index(labels(value.index)))
    if isinstance(value, dict):
        return {key: live(item) for key, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        even = all(len(row) == len(value[0]) for row in value)
        numbers = even and all(isinstance(cell, (int, float)) for row in value for cell in row)
        return np.array(value) if numbers else [tuple(row) for row in value]
    two = isinstance(value, list) and len(value) == 2 and all(isinstance(end, float) for end in value)
    return tuple(value) if two else value


def _verdict(check: Check, work: Work) -> str:
    """Return what a check says against the work; empty if it passes."""
    try:
        check.function(work)
    except (Failed, NotAttempted) as said:
        return str(said) or "It failed without a sentence."
    except Exception as error:
        return f"The check crashed ({type(error).__name__}: {error})."
    return ""


def _first_refusal(
    checks: Iterable[Check], work: Work, values: Mapping[str, Any], shared: dict[str, Any]
) -> str:
    """Return what the first check that does not pass says; empty if all pass. What comes after it is not asked."""
    failed: set[str] = set()
    said = ""
    for check in checks:
        if check.after and check.after.id in failed:
            failed.add(check.id)
        elif fault := _verdict(check, Reworded(work, values, shared)):
            failed.add(check.id)
            said = said or fault
    return said
