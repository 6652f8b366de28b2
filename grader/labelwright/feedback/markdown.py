"""Write a report as Markdown: for a pull request, a forum, or an e-mail."""

from __future__ import annotations

import re

from labelwright.checks.verdicts import CheckResult, OutcomeKind, Report
from labelwright.feedback import words

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
