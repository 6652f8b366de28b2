"""Numbers and headlines as every rendering gives them."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.checks.verdicts import CheckResult, Report, Verdict
from labelwright.feedback.words import headline, measured, number, parts, points, score


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.00001, "0"),
        (100, "100"),
        (7.5, "7.5"),
        (1234.5, "1,234.5"),
        (1 / 3, "0.3333"),
        (-2.0, "-2"),
        (1e6, "1,000,000"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_as_people_write_them(value: float, text: str) -> None:
    assert number(value) == text


def test_scores_and_points(report: Report) -> None:
    assert score(report) == "37.5 of 1,100.25 points"
    assert points(report.checks[1]) == "7.5 of 1,030.25"
    assert measured(report.checks[0]) == "measured 92.5, expected at least 90"
    assert measured(report.checks[2]) == ""


def with_verdicts(report: Report, *verdicts: Verdict, passed: bool = False, must: bool = False) -> Report:
    checks = tuple(
        CheckResult(id=str(n), task="t", sentence="s", verdict=verdict, max_points=1, must=must)
        for n, verdict in enumerate(verdicts)
    )
    return report.model_copy(update={"checks": checks, "passed": passed})


P, F, A, R = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN


@pytest.mark.parametrize(
    ("verdicts", "options", "says"),
    [
        ((), {}, "Not graded"),
        ((P,), {"passed": True}, "Passed: "),
        ((A, A), {}, "Not attempted yet: "),
        ((A, R), {"must": True}, "Not attempted yet: "),
        ((R, R), {}, "Not checked yet: "),
        ((F, A), {}, "Not passed yet: "),
        ((P, A), {"must": True}, "Not passed yet: "),
    ],
)
def test_one_line_says_how_it_stands(
    report: Report, verdicts: Any, options: dict[str, bool], says: str
) -> None:
    said = headline(with_verdicts(report, *verdicts, **options))
    assert said.startswith(says)
    assert said.endswith("(a required part is missing)") == (says == "Not passed yet: " and "must" in options)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A bad response gets *drop*.", "A bad response gets “drop”."),
        ("*One*, (*two* words), *three of them*", "“One”, (“two” words), “three of them”"),
        ("x * y * z is 2*3*4", "x * y * z is 2*3*4"),
        ("`a *b* c` and f(*args, **kwargs)", "`a *b* c` and f(*args, **kwargs)"),
        ("You wrote '*x*'.", "You wrote '*x*'."),
    ],
)
def test_no_raw_asterisk_of_an_author_is_shown(text: str, shown: str) -> None:
    result = CheckResult(id="a", task="t", sentence="s", verdict=Verdict.FAILED, found=text, advice=text)
    assert [words for _, words in parts(result)] == [shown, shown]
