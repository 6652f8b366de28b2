"""Compare a given value with the right one: numbers, choices and sets of items, with known wrong answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from labelwright.checks.bands import quote_some
from labelwright.checks.results import Failed
from labelwright.quality.precision_recall import found_score


@dataclass(frozen=True, slots=True)
class Known:
    """A known wrong answer: the value that it gives for this learner's data, and its explanation."""

    value: float
    misconception: str
    advice: str = ""


def diagnose(value: float, known: Iterable[Known], *, tolerance: float = 1e-6) -> Known | None:
    """Return the known wrong answer that `value` equals within `tolerance`, or None."""
    matches = [
        wrong for wrong in known if math.isfinite(wrong.value) and abs(value - wrong.value) <= tolerance
    ]
    return min(matches, key=lambda wrong: abs(value - wrong.value), default=None)


def close(
    name: str,
    value: float,
    truth: float,
    *,
    tolerance: float,
    known: Iterable[Known] = (),
    why: str = "",
    advice: str = "",
    show: str = ".4f",
) -> None:
    """Return if |value - truth| <= tolerance; otherwise raise Failed, which names the mistake if it is known.

    The message shows the learner's value, never the truth.
    """
    if abs(value - truth) <= tolerance:
        return
    match = diagnose(value, known, tolerance=max(tolerance, 1e-9))
    raise Failed(
        f"`{name}` is {value:{show}}, which is not the right value for your data.",
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "") or advice,
        measured=value,
        expected=f"within {tolerance:g} of the reference for your data",
    )


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return `value` as the list spells it, ignoring case and outer space; Failed names the list."""
    allowed = list(allowed)
    for word in allowed:
        if value.casefold().strip() == word.casefold():
            return word
    listed = ", ".join(f'"{word}"' for word in allowed)
    raise Failed(
        f"`{name}` is {value!r}, which is not one of the choices.",
        why="Labels that are not in the agreed list are the most common reason why a batch is sent back.",
        advice=f"Use one of: {listed}.",
    )


def right_choice(
    name: str,
    value: str,
    choices: Mapping[str, str],
    *,
    why: str,
    advice: str,
    credit: float = 0.0,
    expected: str = "",
) -> str:
    """Return `value` as `choices` spells it; raise Failed if it is not a choice, or is a wrong one.

    `choices` maps each word that may be chosen to the misconception that it shows, and a right word to an empty text.
    """
    choice = one_of(name, value, choices)
    if choices[choice]:
        raise Failed(
            f'`{name}` is "{choice}".',
            misconception=choices[choice],
            why=why,
            advice=advice,
            credit=credit,
            measured=choice,
            expected=expected,
        )
    return choice


@dataclass(frozen=True, slots=True)
class FoundItems:
    """How a found set compares with the true set, for messages: the parts in a stable order, and no score undefined."""

    hits: tuple[str, ...]
    missed: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def recall(self) -> float:
        """Share of the true items that were found, 0 to 1; 1 if there are none."""
        wanted = len(self.hits) + len(self.missed)
        return len(self.hits) / wanted if wanted else 1.0

    @property
    def precision(self) -> float:
        """Share of the found items that are true, 0 to 1; 1 if nothing was found."""
        found = len(self.hits) + len(self.extra)
        return len(self.hits) / found if found else 1.0

    def some_extra(self, limit: int = 5) -> str:
        """Quote the first few items that are not true, for a message."""
        return quote_some(self.extra, limit)


def found_items(named: Iterable[str], true: Iterable[str]) -> FoundItems:
    """Compare the items that were named (repeats count once) with the true ones, by `quality.found_score`.

    Hits and missed items are in the order of `true`, extra ones in the order of `named`.
    """
    wanted, given = dict.fromkeys(true), dict.fromkeys(named)
    found = found_score(given, wanted)
    hits = tuple(item for item in wanted if item in found.hits)
    missed = tuple(item for item in wanted if item in found.missed)
    return FoundItems(hits, missed, tuple(item for item in given if item in found.extra))
