"""What a feedback page says about one exercise, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from labelwright.checks.verdicts import Report
from labelwright.feedback import words

PASSED, OPEN, IDLE = "passed", "failed", "idle"
"""The tones of an entry: passed, something to do, nothing to judge."""


@dataclass(frozen=True)
class Entry:
    """One exercise on a learner's page.

    `headline` is the grade that counts and `facts` say how it came about, in sentences. `grade` and `state` are the same in
    a few words, for the summary. `report` belongs to the submission that counts, None without one, and `others` are the
    reports of the submissions that do not count. `comments` are what people wrote. An untouched entry is folded away.
    """

    title: str
    headline: str
    module: str = ""
    grade: str = ""
    state: str = ""
    tone: str = IDLE
    facts: tuple[str, ...] = ()
    next_step: str = ""
    comments: tuple[str, ...] = ()
    report: Report | None = None
    others: tuple[Report, ...] = ()
    is_untouched: bool = False


def entry_of(report: Report, comments: tuple[str, ...] = ()) -> Entry:
    """Return the entry of a report that no gradebook has weighed: what the checks gave is all that is known."""
    outcome = report.outcome
    return Entry(
        title=words.title(report),
        headline=words.headline(report),
        module=report.facts.module_title,
        grade=words.out_of(report) if report.checks else "",
        state="passed" if report.passed else "not passed yet" if report.checks else "not graded",
        tone=PASSED if report.passed else OPEN,
        facts=() if report.checks else (outcome.sentence,),
        next_step="" if report.checks else outcome.advice,
        comments=comments,
        report=report,
    )
