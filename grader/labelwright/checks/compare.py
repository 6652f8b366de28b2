"""Compare a given value with the right one: bands of a score, numbers, choices and sets of items, with known wrong answers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from labelwright.checks.verdicts import Failed, ItemAnswer, Measure, Passed

_SLACK = 1e-9
ROUNDED_CREDIT = 0.8
_KEEP_DIGITS = "Keep the full value in the variable, and round only when you print."


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was recognised in the learner's own data, and one thing to try."""

    misconception: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Bands:
    """The value that earns full credit, and the lower value that earns half of it (None: no half credit).

    Raise ValueError if `half` is above `full`.
    """

    full: float
    half: float | None = None

    def __post_init__(self) -> None:
        if self.half is not None and self.half > self.full:
            raise ValueError(
                f"the value for half credit ({self.half:g}) is above the value for full credit ({self.full:g})"
            )

    def __str__(self) -> str:
        """Return the bands as a phrase."""
        words = f"at least {self.full:g}"
        return words if self.half is None else f"{words}; half the points from {self.half:g}"


def at_least(value: float, *, full: float, half: float | None = None) -> float:
    """Return the credit of a value that should be high: 1 from `full` on, 0.5 from `half` on, otherwise 0; 0 for NaN."""
    Bands(full, half)
    if value >= full - _SLACK:
        return 1.0
    return 0.5 if half is not None and value >= half - _SLACK else 0.0


def at_most(value: float, *, full: float, half: float | None = None) -> float:
    """Return the credit of a value that should be low: 1 up to `full`, 0.5 up to `half`, otherwise 0; 0 for NaN."""
    return at_least(-value, full=-full, half=None if half is None else -half)


def settle(
    value: float,
    bands: Bands,
    found: str,
    *,
    mistakes: Iterable[Mistake] = (),
    blocked: str = "",
    why: str = "",
    advice: str = "",
    measures: tuple[Measure, ...] = (),
    note: str = "",
    credit: float | None = None,
    expected: str = "",
    measured: str = "",
    items: tuple[ItemAnswer, ...] = (),
) -> Passed:
    """Pass if `value` reaches full credit and nothing blocks it; otherwise raise Failed with `found` and the first mistake.

    `blocked` names a fault that forbids a pass by itself; it comes first in the message and leaves half credit at most.
    `credit` (0 to 1) and `expected` replace what the bands give, for a check that weighs several values; `measured` is what is
    shown instead of the value.
    """
    credit = at_least(value, full=bands.full, half=bands.half) if credit is None else credit
    shown = measured or ("undefined" if math.isnan(value) else round(value, 4))
    expected = expected or str(bands)
    if credit >= 1.0 and not blocked:
        return Passed(shown, expected, note, measures, items=items)
    first = next(iter(mistakes), None)
    raise Failed(
        f"{blocked} {found}".strip(),
        misconception=first.misconception if first else "",
        why=why,
        advice=(first.advice if first else "") or advice,
        credit=min(credit, 0.5) if blocked else credit,
        measured=shown,
        expected=expected,
        measures=measures,
        items=items,
    )


def quote_some(ids: Collection[object], limit: int = 5) -> str:
    """Quote the first few of many ids or labels in back ticks, and say how many more there are."""
    shown = ", ".join(f"`{shorten(item)}`" for item in list(ids)[:limit])
    rest = len(ids) - limit
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def shorten(value: object, length: int = 80) -> str:
    """Return `value` as text on one line, cut to `length` characters."""
    text = " ".join(str(value)[: 4 * length].split())
    return text if len(text) <= length else f"{text[: length - 3]}..."


def count_noun(number: int, noun: str, nouns: str = "") -> str:
    """Return a count with its noun: 1 item, 1,200 items."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def bounds(hits: int, n: int) -> tuple[float | None, float | None]:
    """Return Wilson's 95 % interval of `hits` in `n`, rounded for a Measure; (None, None) if n is 0."""
    from labelwright.quality.confusion import wilson

    if n == 0:
        return None, None
    low, high = wilson(hits, n)
    return round(low, 4), round(high, 4)


@dataclass(frozen=True, slots=True)
class Known:
    """A known wrong answer: the value that it gives for this learner's data, and its explanation."""

    value: float
    misconception: str
    advice: str = ""


