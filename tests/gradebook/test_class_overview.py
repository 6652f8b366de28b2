"""The grades of the overview are those of the sheet, for every policy, also after marks, extensions and another grading."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Verdict
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner

START = datetime(2026, 11, 1, tzinfo=UTC)
_works = count()
SLUGS = ("one", "two", "three")


KINDS = {"P": Verdict.PASSED, "F": Verdict.FAILED, "N": Verdict.NOT_ATTEMPTED, "R": Verdict.NOT_RUN}


@pytest.fixture
def report(make):
    """A report with a check of 50 points for each letter: P passed, F failed, N not attempted, R not run."""

    def make_one(learner, slug, verdicts, **changes):
        checks = tuple(
            CheckResult(
                id=f"c{place}",
                task=f"task-{place}",
                sentence="It holds.",
                verdict=KINDS[letter],
                points=50.0 * (letter == "P"),
                max_points=50.0,
            )
            for place, letter in enumerate(verdicts, 1)
        )
        score = sum(check.points for check in checks)
        return make(
            learner,
            exercise=slug,
            checks=checks,
            score=score,
            max_score=50.0 * len(checks),
            passed=score >= 70,
            work=f"{next(_works)}",
            **changes,
        )

    return make_one


def fill(book, report, seed):
    """Record work of every kind, at random."""
    rng = random.Random(seed)
    for number in range(50):
        learner, slug = rng.choice("abcdef"), rng.choice(SLUGS)
        verdicts = rng.choice(["PP", "PF", "FF", "NN", "NR", "RR", ""])
        kind = (
            rng.choice([OutcomeKind.FINISHED, OutcomeKind.RAISED, OutcomeKind.TIMED_OUT])
            if verdicts
            else OutcomeKind.UNREADABLE
        )
        when = UNKNOWN if rng.random() < 0.3 else HandedIn.stated(START + timedelta(hours=rng.randrange(200)))
        if when is UNKNOWN and rng.random() < 0.5:
            when = HandedIn(marked_late=True)
        work = report(learner, slug, verdicts, outcome=Outcome(kind=kind, sentence=f"Number {number}."))
        book.record(work, when, made_up=learner == "f")
        if rng.random() < 0.2:
            # The same work is graded again, and the earlier result may come back.
            book.record(report(learner, slug, "PF", submission_sha256=work.submission_sha256), when)
            if rng.random() < 0.5:
                book.record(work, when)
    book.import_roster([Learner("absent", section="A"), Learner("a", section="A")])
    book.set_deadline(Deadline("one", START + timedelta(days=2), 10.0, 30.0, last=START + timedelta(days=7)))
    book.set_deadline(Deadline("one", START + timedelta(days=5), learner="b"))
    book.set_deadline(Deadline("two", START + timedelta(days=3), 20.0, section="A"))


@pytest.mark.parametrize("policy", list(Policy))
def test_the_overview_has_the_grades_of_the_sheet(book, report, policy):
    fill(book, report, 1)
    compare(book, policy)
    book.mark(Mark("a", "one", 7.0, "Close.", "grace", "task-1"))
    book.mark(Mark("b", "two", 70.0, "Kind.", "grace", passed=True))
    book.mark(Mark("c", "three", None, "Ill.", "grace", excused=True))
    # The second look uses what the first one kept.
    compare(book, policy)
    with Gradebook(book.place) as other:
        fill(other, report, 2)
    compare(book, policy)


def compare(book, policy):
    sheet, seen = book.sheet(policy), book.overview(policy).sheet
    present = {pair: grade for pair, grade in sheet.grades.items() if grade.present}
    assert {pair: facts(grade) for pair, grade in seen.grades.items()} == {
        pair: facts(grade) for pair, grade in present.items()
    }
    assert (seen.learners, seen.exercises, seen.made_up) == (sheet.learners, sheet.exercises, sheet.made_up)


def facts(grade):
    return (
        grade.standing,
        grade.score,
        grade.passed,
        grade.is_late,
        grade.max_score,
        grade.report and (grade.report.learner, grade.report.exercise, grade.report.outcome.kind),
        grade.handed_in.when,
    )


@pytest.mark.parametrize("policy", list(Policy))
def test_the_work_for_an_exercise_has_the_reports_that_count(book, report, policy):
    fill(book, report, 3)
    sheet = book.sheet(policy)
    for slug in SLUGS:
        work = book.exercise_work(slug, policy)
        for learner, found in work.reports.items():
            assert found == sheet.grades[learner, slug].report
        counted = {
            who for (who, exercise), grade in sheet.grades.items() if exercise == slug and grade.report
        }
        assert set(work.reports) == {
            who for who in counted if sheet.grades[who, slug].report.exercise == slug
        }


def test_a_stamp_changes_with_every_change(book, make):
    first = book.stamp()
    assert book.stamp() == first
    book.record(make())
    second = book.stamp()
    assert second != first
    with Gradebook(book.place) as other:
        other.import_roster([Learner("grace")])
    assert book.stamp() not in (first, second)


def test_a_time_that_comes_later_counts_in_the_overview(book, make):
    work = make()
    book.record(work)
    book.set_deadline(Deadline("count", START, 10.0))
    compare(book, Policy.BEST)
    book.record(work, HandedIn.stated(START + timedelta(days=2)))
    compare(book, Policy.BEST)
    assert book.overview().sheet.grades["ada", "count"].days_late == 2


def test_one_change_after_the_other_is_seen(book, report):
    fill(book, report, 4)
    rng = random.Random(5)
    changes = (
        lambda number: book.record(report(rng.choice("abcdef"), rng.choice(SLUGS), "PF"), UNKNOWN),
        lambda number: book.mark(
            Mark(rng.choice("abc"), rng.choice(SLUGS), float(number), "Close.", "grace", "task-1")
        ),
        lambda number: book.mark(
            Mark(rng.choice("abc"), rng.choice(SLUGS), None, "Back.", "grace", "task-1")
        ),
        lambda number: book.set_deadline(
            Deadline("three", START + timedelta(hours=number), 5.0, learner="a")
        ),
        lambda number: book.import_roster(
            [Learner(f"new-{number}", section="A"), Learner("b", f"Name {number}")]
        ),
        lambda number: book.record(report("a", "four", ""), UNKNOWN),
        lambda number: book.mark(Mark("absent", "one", None, "Ill.", "grace", excused=True)),
    )
    for number in range(21):
        changes[number % len(changes)](number)
        compare(book, Policy.BEST)
