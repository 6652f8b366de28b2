"""What an agreement report holds: its design, and a section for each thing that was judged."""

from __future__ import annotations

from dataclasses import dataclass

from labelwright.quality.coefficients.value import Agreement
from labelwright.quality.confusion import Confusion


@dataclass(frozen=True)
class WorstItem:
    """An item on which people disagree: its id, each rating in words, and the share of agreeing pairs (0 to 1)."""

    item: str
    ratings: tuple[tuple[str, str], ...]
    """(rater, rating); the rater is empty where nobody knows who it was."""
    agreement: float


@dataclass(frozen=True)
class Tendency:
    """How one person differs from the others on the same items.

    `agreement` is the mean agreement with the others (0 to 1). `bias` is how much higher they score than the others
    on average, with its interval at the report's confidence, NaN where labels have no order. `note` puts it in words.
    """

    rater: str
    n_items: int
    agreement: float
    bias: float
    low: float
    high: float
    note: str


@dataclass(frozen=True)
class Section:
    """What was found about one thing judged; the first of `coefficients` is the one to quote, `why` says why."""

    title: str
    coefficients: tuple[Agreement, ...]
    why: str
    confusion: Confusion | None = None
    worst: tuple[WorstItem, ...] = ()
    tendencies: tuple[Tendency, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def headline(self) -> Agreement:
        """The coefficient to quote."""
        return self.coefficients[0]


@dataclass(frozen=True)
class AgreementReport:
    """How far people agree: `design` says in words what was found in the data, `sections` what it means.

    Prints as text; in a notebook it draws itself.
    """

    design: str
    sections: tuple[Section, ...]

    def __repr__(self) -> str:
        """The report as text."""
        from labelwright.quality.report.text import report_text

        return report_text(self)