def diagnose(value: float, known: Iterable[Known], *, tolerance: float = 1e-6) -> Known | None:
    """Return the known wrong answer that `value` equals within `tolerance`, or None.

    0 and 1 are given by many mistakes, so they name none; nor do NaN and infinity.
    """
    matches = [
        wrong
        for wrong in known
        if math.isfinite(wrong.value) and wrong.value not in (0, 1) and abs(value - wrong.value) <= tolerance
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
    """Return if |value - truth| <= tolerance, or if both are NaN; otherwise raise Failed, which names a known mistake.

    A right value that was rounded is told so and earns most of the points. The message shows the learner's value, never
    the truth.
    """
    if abs(value - truth) <= tolerance or (math.isnan(value) and math.isnan(truth)):
        return
    match = diagnose(value, known, tolerance=max(tolerance, 1e-9))
    if is_rounded(value, truth):
        if match is None:
            raise rounded(name, value, tolerance)
        # A known wrong answer gives the same few digits, so nobody can tell which of the two it is: both are named.
        match = Known(match.value, f"{match.misconception} Or you rounded the right value.", match.advice)
    # Two numbers that are shown alike would look the same.
    said = f"{value:{show}}" if f"{value:{show}}" != f"{truth:{show}}" else repr(value)
    raise Failed(
        f"`{name}` is {said}, which is not the right value for your data.",
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "") or advice,
        measured=value,
        expected=_within(tolerance),
    )


def is_rounded(value: float, truth: float) -> bool:
    """Return whether `value` is not `truth` but has its first digits and only these: two or more, three of a whole number.

    The last digit may be rounded or, of three digits or more, cut.
    """
    if not (math.isfinite(value) and math.isfinite(truth)) or value == truth:
        return False
    digits = len(f"{abs(value):.11e}".partition("e")[0].replace(".", "").rstrip("0"))
    same = 1e-9 * max(1.0, abs(truth))
    for places in range(-3, 12):
        size = 10.0**-places
        # .50 is written .5: of a number of some size, two places may end in zeros.
        enough = (
            (digits >= 2 or (places > 1 and abs(value) >= 0.1 and abs(value) != 1))
            if places > 0
            else digits >= 3
        )
        is_near = abs(value - round(truth, places)) <= same and enough
        is_cut = abs(value - math.trunc(truth / size) * size) <= same and digits >= 3
        if (is_near or is_cut) and abs(value - truth) > same:
            return True
    return False


def rounded_alike(pairs: Sequence[tuple[float, float]]) -> bool:
    """Return whether all values of the pairs (value, truth) are the truths, rounded to one number of places from 2 on.

    With several numbers this cannot be chance, also where one of them has few digits.
    """
    finite = len(pairs) > 1 and all(math.isfinite(one) and math.isfinite(right) for one, right in pairs)
    differ = any(abs(one - right) > 1e-9 * max(1.0, abs(right)) for one, right in pairs)
    return (
        finite
        and differ
        and any(
            all(abs(one - round(right, places)) <= 1e-9 for one, right in pairs) for places in range(2, 9)
        )
    )


def refuse_rounded(name: str, pairs: Iterable[tuple[float, float]], tolerance: float) -> None:
    """Raise Failed if each value of the pairs (value, truth) is right or rounded, and one or more are rounded."""
    off = [(value, truth) for value, truth in pairs if not abs(value - truth) <= tolerance]
    if off and all(is_rounded(value, truth) for value, truth in off):
        raise rounded(name, off[0][0], tolerance)


def rounded(name: str, value: float, tolerance: float) -> Failed:
    """Return the failure of a right value that was rounded further than the tolerance allows."""
    return Failed(
        f"`{name}` is {value:g}: right, but rounded.",
        why="A rounded number cannot be checked or used in other computations.",
        advice=_KEEP_DIGITS,
        credit=ROUNDED_CREDIT,
        measured=value,
        expected=_within(tolerance),
    )


def _within(tolerance: float) -> str:
    return f"within {tolerance:g} of the reference for your data"


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
    from labelwright.quality.confusion import found_score

    found = found_score(given, wanted)
    hits = tuple(item for item in wanted if item in found.hits)
    missed = tuple(item for item in wanted if item in found.missed)
    return FoundItems(hits, missed, tuple(item for item in given if item in found.extra))
