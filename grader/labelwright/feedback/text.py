"""A report as plain text for the terminal, and as Markdown."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from labelwright.checks.verdicts import CheckResult, OutcomeKind, Report, Verdict
from labelwright.exchange.outside_text import markdown, one_line
from labelwright.feedback import words
from labelwright.feedback.entry import Entry

clean = one_line
"""The name that callers of this module know it by."""

Paint = Callable[[str, Verdict], str]


def plain_colour(text: str, verdict: Verdict) -> str:
    """Return the text without any colour."""
    return text


def report_text(report: Report, paint: Paint = plain_colour, width: int = 88) -> str:
    """Return the whole report as text: headline, how the run ended, each check with its message."""
    lines = [one_line(f"{words.title(report)}  ({report.learner})"), words.headline(report)]
    if report.outcome.kind is not OutcomeKind.FINISHED:
        lines += [_wrapped(f"{report.outcome.sentence} {report.outcome.advice}".strip(), "  ", width)]
    lines += [_wrapped(note, "  note: ", width) for note in report.notes]
    return "\n".join([*lines, "", checks_text(report.checks, paint, width)]).rstrip()


def checks_text(results: Iterable[CheckResult], paint: Paint = plain_colour, width: int = 88) -> str:
    """Return some check results as text, each with the parts of its message."""
    blocks = []
    for result in results:
        mark = paint(f"{words.MARKS[result.verdict]} {words.VERDICT_WORDS[result.verdict]}", result.verdict)
        head = f"{mark}: {one_line(result.sentence)}  [{words.points(result)}]"
        body = [_wrapped(text, f"    {label}: ", width) for label, text in words.parts(result)]
        if shown := words.measured(result):
            body.append(one_line(f"    ({shown})"))
        blocks.append("\n".join([head, *body]))
    return "\n".join(blocks)


def _wrapped(text: str, lead: str, width: int) -> str:
    indent = " " * min(len(lead), 6)
    return textwrap.fill(
        one_line(text), width, initial_indent=lead, subsequent_indent=indent, break_long_words=False
    )


def entry_markdown(entry: Entry) -> str:
    """Return one exercise of a learner's page as Markdown: the grade that counts first, then the report behind it."""
    lines = [f"# {markdown(entry.title)}", "", f"**{markdown(entry.headline)}**", ""]
    lines += [markdown(" ".join(entry.facts)), ""] if entry.facts else []
    lines += [f"**What to do next:** {markdown(entry.next_step)}", ""] if entry.next_step else []
    if entry.comments:
        lines += [
            "## From your instructor",
            "",
            *(f"- {markdown(comment)}" for comment in entry.comments),
            "",
        ]
    if entry.report is not None:
        lines += _body(entry.report)
    return "\n".join(lines).rstrip() + "\n"


def report_markdown(report: Report) -> str:
    """Return the whole report as Markdown; text that the learner wrote cannot form links, images or HTML."""
    head = [f"# {markdown(words.title(report))}", "", f"**{words.headline(report)}**", ""]
    return "\n".join([*head, *_body(report)]).rstrip() + "\n"


def _body(report: Report) -> list[str]:
    lines: list[str] = []
    if report.outcome.kind is not OutcomeKind.FINISHED:
        lines += [markdown(f"{report.outcome.sentence} {report.outcome.advice}".strip()), ""]
    lines += [f"- note: {markdown(note)}" for note in report.notes]
    for result in report.checks:
        lines += _check(result)
    return lines


def _check(result: CheckResult) -> list[str]:
    word = words.VERDICT_WORDS[result.verdict]
    lines = [f"## {words.MARKS[result.verdict]} {markdown(result.sentence)}", ""]
    lines += [f"{word}, {words.points(result)} points", ""]
    lines += [f"- **{label}:** {markdown(text)}" for label, text in words.parts(result)]
    if shown := words.measured(result):
        lines.append(f"- {markdown(shown)}")
    return [*lines, ""]


def report_line(report: Report) -> str:
    """Return one JSON object on one line, without a line end; course/instructors/ explains its fields."""
    return json.dumps(
        {
            "learner": report.learner,
            "exercise": report.exercise,
            "version": report.version,
            "outcome": report.outcome.kind.value,
            "outcome_sentence": report.outcome.sentence,
            "cell": report.outcome.cell,
            "score": report.score,
            "max_score": report.max_score,
            "passed": report.passed,
            "waiting_points": report.person_points,
            "sandbox_level": report.level,
            "grader_version": report.grader_version,
            "submission_sha256": report.submission_sha256,
            "source": report.source_name,
            "notes": list(report.notes),
            "checks": [_json_lines_check(result) for result in report.checks],
        },
        ensure_ascii=False,
    )


def _json_lines_check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "task": result.task,
        "verdict": result.verdict.value,
        "points": round(result.points, 4),
        "max_points": round(result.max_points, 4),
        "must": result.must,
        "measured": result.measured,
        "expected": result.expected,
        "message": result.message,
    }
