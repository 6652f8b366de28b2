"""The gradebook as a table for people and spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from labelwright.checks.verdicts import Report

COLUMNS = ("learner", "exercise", "version", "outcome", "score", "max_score", "passed", "graded_at", "source")


def rows(reports: Iterable[Report]) -> list[tuple[str, ...]]:
    """One row of text a report, in COLUMNS' order."""
    return [
        (
            report.learner,
            report.exercise,
            str(report.version),
            report.outcome.kind.value,
            f"{report.score:g}",
            f"{report.max_score:g}",
            "yes" if report.passed else "no",
            report.graded_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            report.source_name,
        )
        for report in reports
    ]


def as_csv(reports: Iterable[Report]) -> str:
    """The table as CSV in which no cell can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(reports):
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def neutral(cell: str) -> str:
    """`cell` on one line, with a leading apostrophe where a spreadsheet would read a formula."""
    # A line break would start a new row for a lenient reader, and with it a new cell.
    line = re.sub(r"[\r\n]+", " ", cell)
    return f"'{line}" if line.lstrip()[:1] in tuple("=+-@＝＋－＠") or line[:1] == "\t" else line
