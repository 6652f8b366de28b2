"""A stored report that was edited or moved is found, and one that was not is left in peace."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import CheckResult, Measure, Outcome, OutcomeKind, Report, Verdict
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.writes import document_digest

numbers = st.floats(allow_nan=True, allow_infinity=True)


def made(score: float = 1.0, text: str = "found", **changes: object) -> Report:
    check = CheckResult(
        id="a",
        task="t",
        sentence="s",
        verdict=Verdict.PASSED,
        points=score,
        measured=score,
        found=text,
        measures=(Measure(id="m", name="m", value=score),),
    )
    stated = {
        "learner": "ada",
        "exercise": "x",
        "outcome": Outcome(kind=OutcomeKind.FINISHED, sentence="done"),
        "score": score,
        "max_score": 2.0,
        "passed": True,
        "submission_sha256": "ab" * 32,
        "graded_at": datetime(2026, 11, 23, tzinfo=UTC),
        "checks": (check,),
    }
    return Report.model_validate({**stated, **changes})


@given(score=numbers, text=st.text(max_size=30))
def test_the_digest_of_the_text_is_the_reports_own(score: float, text: str) -> None:
    report = made(score, text)
    assert document_digest(report.model_dump_json()) == report.digest


def test_a_text_from_before_a_field_was_added_keeps_its_digest() -> None:
    from hashlib import sha256

    older = {name: value for name, value in json.loads(made().model_dump_json()).items() if name != "form"}
    timeless = {name: value for name, value in older.items() if name != "graded_at"}
    recorded = sha256(json.dumps(timeless, separators=(",", ":")).encode()).hexdigest()
    assert document_digest(json.dumps(older)) == recorded
    assert Report.model_validate(older).digest != recorded


@pytest.fixture
def place(tmp_path: Path) -> Path:
    book = Gradebook(tmp_path / "grades.db")
    book.record(made())
    book.record(made(learner="grace"))
    book.close()
    return tmp_path / "grades.db"


def tampering(place: Path, learner: str = "ada") -> str:
    book = Gradebook(place)
    try:
        (report,) = book.reports(learner)
        return book.tampering(report)
    finally:
        book.close()


def change(place: Path, statement: str) -> None:
    connection = sqlite3.connect(place)
    assert connection.execute(statement).rowcount >= 1
    connection.commit()
    connection.close()


def test_an_untouched_report_is_not_reported(place: Path) -> None:
    assert tampering(place) == tampering(place, "grace") == ""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE reports SET document = replace(document, '\"score\":1.0', '\"score\":2.0')", "digest"),
        ("UPDATE reports SET document = replace(document, 'done', 'gone')", "digest"),
        ("UPDATE reports SET document = replace(document, '2026-11-23', '2025-11-23')", "time"),
        ("UPDATE reports SET score = 2", "score"),
        ("UPDATE reports SET passed = 0", "outcome"),
        ("UPDATE submissions SET sha256 = 'cd'", "another learner"),
    ],
)
def test_an_edit_is_found(place: Path, statement: str, said: str) -> None:
    change(place, statement + " WHERE id = 1")
    assert said in tampering(place)
    assert tampering(place, "grace") == ""


def test_work_that_was_moved_to_another_learner_is_found(place: Path) -> None:
    change(place, "UPDATE submissions SET learner_id = 2, sha256 = 'moved' WHERE learner_id = 1")
    book = Gradebook(place)
    moved = [book.tampering(report) for report in book.reports("grace")]
    book.close()
    assert any("another learner" in found for found in moved)
