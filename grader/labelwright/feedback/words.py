"""Give the words and numbers that every form of a report shares."""

from __future__ import annotations

import re

from labelwright.checks.verdicts import CheckResult, Report, Verdict
from labelwright.course.exercise import Task

_EMPHASIS = re.compile(
    r"`[^`]*`"  # code is found first and stays as it is
    r"|(?<![\w*'\"\\])\*(?=[^\s*])([^*`\n]{1,80}?)(?<=\S)\*(?![\w*'\"])"
)

VERDICT_WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "not right yet",
    Verdict.NOT_ATTEMPTED: "not attempted",
    Verdict.NOT_RUN: "not run",
}
MARKS = {Verdict.PASSED: "✓", Verdict.FAILED: "✗", Verdict.NOT_ATTEMPTED: "○", Verdict.NOT_RUN: "–"}


def number(value: float) -> str:
    """Return a number as people write it: no zeros at the end, at most four decimals, commas between thousands."""
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def points(result: CheckResult) -> str:
    """Return the points of a check, such as "20 of 25"."""
    return f"{number(round(result.points, 2))} of {number(round(result.max_points, 2))}"


def out_of(report: Report) -> str:
    """Return the score, such as "75 of 100"."""
    return f"{number(round(report.score, 2))} of {number(report.max_score)}"


def score(report: Report) -> str:
    """Return the score, such as "75 of 100 points"."""
    return f"{out_of(report)} points"


def measured(result: CheckResult) -> str:
    """Return the measured value with the expected range; empty if the check measures nothing."""
    if result.measured is None:
        return ""
    value = f"{result.measured:.6g}" if isinstance(result.measured, float) else str(result.measured)
    return f"measured {value}" + (f", expected {result.expected}" if result.expected else "")


def parts(result: CheckResult) -> list[tuple[str, str]]:
    """Return the parts that the message has, each with its label, in reading order; *words* become “words”."""
    labelled = [
        ("Found", result.found),
        ("This is a known mistake", result.misconception),
        ("Why it matters", result.why),
        ("Try", result.advice),
    ]
    return [(label, _quoted(text)) for label, text in labelled if text]


def _quoted(text: str) -> str:
    """Return `text` with *words* between asterisks as “words”; code, quotations and multiplications stay."""
    return _EMPHASIS.sub(lambda found: f"“{found[1]}”" if found[1] else found[0], text)


def title(report: Report) -> str:
    """Return the title of the work: the exercise's title, or its slug, or "Your submission"."""
    return report.title or report.exercise or "Your submission"


def waiting(report: Report) -> str:
    """Return how many points were marked so far and how many wait for a person; empty if none wait."""
    if not report.person_points:
        return ""
    marked = number(round(report.max_score - report.person_points, 2))
    return (
        f"{number(round(report.score, 2))} of {marked} points marked so far; {number(report.person_points)} points wait "
        "for a person"
    )


def rubric(task: Task) -> str:
    """Return how a person marks a task, as Markdown."""
    lines = [f"A person marks this task, with up to {number(task.points)} points, after you hand in:", ""]
    for criterion in task.criteria:
        lines.append(f"- {criterion.text} ({number(criterion.points)} points)")
        lines += [f"    - {number(level.points)}: {level.text}" for level in criterion.levels]
    return "\n".join(lines)


def headline(report: Report) -> str:
    """Return one line that says whether the whole work passed."""
    if not (report.checks or report.person_tasks):
        return "Not graded"
    if report.passed:
        return f"Passed: {waiting(report) or score(report)}"
    if report.can_still_pass:
        return f"Not decided yet: {waiting(report)}"
    if report.person_points:
        return f"Not passed yet: {waiting(report)}"
    if not any(result.verdict in (Verdict.PASSED, Verdict.FAILED) for result in report.checks):
        broken = all(result.verdict is Verdict.NOT_RUN for result in report.checks)
        return f"Not {'checked' if broken else 'attempted'} yet: {score(report)}"
    missing = [r for r in report.checks if r.must and r.verdict is not Verdict.PASSED]
    needed = " (a required part is missing)" if missing else ""
    return f"Not passed yet: {score(report)}{needed}"
