"""Write a report as text: for a terminal, a log, or a notebook without HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable

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
    # A learner's text may contain escape codes that would control the reader's terminal.
    flat = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in flat)
