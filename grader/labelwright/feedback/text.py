"""A report as plain text for the terminal, and as Markdown."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Callable, Iterable
from typing import Any

from labelwright.checks.verdicts import CheckResult, OutcomeKind, Report, Verdict
from labelwright.feedback import words

Paint = Callable[[str, Verdict], str]


def plain_colour(text: str, verdict: Verdict) -> str:
    """Return the text without any colour."""
    return text


def report_text(report: Report, paint: Paint = plain_colour, width: int = 88) -> str:
    """Return the whole report as text: headline, how the run ended, each check with its message."""
    lines = [clean(f"{words.title(report)}  ({report.learner})"), words.headline(report)]
    if report.outcome.kind is not OutcomeKind.FINISHED:
        lines += [_wrapped(f"{report.outcome.sentence} {report.outcome.advice}".strip(), "  ", width)]
    lines += [_wrapped(note, "  note: ", width) for note in report.notes]
    return "\n".join([*lines, "", checks_text(report.checks, paint, width)]).rstrip()


def checks_text(results: Iterable[CheckResult], paint: Paint = plain_colour, width: int = 88) -> str:
    """Return some check results as text, each with the parts of its message."""
    blocks = []
    for result in results:
        mark = paint(f"{words.MARKS[result.verdict]} {words.VERDICT_WORDS[result.verdict]}", result.verdict)
        head = f"{mark}: {clean(result.sentence)}  [{words.points(result)}]"
        body = [_wrapped(text, f"    {label}: ", width) for label, text in words.parts(result)]
        if shown := words.measured(result):
            body.append(clean(f"    ({shown})"))
        blocks.append("\n".join([head, *body]))
    return "\n".join(blocks)


def _wrapped(text: str, lead: str, width: int) -> str:
    indent = " " * min(len(lead), 6)
    return textwrap.fill(
        clean(text), width, initial_indent=lead, subsequent_indent=indent, break_long_words=False
    )


def clean(text: str) -> str:
    """Return `text` on one line, with every character that cannot be printed replaced."""
    if text.isprintable():
        return text
    # A learner's text may contain escape codes that would control the reader's terminal.
    flat = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)


_SPECIAL = re.compile(r"([\\*_{}\[\]<>()#+!|~&`]|://|(?<=www)\.)")
_SPAN = re.compile(r"((?<!`)`(?!`)[^`]+(?<!`)`(?!`))")
"""A code span as our messages write it: one backtick on each side. Several backticks could hide where a span ends."""


def report_markdown(report: Report) -> str:
    """Return the whole report as Markdown; text that the learner wrote cannot form links, images or HTML."""
    lines = [f"# {_safe(words.title(report))}", "", f"**{words.headline(report)}**", ""]
    if report.outcome.kind is not OutcomeKind.FINISHED:
        lines += [_safe(f"{report.outcome.sentence} {report.outcome.advice}".strip()), ""]
    lines += [f"- note: {_safe(note)}" for note in report.notes]
    for result in report.checks:
        lines += _check(result)
    return "\n".join(lines).rstrip() + "\n"


def _check(result: CheckResult) -> list[str]:
    word = words.VERDICT_WORDS[result.verdict]
    lines = [f"## {words.MARKS[result.verdict]} {_safe(result.sentence)}", ""]
    lines += [f"{word}, {words.points(result)} points", ""]
    lines += [f"- **{label}:** {_safe(text)}" for label, text in words.parts(result)]
    if shown := words.measured(result):
        lines.append(f"- {_safe(shown)}")
    return [*lines, ""]


def _safe(text: str) -> str:
    """Escape everything except code spans; inside a span, only the backtick is special."""
    line = "".join(c if c.isprintable() else " " for c in text)
    pieces = _SPAN.split(line)
    return "".join(piece if place % 2 else _SPECIAL.sub(r"\\\1", piece) for place, piece in enumerate(pieces))


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
