"""A cross-table travels from a check into the report, and keeps its shape."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from labelwright.checks import CheckResult, Failed, Matrix, Passed, Report, Verdict
from labelwright.checks.verdicts import Outcome, OutcomeKind

MATRIX = Matrix(
    id="labels",
    name="Your labels and the majority's",
    labels=("negative", "positive"),
    counts=((9, 1), (2, 28)),
    rows="your label",
    columns="the majority's label",
    n_unit="sentences",
)


def test_checks_of_either_verdict_carry_matrices_and_reports_gather_them() -> None:
    assert Passed(matrices=(MATRIX,)).matrices == Failed("x", matrices=(MATRIX,)).matrices == (MATRIX,)
    result = CheckResult(id="a", task="t", sentence="s", verdict=Verdict.PASSED, matrices=(MATRIX,))
    report = Report(
        learner="a",
        exercise="b",
        outcome=Outcome(kind=OutcomeKind.FINISHED, sentence="."),
        checks=(result, result),
    )
    assert report.matrices == (MATRIX, MATRIX)
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize("counts", [((1, 2),), ((1,), (2, 3)), ((1, 2), (3, 4), (5, 6))])
def test_a_matrix_is_square(counts: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValidationError, match="one row and one column"):
        Matrix.model_validate({**MATRIX.model_dump(), "counts": counts})
