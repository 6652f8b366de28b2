"""Judge whether a text keeps the constraints of a brief: length, bullets, words, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from labelwright.checks.check import Passed
from labelwright.checks.failed import Failed
from labelwright.checks.vocabulary.settle import named, short, times
from labelwright.checks.vocabulary.texts import MOST, sentences, words

_BULLET = re.compile(r"^[ \t]*(?:[-*•]|\d{1,3}[.)])[ \t]+\S", re.MULTILINE)
_SIZES: dict[str, Callable[[str], int]] = {
    "word": lambda text: len(words(text)),
    "sentence": sentences,
    "character": len,
    "bullet": lambda text: len(_BULLET.findall(text)),
    "line": lambda text: len([line for line in text.splitlines() if line.strip()]),
    "paragraph": lambda text: len([part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]),
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: what it asks, in words, and what says how a text breaks it (empty where it does not)."""

    name: str
    fault: Callable[[str], str]


def count_of(unit: str, *, least: int = 0, most: int | None = None) -> Constraint:
    """The text has `least` to `most` of a unit: word, sentence, character, bullet, line or paragraph."""
    if unit not in _SIZES:
        raise ValueError(f"unit is {unit!r}; choose one of {', '.join(_SIZES)}.")
    name = f"{least} {unit}s or more" if most is None else f"{least} to {most} {unit}s"

    def fault(text: str) -> str:
        found = _SIZES[unit](text)
        return "" if least <= found and (most is None or found <= most) else f"it has {times(found, unit)}"

    return Constraint(name, fault)


def without_words(*forbidden: str) -> Constraint:
    """The text holds none of these words, whatever their case."""
    wanted = {word.casefold() for word in forbidden}

    def fault(text: str) -> str:
        used = [word for word in words(text) if word.casefold() in wanted]
        return f"it says {named(list(dict.fromkeys(used)), 3)}" if used else ""

    return Constraint(f"none of the words {', '.join(forbidden)}", fault)


def with_words(*required: str) -> Constraint:
    """The text holds each of these words, whatever their case."""

    def fault(text: str) -> str:
        there = {word.casefold() for word in words(text)}
        missing = [word for word in required if word.casefold() not in there]
        return f"it lacks {named(missing, 3)}" if missing else ""

    return Constraint(f"the words {', '.join(required)}", fault)


def json_with(*keys: str) -> Constraint:
    """The whole text is one JSON object with exactly these keys (any keys where none are given)."""

    def fault(text: str) -> str:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            return f"it is no JSON ({short(error, 80)})"
        if not isinstance(found, dict):
            return "it is JSON, but no object"
        odd = sorted(set(found) ^ set(keys)) if keys else []
        return f"its keys differ in {named(odd, 3)}" if odd else ""

    return Constraint(f"a JSON object with {', '.join(keys)}" if keys else "a JSON object", fault)


def constraints_met(text: str, constraints: Sequence[Constraint], *, why: str = "") -> Passed:
    """Pass where `text` keeps every constraint; Failed lists how it breaks each, with half credit for half or more kept."""
    if len(text) > MOST:
        raise Failed(
            f"The text has {len(text):,} characters; at most {MOST:,} are judged.", advice="Shorten it."
        )
    faults = [(one.name, fault) for one in constraints if (fault := one.fault(text))]
    if not faults:
        return Passed(len(constraints), f"all {len(constraints)} constraints")
    kept = len(constraints) - len(faults)
    listed = "; ".join(f"asked for {name}, {fault}" for name, fault in faults[:5])
    raise Failed(
        f"{kept} of {times(len(constraints), 'constraint')} are kept: {listed}.",
        why=why
        or "A constraint is the part of a brief that can be checked without a reader, so it is checked first.",
        advice="Tick off the constraints one by one before you hand in.",
        credit=0.5 if kept >= len(constraints) / 2 and kept else 0.0,
        measured=kept,
        expected=f"all {len(constraints)} constraints",
    )
