"""What a check may say: the work is right (Passed), wrong (Failed), or still missing (NotAttempted)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Matrix, Measure


@dataclass(frozen=True, slots=True)
class Passed:
    """What a passing check may add: the measured value, the expected range, a note, and measures and matrices to show."""

    measured: float | str | None = None
    expected: str = ""
    note: str = ""
    measures: tuple[Measure, ...] = ()
    matrices: tuple[Matrix, ...] = ()


class Failed(Exception):
    """The work was read and is not right; every part is text for the learner.

    `found` says what was found, with whole values and ids; `misconception` says which known mistake it matches;
    `why` says why it matters to a data trainer; `advice` gives one thing to try. `credit` (0 to below 1) is the share of
    the check's points that the work still earns. `measured` and `expected` are shown side by side.
    """

    def __init__(
        self,
        found: str,
        *,
        misconception: str = "",
        why: str = "",
        advice: str = "",
        credit: float = 0.0,
        measured: float | str | None = None,
        expected: str = "",
        measures: tuple[Measure, ...] = (),
        matrices: tuple[Matrix, ...] = (),
    ) -> None:
        super().__init__(found)
        if not 0.0 <= credit < 1.0:
            raise ValueError(f"credit must be at least 0 and below 1, not {credit}; full credit is a pass")
        self.found = found
        self.misconception = misconception
        self.why = why
        self.advice = advice
        self.credit = credit
        self.measured = measured
        self.expected = expected
        self.measures = measures
        self.matrices = matrices


class NotAttempted(Exception):
    """The answer is missing or is still the starter's `...`; the text says what to write."""
