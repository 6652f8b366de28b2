"""What `exercise(...)` returns during grading: gives the data and ignores check, hint and submit."""

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
    """Replaces `exercise(...)` during grading: gives the data and ignores check, hint and submit."""

    slug: str
    files: dict[str, str] = field(default_factory=dict)
    table: Table | None = None
    read_labels: Callable[[Any, Any], Any] | None = None
    """Reads the journals that were handed in: (items, task) -> the labelling. `labelwright` sets it."""
    not_lent: dict[str, str] = field(default_factory=dict)
    """For each dataset without a file, the reason."""

    def file(self, dataset: str) -> Path:
        """Return the path of the dataset's file: the published one, or a copy of what the learner's sample gives."""
        if dataset in self.not_lent:
            raise LookupError(self.not_lent[dataset])
        return Path(self.files[dataset])

    def sample(self) -> pd.DataFrame:
        """Return a new copy of the learner's own seeded sample."""
        if self.table is None:
            raise LookupError(
                f"The exercise {self.slug} uses the whole dataset and has no sample. Use `file(...)`."
            )
        return self.table.frame()

    def label(self, items: Any, task: Any, guideline: str | None = None) -> Any:
        """Show nothing, and read the journal that was handed in with the notebook."""
        assert self.read_labels is not None
        return self.read_labels(items, task)

    def check(self, task: str | None = None) -> None:
        """Do nothing: the grader checks, after the notebook has run."""

    def hint(self, task: str | None = None) -> None:
        """Do nothing: hints are for the learner's own notebook."""

    def submit(self) -> None:
        """Do nothing: the work is handed in already."""


_active: list[GradingSession] = []


def active() -> GradingSession | None:
    """Return the session of this grading run; None in a learner's own notebook."""
    return _active[-1] if _active else None


def install(session: GradingSession) -> None:
    """Make `session` what `exercise(...)` returns in this process."""
    _active[:] = [session]
