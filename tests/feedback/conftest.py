"""One fixed report with every verdict in it, and a hostile one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from labelwright.checks.verdicts import (
    CheckResult,
    ExerciseFacts,
    Measure,
    Outcome,
    OutcomeKind,
    Report,
    Verdict,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![picture](https://evil.example/x.png)",
    "[click](javascript:alert(1))",
    "[click](https://evil.example)",
    "<https://evil.example>",
    "https://evil.example www.evil.example",
    "\x1b[31mred\x1b[0m\x07\x9b31m\x00",
    "`code` ``` <b>bold</b> ``",
    "```<img src=x onerror=alert(1)>`",
    "`a``<img src=x>`",
    "\\`<img src=x>\\`",
    "&lt;script&gt; &#60;b&#62; & \"quoted\" 'too'",
    "{{ 7 * 7 }} {% raw %}",
    "line\n# heading\n- item\n<div>\n\n    code",
    "\u202ereversed\u2066",
    "| a | b |\n|---|---|",
    "x" * 3_000,
    "*bold* _it_ ~~gone~~ #tag +1 !",
]


def passed(**parts: Any) -> CheckResult:
    measure = Measure(
        id="m", name="Recall", value=92.5, unit="%", n=40, low=80.1, high=97.4, method="Wilson, 95 %"
    )
    facts = {"id": "finds-all", "task": "find", "sentence": "You find every fault in `table`.", "points": 30}
    return CheckResult(
        **{
            **facts,
            "verdict": Verdict.PASSED,
            "max_points": 30,
            "measured": 92.5,
            "expected": "at least 90",
            **parts,
        },
        measures=(measure,),
        must=True,
    )


def failed(**parts: Any) -> CheckResult:
    said = {
        "found": "`share` is 62.5000, which is not the value for your data.",
        "misconception": "This is a percentage, but the task asks for a share from 0 to 1.",
        "why": "Mixed units are the most common error in a report that nobody notices.",
        "advice": "Divide the count by the number of labels.",
        "measured": 62.5,
        "expected": "within 0.001 of the reference for your data",
    }
    facts = {"id": "share", "task": "share", "sentence": "`share` is the share of ham.", "points": 7.5}
    return CheckResult(**{**facts, "verdict": Verdict.FAILED, "max_points": 1030.25, **said, **parts})


def make_report(**parts: Any) -> Report:
    """A report of four checks, one of each verdict, after a cell that raised."""
    waiting = "This waits for another check to pass first: `share` is the share of ham."
    missing = CheckResult(
        id="c",
        task="c",
        sentence="`c` is there.",
        verdict=Verdict.NOT_ATTEMPTED,
        max_points=20,
        found="Not there yet.",
    )
    held = CheckResult(
        id="d", task="d", sentence="`d` fits.", verdict=Verdict.NOT_RUN, max_points=20, found=waiting
    )
    outcome = Outcome(
        kind=OutcomeKind.RAISED,
        sentence="Code cell 3 raised `ZeroDivisionError: division by zero`.",
        advice="Restart the kernel and fix the first cell that fails.",
        cell=3,
        source="total = 0\nshare = 1 / total  # <not> & markup",
    )
    facts: dict[str, Any] = {
        "learner": "ada@example.org",
        "exercise": "find-faults",
        "facts": ExerciseFacts(title="Find the faults", module="m01", module_title="First steps"),
        "version": 3,
        "form": 2,
        "outcome": outcome,
        "score": 37.5,
        "max_score": 1100.25,
        "level": "namespaces, landlock, seccomp",
        "grader_version": "0.1.0",
        "submission_sha256": "ab" * 32,
        "source_name": "ada/find-faults.ipynb",
        "graded_at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
        "notes": ("The notebook was of the old format 3; it was converted.",),
        "checks": (passed(), failed(), missing, held),
    }
    return Report(**{**facts, **parts})


@pytest.fixture
def report() -> Report:
    return make_report()


@pytest.fixture
def finished() -> Report:
    """A second report, in which all is well."""
    good = Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end.")
    return make_report(
        outcome=good, notes=(), checks=(passed(),), score=30, max_score=30, passed=True, form=1
    )


@pytest.fixture(params=HOSTILE, ids=lambda text: ascii(text)[:30])
def hostile(request: pytest.FixtureRequest) -> tuple[str, Report]:
    """A text, and a report that contains it in every place where a learner's text may appear."""
    text = str(request.param)
    result = failed(
        found=text, measured=text, misconception=f"Said {text}", why=f"`{text}`", sentence=f"Holds {text}"
    )
    outcome = Outcome(kind=OutcomeKind.RAISED, sentence=f"Raised `{text}`.", advice=text, cell=1, source=text)
    facts = ExerciseFacts(title="", module="m01")
    return text, make_report(
        learner=text,
        exercise=text,
        facts=facts,
        outcome=outcome,
        source_name=text,
        notes=(text,),
        checks=(result,),
    )
