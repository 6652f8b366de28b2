"""Show what `check` and `hint` found: a card in JupyterLab, text in a terminal."""

from __future__ import annotations

from dataclasses import dataclass

from labelwright.checks.verdicts import CheckResult
from labelwright.exchange.outside_text import one_line
from labelwright.feedback.text import checks_text


@dataclass(frozen=True)
class Card:
    """Check results that a notebook can show; `results` holds the same as data."""

    title: str
    headline: str
    results: tuple[CheckResult, ...]
    note: str = ""

    def _repr_html_(self) -> str:
        from labelwright.feedback.html import card_html

        return card_html(self.title, self.headline, self.results, self.note)

    def __repr__(self) -> str:
        """Return the card as text."""
        lines = [one_line(f"{self.title}: {self.headline}"), checks_text(self.results), one_line(self.note)]
        return "\n".join(line for line in lines if line)


@dataclass(frozen=True)
class HintCard:
    """One hint that a notebook can show; `text` is Markdown."""

    title: str
    text: str

    def _repr_html_(self) -> str:
        from labelwright.feedback.html import hint_html

        return hint_html(self.title, self.text)

    def __repr__(self) -> str:
        """Return the hint as text."""
        return f"{self.title}\n{self.text}"
