"""What is recorded, what of it is newest, and what is known of unchanged work; in SQLite and PostgreSQL alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.dialects import sqlite

from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind
from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.queries import _KNOWN, WorkKey

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def key(report):
    return WorkKey(report.submission_sha256, report.exercise_sha256, report.grader_version)


def known(book, report, **options):
    return book.known_all([key(report)], **options).get(key(report))


def ended(kind):
    return Outcome(kind=kind, sentence="That is how it ended.")


def test_a_report_comes_back_as_it_was(book, make):
    report = make(learner="zoë", notes=("a \0 in a note",), source_name="a\0b.ipynb", version=10**30)
    assert book.record(report)
    assert not book.record(report)
    assert book.reports() == [report]
    assert book.learners() == ["zoë"]


def test_ids_longer_than_their_columns_are_kept_short_not_refused(book, make):
    assert book.record(make(learner="x" * 5000, exercise="e" * 500, submission_sha256="s" * 100))
    (kept,) = book.learners()
    assert len(kept) == 320
    assert kept.startswith("x" * 300)


def test_two_long_ids_that_differ_at_their_end_stay_two(book, make):
    for end in ("a", "b"):
        assert book.record(make(learner="x" * 5000 + end))
    assert len(book.learners()) == 2
    assert len(book.reports("x" * 5000 + "b")) == 1


def test_what_the_last_grading_found_is_newest_even_if_it_was_found_before(book, make):
    first, second = make(points=3.0, work="same"), make(points=9.0, work="same")
    assert book.record(first)
    assert book.record(second)
    assert book.reports() == [second]
    assert book.record(first)
    assert book.reports() == [first]
    assert not book.record(first)
    assert known(book, first) == first


def test_work_handed_in_stays_handed_in_then(book, make):
    book.record(
        make(points=3.0, work="same", graded_at=NOON + timedelta(days=9)), handed_in=HandedIn.stated(NOON)
    )
    book.record(make(points=9.0, work="same", graded_at=NOON + timedelta(days=30)))
    assert book.grades()[0].handed_in.when == NOON
    assert book.grades()[0].score == 19.0


@pytest.mark.parametrize("kind", [OutcomeKind.FINISHED, OutcomeKind.RAISED])
def test_settled_work_is_known(book, make, kind):
    report = make(outcome=ended(kind))
    book.record(report)
    assert known(book, report, cut_short=False) == report
    assert book.known_all([key(report)], cut_short=False) == {key(report): report}


@pytest.mark.parametrize("kind", [OutcomeKind.TIMED_OUT, OutcomeKind.OUT_OF_MEMORY, OutcomeKind.CRASHED])
def test_work_cut_short_is_known_unless_it_is_to_be_tried_again(book, make, kind):
    report = make(outcome=ended(kind))
    book.record(report)
    assert known(book, report) == report
    assert known(book, report, cut_short=False) is None
    assert book.known_all([key(report)], cut_short=False) == {}


@pytest.mark.parametrize("kind", [OutcomeKind.UNREADABLE, OutcomeKind.NOT_GRADED, OutcomeKind.WRONG_VERSION])
def test_work_that_never_ran_is_not_known(book, make, kind):
    report = make(outcome=ended(kind))
    book.record(report)
    assert known(book, report) is None


def test_changed_work_exercise_or_grader_is_not_known(book, make):
    report = make()
    book.record(report)
    for changed in (
        key(report)._replace(submission_sha256="0" * 64),
        key(report)._replace(exercise_sha256="0" * 64),
        key(report)._replace(grader_version="0.2.0"),
    ):
        assert book.known_all([changed, key(report)]) == {key(report): report}


def test_looking_up_one_work_does_not_walk_through_the_class(make, tmp_path):
    place = tmp_path / "grades.db"
    book = Gradebook(str(place))
    for _ in range(40):
        book.record(make())
    book.close()
    query = (
        _KNOWN[True]
        .params(works=["w"])
        .compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True, "render_postcompile": True})
    )
    with closing(sqlite3.connect(place)) as connection:
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    assert "ix_submissions_sha256 (sha256=?)" in steps[0], steps
    assert not [step for step in steps if "SCAN" in step], steps


def test_work_without_a_digest_is_never_known(book, make):
    report = make(exercise_sha256="")
    book.record(report)
    assert known(book, report) is None
    assert book.known_all([key(report)]) == {}


def test_a_learners_own_grading_does_not_stand_for_the_instructors(book, make):
    own = make(origin=Origin.SELF)
    book.record(own)
    assert known(book, own) == own
    assert known(book, own, origin=Origin.GRADER) is None
    assert book.known_all([key(own)], origin=Origin.GRADER) == {}
    assert book.known_all([key(own)], origin=Origin.SELF) == {key(own): own}


@pytest.mark.mostly_slow("sqlite", reason="each case records many reports")
def test_each_report_is_found_among_many_alone_and_all_at_once(book, make):
    reports = [make(learner=f"learner-{number % 20}", work=number) for number in range(200)]
    for report in reports:
        book.record(report)
    keys = [key(report) for report in reports]
    assert [book.known_all([one])[one] for one in keys] == reports
    assert book.known_all(keys) == dict(zip(keys, reports, strict=True))


def test_a_failing_write_leaves_nothing_of_itself(book, make):
    spoiled = make().model_copy(update={"score": float("nan"), "max_score": None})
    with pytest.raises(GradebookError, match="Recorded grades are safe"):
        book.record(spoiled)
    assert book.reports() == []
    assert book.learners() == []
