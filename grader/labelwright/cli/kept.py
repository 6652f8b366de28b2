"""What a grading run keeps: reports in the gradebook, counts for the summary, and a feedback page a learner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from labelwright.checks.verdicts import Report
from labelwright.feedback.html import feedback_page
from labelwright.gradebook.book import Gradebook
from labelwright.grading.lines import report_line
from labelwright.grading.submissions import Submission
from labelwright.notebook.handin import safe_name

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Run:
    """One run so far: outcomes by name, when work was handed in, and whose pages may have to be written."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    changed: set[str] = field(default_factory=set)
    graded: dict[str, datetime] = field(default_factory=dict)
    """Every learner of the run, with the time of their newest report in it."""
    handed_in: datetime | None = None
    """When all of it was handed in; None takes each file's own time."""
    _came: dict[str, datetime] = field(default_factory=dict)

    def came(self, submission: Submission) -> Submission:
        """Note when a submission was handed in; a time that has not come yet counts as now."""
        when = self.handed_in or submission.handed_in
        if when is not None:
            when = min(when, datetime.now(UTC))
            self._came[submission.sha256] = min(when, self._came.get(submission.sha256, when))
        return submission

    def keep(self, report: Report, book: Gradebook, lines: IO[str] | None) -> bool:
        """Record one report and count it; False where the book held it already."""
        new = book.record(report, self._came.pop(report.submission_sha256, None))
        if lines is not None:
            lines.write(report_line(report) + "\n")
            lines.flush()
        self.outcomes[report.outcome.kind.value] += 1
        self.graded[report.learner] = max(report.graded_at, self.graded.get(report.learner, _NEVER))
        if new:
            self.changed.add(report.learner)
        return new


def stale_pages(book: Gradebook, run: Run, folder: Path) -> Iterator[str]:
    """Learners of the run whose page is missing or older than their reports or the last thing anybody said."""
    said = book.last_said() or _NEVER
    for learner, graded in sorted(run.graded.items()):
        written = _written(page_of(learner, folder))
        if learner in run.changed or written is None or written <= max(graded, said):
            yield learner


def page_of(learner: str, folder: Path) -> Path:
    """Where a learner's feedback page is written."""
    return folder / f"{safe_name(learner)}.html"


def _written(page: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(page.stat().st_mtime, UTC)
    except OSError:
        return None


def write_pages(book: Gradebook, learners: Iterable[str], folder: Path) -> list[Path]:
    """Write one feedback page a learner into `folder`; the pages written."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for learner in learners:
        path = page_of(learner, folder)
        reports = book.reports(learner)
        notes = {slug: _said(book, learner, slug) for slug in {report.exercise for report in reports}}
        path.write_text(feedback_page(learner, reports, notes), encoding="utf-8")
        pages.append(path)
    return pages


def _said(book: Gradebook, learner: str, exercise: str) -> list[str]:
    """What people said of this work, each with the task it concerns."""
    notes = book.notes_for(learner, exercise)
    return [f"{note.task}: {note.text}" if note.task else note.text for note in notes]
