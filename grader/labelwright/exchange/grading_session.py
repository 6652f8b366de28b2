"""What a notebook is given while it is graded: its data, and nothing to check with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright.exchange.plain_data import Table

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class GradingSession:
    """The stand-in for a session inside a grading run; it holds data and no checks."""

    slug: str
    files: dict[str, str] = field(default_factory=dict)
    table: Table | None = None
    read_labels: Callable[[Any, Any], Any] | None = None
    """What reads the journals that were handed in: (items, task) -> the labelling. `labelwright` sets it."""

    def file(self, dataset: str) -> Path:
        """The path of the dataset's published file."""
        return Path(self.files[dataset])

    def sample(self) -> pd.DataFrame:
        """A fresh copy of the learner's own seeded sample."""
        if self.table is None:
            raise LookupError(f"The exercise {self.slug} works on the whole dataset; it draws no sample.")
        return self.table.frame()

    def label(self, items: Any, task: Any, guideline: str | None = None) -> Any:
        """Show nothing, and read the journal that was handed in with the notebook."""
        assert self.read_labels is not None
        return self.read_labels(items, task)

    def check(self, task: str | None = None) -> None:
        """Do nothing: the grader checks, after the notebook has run."""

    def hint(self, task: str) -> None:
        """Do nothing: hints are for the learner's own notebook."""

    def submit(self) -> None:
        """Do nothing: the work has been handed in already."""


_active: list[GradingSession] = []


def active() -> GradingSession | None:
    """The session of this grading run; None in a learner's own notebook."""
    return _active[-1] if _active else None


def install(session: GradingSession) -> None:
    """Make `session` what `exercise(...)` returns in this process."""
    _active[:] = [session]
