"""Which submission counts, and what a grade comes to after late marks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.gradebook.book import GradebookError
from labelwright.gradebook.deadlines import Deadline, parse, read, read_dates
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source, settle
from labelwright.gradebook.policy import LATE_WITHOUT_TIME, Grade, Policy, choose
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.roster import Learner

DUE = datetime(2026, 5, 31, 18, tzinfo=UTC)
RULE = Deadline("count", DUE, percent_per_day=10, floor_percent=50)
percents = st.floats(0, 100)


def late(**more):
    return DUE + timedelta(**more)


@pytest.mark.parametrize(
    ("handed_in", "days", "kept"),
    [
        (late(days=-3), 0, 100),
        (DUE, 0, 100),
        (late(seconds=1), 1, 90),
        (late(days=1), 1, 90),
        (late(days=1, seconds=1), 2, 80),
        (late(days=5), 5, 50),
        (late(days=500), 500, 50),
        ((DUE + timedelta(hours=1)).astimezone(timezone(timedelta(hours=-11))), 1, 90),
    ],
)
def test_each_started_day_costs_down_to_the_floor(handed_in, days, kept):
    assert RULE.days_late(handed_in) == days
    assert RULE.remaining_percent(handed_in) == kept


@given(percents, percents, st.integers(0, 10**9), st.integers(0, 10**9))
def test_later_never_keeps_more_and_never_less_than_the_floor(percent, floor, one, two):
    rule = Deadline("count", DUE, percent, floor)
    sooner, later = (rule.remaining_percent(late(seconds=seconds)) for seconds in sorted((one, two)))
    assert floor <= later <= sooner <= 100


@pytest.mark.parametrize("wrong", [-1, 101, float("nan"), float("inf")])
def test_a_rule_out_of_range_is_refused(wrong):
    with pytest.raises(GradebookError, match="give a number from 0 to 100"):
        Deadline("count", DUE, percent_per_day=wrong)
    with pytest.raises(GradebookError, match="give a number from 0 to 100"):
        Deadline("count", DUE, floor_percent=wrong)


def test_a_deadline_needs_a_zone():
    with pytest.raises(GradebookError, match="no time zone"):
        Deadline("count", DUE.replace(tzinfo=None))


def test_a_date_alone_means_the_end_of_that_day():
    assert parse("2026-05-31").astimezone().strftime("%Y-%m-%d %H:%M:%S") == "2026-05-31 23:59:59"
    assert parse("2026-05-31T18:00+02:00") == datetime(2026, 5, 31, 16, tzinfo=UTC)
    with pytest.raises(GradebookError, match=r"is not a date or time\. Write it as"):
        parse("next Friday")


@pytest.fixture
def three(make):
    """Not passed, passed, and half as many points again: in time, a day late, two days late."""
    return [
        Graded(make(points=4.0), HandedIn.stated(late(hours=-1))),
        Graded(make(points=10.0), HandedIn.stated(late(hours=20))),
        Graded(make(points=6.0), HandedIn.stated(late(hours=40))),
    ]


@pytest.mark.parametrize(("policy", "chosen"), [(Policy.BEST, 1), (Policy.LATEST, 2), (Policy.FIRST, 0)])
def test_each_policy_takes_its_submission(three, policy, chosen):
    assert choose(three, policy, None) is three[chosen]
    assert choose(three[::-1], policy, None) is three[chosen]
    assert choose([], policy, None) is None


def test_best_weighs_points_after_late_marks(three):
    harsh = Deadline("count", late(hours=30), percent_per_day=60)
    sooner = Graded(three[1].report.model_copy(update={"score": 12.0}), HandedIn.stated(late(hours=20)))
    assert choose([sooner, three[2]], Policy.BEST, None) is three[2]
    assert choose([sooner, three[2]], Policy.BEST, harsh) is sooner


@pytest.mark.parametrize("policy", list(Policy))
def test_a_broken_file_never_displaces_work_that_ran(three, make, policy):
    broken = make(outcome=Outcome(kind=OutcomeKind.UNREADABLE, sentence="Damaged."), score=0.0, checks=())
    before, after = (
        Graded(broken, HandedIn.stated(late(days=-9))),
        Graded(broken, HandedIn.stated(late(days=9))),
    )
    assert choose([before, *three, after], policy, None) in three
    assert choose([before], policy, None) is before


def test_lateness_costs_points_but_not_the_pass(three):
    report, handed_in = three[2][:2]
    grade = Grade("ada", "count", max_score=20, report=report, handed_in=handed_in, deadline=RULE)
    assert grade.is_late
    assert (grade.earned, grade.score, grade.days_late, grade.passed) == (16.0, 12.8, 2, True)
    assert grade.remarks == ("Handed in 2 started days late: 80 % of the points count.",)


def test_a_learners_own_deadline_stands_before_everyones(book, make):
    for learner in ("ada", "bo"):
        book.record(make(learner), handed_in=HandedIn.stated(late(days=2)))
    book.set_deadline(RULE)
    assert [grade.score for grade in book.grades()] == [16.0, 16.0]
    book.set_deadline(Deadline("count", late(days=7), 10, learner="bo", who="Tutor"))
    assert [grade.score for grade in book.grades()] == [16.0, 20.0]
    book.set_deadline(Deadline("count", None))
    assert [grade.score for grade in book.grades()] == [20.0, 20.0]
    assert [(one.learner, one.due) for one in book.deadlines()] == [(None, None), ("bo", late(days=7))]


def test_a_deadline_says_whether_there_is_any_work_yet(book, make):
    assert not book.set_deadline(RULE)
    book.record(make())
    assert book.set_deadline(RULE)
    with pytest.raises(GradebookError, match=r"no learner called 'adda'. Did you mean 'ada'\?"):
        book.set_deadline(Deadline("count", DUE, learner="adda"))


LATE = HandedIn(None, "LATE in the file name", Source.LMS, marked_late=True)
ON_TIME = HandedIn(None, "no LATE in the file name", Source.LMS)
EARLY, AFTER = HandedIn(DUE, "a", Source.LMS), HandedIn(late(days=2), "b", Source.LMS)
LIST, NEWER_LIST = HandedIn(late(days=1), "c", Source.LIST), HandedIn(late(days=3), "d", Source.LIST)


@pytest.mark.parametrize(
    ("handed_in", "is_late", "score", "remarks"),
    [
        (UNKNOWN, False, 16.0, ()),
        (ON_TIME, False, 16.0, ()),
        (LATE, True, 16.0, (LATE_WITHOUT_TIME,)),
        (EARLY, False, 16.0, ()),
        (AFTER, True, 12.8, ("Handed in 2 started days late: 80 % of the points count.",)),
        (HandedIn(DUE, "a", Source.LIST, marked_late=True), False, 16.0, ()),
    ],
)
def test_only_a_known_time_costs_points(make, handed_in, is_late, score, remarks):
    grade = Grade("ada", "count", max_score=20, report=make(points=6.0), handed_in=handed_in, deadline=RULE)
    assert (grade.is_late, grade.score, grade.remarks) == (is_late, score, remarks)


@pytest.mark.parametrize(
    ("before", "now", "counts"),
    [
        (UNKNOWN, LATE, LATE),
        (LATE, UNKNOWN, LATE),
        (LATE, ON_TIME, ON_TIME),
        (ON_TIME, LATE, ON_TIME),
        (LATE, AFTER, AFTER),
        (AFTER, EARLY, EARLY),
        (EARLY, AFTER, EARLY),
        (EARLY, LIST, LIST),
        (LIST, EARLY, LIST),
        (LIST, NEWER_LIST, NEWER_LIST),
        (LIST, HandedIn.stated(DUE), LIST),
        (AFTER, HandedIn.stated(late(days=9)), HandedIn.stated(late(days=9))),
    ],
)
def test_which_time_counts_when_the_same_work_comes_again(book, make, before, now, counts):
    assert settle(before, now) == counts
    book.record(make(), before)
    book.record(make(), now)
    assert book.grades()[0].handed_in == counts


@pytest.mark.parametrize(("policy", "chosen"), [(Policy.LATEST, 2), (Policy.FIRST, 0)])
def test_without_a_time_the_order_of_coming_counts(make, policy, chosen):
    works = [Graded(make(points=points)) for points in (1.0, 2.0)] + [Graded(make(points=3.0), EARLY)]
    assert choose(works, policy, None) is works[chosen]


CLASS = Deadline("count", DUE, 10, 50, grace_minutes=15, last=late(days=4))


@pytest.mark.parametrize(
    ("rule", "handed_in", "kept"),
    [
        (CLASS, late(minutes=15), 100),
        (CLASS, late(minutes=15, seconds=1), 90),
        (CLASS, late(days=4), 60),
        (CLASS, late(days=4, seconds=1), 0),
        (Deadline("count", DUE, fixed_percent=20), late(days=9), 80),
        (Deadline("count", DUE, fixed_percent=20), DUE, 100),
        (Deadline("count", DUE, 10, fixed_percent=20), late(days=2), 60),
        (Deadline("count", DUE, 10, 70, fixed_percent=20), late(days=2), 70),
        (Deadline("count", DUE, last=DUE), late(seconds=1), 0),
        (Deadline("count", None), late(days=99), 100),
    ],
)
def test_grace_a_fixed_part_and_a_last_date(rule, handed_in, kept):
    assert rule.remaining_percent(handed_in) == kept


def test_after_the_last_date_the_learner_reads_why_no_points_count(make):
    grade = Grade("ada", "count", max_score=20, report=make(), deadline=CLASS)
    grade = replace(grade, handed_in=HandedIn.stated(late(days=5)))
    assert (grade.score, grade.passed, len(grade.remarks)) == (0.0, True, 1)
    assert grade.remarks[0].startswith("Handed in after the last date, 2026-06-0")
    assert grade.remarks[0].endswith(": no points count.")


def test_an_extension_has_the_rule_of_the_section_and_the_class(book, make):
    book.import_roster(
        [Learner("ada", section="A"), Learner("bo", section="B"), Learner("carl", section="A")]
    )
    book.set_deadline(CLASS)
    book.set_deadline(Deadline("count", late(days=1), section="A", fixed_percent=5))
    book.set_deadline(Deadline("count", late(days=10), learner="ada", who="Tutor"))
    with book._store.session() as session:
        current = read(session)
    due = {who: current.for_learner("count", who) for who in ("ada", "bo", "carl", "nobody")}
    assert due["bo"] == due["nobody"] == CLASS
    assert (due["carl"].due, due["carl"].fixed_percent, due["carl"].percent_per_day) == (late(days=1), 5, 10)
    ada = due["ada"]
    assert (ada.due, ada.last, ada.fixed_percent, ada.floor_percent) == (late(days=10), late(days=10), 5, 50)
    assert ada.days_late(late(days=10, minutes=15)) == 0
    assert ada.remaining_percent(late(days=10, minutes=16)) == 0


def test_a_section_that_the_class_list_lacks_is_refused(book):
    book.import_roster([Learner("ada", section="North")])
    with pytest.raises(GradebookError, match=r"no section called 'Nort'. Did you mean 'North'\?"):
        book.set_deadline(Deadline("count", DUE, section="Nort"))


def test_all_dates_come_from_one_file(tmp_path):
    path = tmp_path / "dates.csv"
    path.write_text(
        "Exercise,Due,Section,Learner,Percent,Fixed,Floor,Grace,Last\n"
        "count,2026-05-31T18:00+00:00,,,10,,50,15,2026-06-04T18:00+00:00\n"
        "count,2026-06-01T18:00+00:00,A,,,5 %,,,\n\n"
        "count,2026-06-10T18:00+00:00,,ada,,,,,\n",
        encoding="utf-8",
    )
    assert read_dates(path, "Tutor") == [
        replace(CLASS, who="Tutor"),
        Deadline("count", late(days=1), section="A", fixed_percent=5, who="Tutor"),
        Deadline("count", late(days=10), learner="ada", who="Tutor"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("exercise,when\ncount,2026-05-31\n", "line 1: a file of dates has the columns exercise and due"),
        ("exercise,due\ncount,soon\n", "line 2: 'soon' is not a date"),
        (
            "exercise,due,percent\ncount,2026-05-31,ten\n",
            "line 2: 'ten' in the column percent is not a number",
        ),
        ("exercise,due,percent\ncount,2026-05-31,110\n", "line 2: The percentage per day of count is 110"),
        ("exercise,due,last\ncount,2026-05-31,2026-05-01\n", "line 2: The last date of count is before"),
        ("exercise,due\ncount,2026-05-31\ncount,2026-06-01\n", "line 3: this deadline is there twice"),
        ("exercise,due\ncount\n", "line 2: It has 1 cells"),
        (
            "exercise,due,learner,section\ncount,2026-05-31,a,b\n",
            "line 2: A deadline is for one learner or for",
        ),
    ],
)
def test_a_file_of_dates_that_cannot_be_read_names_its_line(tmp_path, text, said):
    path = tmp_path / "dates.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GradebookError, match=said):
        read_dates(path, "Tutor")
