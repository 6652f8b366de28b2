"""Classical item analysis of an exercise's checks: how hard each one is, and whether it separates able learners.

Facility is the mean share of a check's points, 0 to 1. Discrimination is the point-biserial correlation of passing the check
with the rest score, which is the points of all other checks: with its own points in the score, a check would correlate with
itself. Source: Henrysson 1963, Correction of item-total correlations in item analysis, Psychometrika 28, 211-218; Lord and
Novick 1968, Statistical Theories of Mental Test Scores, chapter 15.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation, mean

from labelwright.checks.verdicts import Report, Verdict

LEAST = 20
"""The fewest learners from which a discrimination is shown; with fewer, it says more about chance than about the check."""


@dataclass(frozen=True)
class CheckFacts:
    """What a class did with one check. `discrimination` is None where `why` says why it is not known."""

    id: str
    task: str
    sentence: str
    n: int
    passed: int
    failed: int
    not_attempted: int
    not_run: int
    facility: float
    discrimination: float | None
    why: str = ""


def check_facts(reports: Sequence[Report]) -> tuple[CheckFacts, ...]:
    """Return the facts about each check of these reports, one report for each learner, in the order of the newest checks.

    A check that did not run earned no points, so it counts as not passed.
    """
    order = {check.id: check for report in reports for check in report.checks}
    return tuple(_facts(id, reports) for id in order)


def _facts(id: str, reports: Sequence[Report]) -> CheckFacts:
    found = [(report, check) for report in reports for check in report.checks if check.id == id]
    verdicts = Counter(check.verdict for _, check in found)
    shares = [check.points / check.max_points if check.max_points else 0.0 for _, check in found]
    passed = [float(check.verdict is Verdict.PASSED) for _, check in found]
    rest = [report.score - check.points for report, check in found]
    discrimination, why = point_biserial(passed, rest)
    newest = found[-1][1]
    return CheckFacts(
        id,
        newest.task,
        newest.sentence,
        len(found),
        verdicts[Verdict.PASSED],
        verdicts[Verdict.FAILED],
        verdicts[Verdict.NOT_ATTEMPTED],
        verdicts[Verdict.NOT_RUN],
        mean(shares),
        discrimination,
        why,
    )


def point_biserial(passed: Sequence[float], rest: Sequence[float]) -> tuple[float | None, str]:
    """Return the correlation of 0-or-1 results with rest scores, -1 to 1, and an empty text; or None and why not."""
    if len(passed) < LEAST:
        return None, f"fewer than {LEAST} learners"
    if len(set(passed)) == 1:
        return None, "everybody passed" if passed[0] else "nobody passed"
    try:
        return correlation(passed, rest), ""
    except StatisticsError:
        return None, "everybody has the same points elsewhere"
