"""Judge single numbers, and recognise a known wrong answer by its value."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from labelwright.checks.failed import Failed


@dataclass(frozen=True, slots=True)
class Known:
    """A wrong answer that is understood: the value it gives for this learner's data, and its explanation."""

    value: float
    misconception: str
    advice: str = ""


def diagnose(value: float, known: Iterable[Known], *, tolerance: float = 1e-6) -> Known | None:
    """The known wrong answer that `value` equals within `tolerance`; None where it matches none."""
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
    """Pass where |value - truth| <= tolerance; otherwise Failed, naming the mistake if it is a known one.

    The message shows the learner's value, never the truth.
    """
    if abs(value - truth) <= tolerance:
        return
    match = diagnose(value, known, tolerance=max(tolerance, 1e-9))
    raise Failed(
        f"`{name}` is {value:{show}}, which is not the value for your data.",
        misconception=match.misconception if match else "",
        why=why,
        advice=(match.advice if match else "") or advice,
        measured=value,
        expected=f"within {tolerance:g} of the reference for your data",
    )
