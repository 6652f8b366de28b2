"""Remember what a solution and its mistakes answered, so that the trials of one proof do not compute it again and again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from labelwright.exchange.inspect import FOLLOWED
from labelwright.exchange.plain_data import dumps

if TYPE_CHECKING:
    from labelwright.checks.solution_process import Start

Ask = Callable[[str | None, dict[str, Any]], bytes]
MAX_ANSWER = 1 << 20
"""Bytes of the largest answer that is remembered."""
MAX_TOTAL = 256 << 20
"""Bytes of all answers that are remembered."""


@dataclass
class KnownAnswers:
    """Answers by the question and by all that they follow from; `new` are those that this process added."""

    known: dict[bytes, bytes] = field(default_factory=dict)
    new: dict[bytes, bytes] = field(default_factory=dict)
    size: int = 0

    def add(self, answers: dict[bytes, bytes]) -> None:
        """Remember answers as long as there is room."""
        for key, answer in answers.items():
            if len(answer) <= MAX_ANSWER and self.size + len(answer) <= MAX_TOTAL and key not in self.known:
                self.known[key] = answer
                self.size += len(answer)


class AnswerMemory:
    """No memory: every question is asked. It is what grading uses, where each learner's data are other data."""

    def answer(self, mistake: str | None, question: dict[str, Any], ask: Ask) -> bytes:
        """Return the answer to a question to the solution, or to the work of somebody who makes a mistake."""
        return ask(mistake, question)


class RememberedAnswers(AnswerMemory):
    """The memory of runs of one solution on one learner's data.

    An answer is used again only for the same question to the same mistake, asked for the same time in a run, where the
    learner chose the same and, unless the plain solution is asked, answered the same.
    """

    def __init__(self, known: KnownAnswers, start: Start) -> None:
        """Remember in `known` what a run with this start answers."""
        self._known = known
        self._times: Counter[bytes] = Counter()
        self._plain = _digest([start.chosen, start.files, start.absent])
        self._all = _digest([start.chosen, start.files, start.absent, start.answers])

    def answer(self, mistake: str | None, question: dict[str, Any], ask: Ask) -> bytes:
        """Return the remembered answer, or ask."""
        is_plain = mistake is None and FOLLOWED not in question
        about = self._plain if is_plain else self._all
        text = json.dumps([mistake, question], sort_keys=True)
        key = about + sha256(text.encode()).digest()
        # A function that counts its calls answers the second one differently.
        self._times[key] += 1
        key += str(self._times[key]).encode()
        if key not in self._known.known:
            answer = ask(mistake, question)
            self._known.new[key] = answer
            self._known.add({key: answer})
            return answer
        return self._known.known[key]


def _digest(parts: list[Any]) -> bytes:
    """Return what names these data."""
    return sha256(dumps(parts)).digest()
