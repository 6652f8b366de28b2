"""Several people mark: claims, blind double marking, adjudication, calibration, agreement, and what a kill leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from math import isnan
from pathlib import Path

import pandas as pd
import pytest
from person_work import EXERCISE, PERSON_TASK, TASK, person_report, points

from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.deadlines import now
from labelwright.gradebook.handed_in import UNKNOWN
from labelwright.gradebook.marker_agreement import RESAMPLES, SEED, possible_points
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.policy import Standing
from labelwright.gradebook.review_queue import IDLE, Kind, State
from labelwright.gradebook.reviews import Draft
from labelwright.quality import Bootstrap, cohen, cohen_kappa

PROGRAM = Path(__file__).with_name("person_work.py")


def fill(book: Gradebook, learners: int) -> None:
    book.record_all([(person_report(f"learner-{n}", f"Rules of {n}."), UNKNOWN) for n in range(learners)])


@pytest.fixture
def reviews(book):
    fill(book, 4)
    return book.reviews()


def mark_all(reviews, marker, give, **stated):
    done = {}
    while (code := reviews.next(EXERCISE, TASK, marker)) is not None:
        done[code] = give(code)
        reviews.save(code, marker, done[code], **stated)
    return done


def test_the_marker_sees_a_response_without_its_learner(reviews):
    code = reviews.next(EXERCISE, TASK, "ida")
    sheet = reviews.sheet(code, "ida")
    assert len(code) == 6
    assert sheet.response.parts[0].text.startswith("Rules of ")
    assert (sheet.task, sheet.own, sheet.blocked) == (PERSON_TASK, None, "")
    assert "learner-" not in repr(sheet)
    assert reviews.sheet("nobody", "ida") is None


def test_one_markers_points_become_the_grade(book, reviews):
    code = reviews.next(EXERCISE, TASK, "ida")
    entry = reviews.save(code, "ida", points(4, 2.5), "Say more.")
    assert (entry.state, entry.decision.kind, entry.decision.total) == (State.MARKED, Kind.ONE_MARKER, 6.5)
    grade = next(grade for grade in book.grades() if grade.learner == entry.response.learner)
    assert (grade.standing, grade.score, grade.passed) == (Standing.GRADED, 16.5, True)
    assert grade.remarks == (
        "Task rules was marked by hand, 6.5 points: The rules are clear: 4 of 6. Each rule has an example: 2.5 of 4. Say more.",
    )


def test_a_marker_may_change_their_mark_and_every_mark_is_kept(book, reviews):
    code = reviews.next(EXERCISE, TASK, "ida")
    reviews.save(code, "ida", points(4, 2))
    reviews.save(code, "ida", points(6, 2))
    learner = reviews.entries(EXERCISE, TASK)[0].response.learner
    learner = next(e.response.learner for e in reviews.entries(EXERCISE, TASK) if e.response.code == code)
    assert [mark.points for mark in book.marks(learner)] == [6.0, 8.0]
    with pytest.raises(GradebookError, match="marked already"):
        reviews.save(code, "grace", points(0, 0))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"clear": 4}, "'Each rule has an example' has no points yet"),
        (points(3, 1), "levels of 0, 2, 4, 6 points, not 3"),
        (points(4, 5), "0 to 4 points in steps of 0.5, not 5"),
        (points(4, 0.3), "in steps of 0.5, not 0.3"),
        (points(4, float("nan")), "in steps of 0.5, not nan"),
        ({**points(4, 1), "more": 1}, "The rubric has no criterion 'more'"),
    ],
)
def test_points_that_do_not_fit_are_refused_and_the_draft_stays(reviews, given, said):
    code = reviews.next(EXERCISE, TASK, "ida")
    reviews.save_draft(code, "ida", Draft({"clear": 4}, "typed", 1))
    with pytest.raises(GradebookError, match=said):
        reviews.save(code, "ida", given)
    assert reviews.sheet(code, "ida").draft == Draft({"clear": 4}, "typed", 1)


def test_two_markers_never_get_the_same_response(reviews):
    first = [reviews.next(EXERCISE, TASK, "ida") for _ in range(2)]
    other = reviews.next(EXERCISE, TASK, "grace")
    assert first[0] == first[1] != other
    with pytest.raises(GradebookError, match=r"Another marker has this response\. .* Your draft is kept"):
        reviews.save(first[0], "grace", points(0, 0))
    assert set(mark_all(reviews, "ida", lambda code: points(2, 2))) | {other} == {
        entry.response.code for entry in reviews.entries(EXERCISE, TASK)
    }
    assert reviews.next(EXERCISE, TASK, "ida") is None


def test_an_idle_claim_can_be_taken_over_and_the_draft_stays(reviews):
    start = now()
    codes = {marker: reviews.next(EXERCISE, TASK, marker, start) for marker in ("a", "b", "c", "d")}
    assert len(set(codes.values())) == 4
    assert reviews.next(EXERCISE, TASK, "e", start) is None
    reviews.save_draft(codes["a"], "a", Draft({}, "half a sentence", 1), start)
    late = start + IDLE
    for marker in ("b", "c", "d"):
        reviews.save_draft(codes[marker], marker, Draft({}, "x", 1), late)
    assert reviews.next(EXERCISE, TASK, "e", late) == codes["a"]
    with pytest.raises(GradebookError, match="Another marker has this response"):
        reviews.save(codes["a"], "a", points(0, 0), at=late)
    assert reviews.sheet(codes["a"], "a").draft.comment == "half a sentence"


def test_an_older_window_does_not_overwrite_a_newer_draft(reviews):
    code = reviews.next(EXERCISE, TASK, "ida")
    assert reviews.save_draft(code, "ida", Draft({}, "two", 2))
    assert not reviews.save_draft(code, "ida", Draft({}, "one", 1))
    assert not reviews.save_draft(code, "ida", Draft({}, "other", 2))
    assert reviews.sheet(code, "ida").draft.comment == "two"
    with pytest.raises(GradebookError, match="No response has the code"):
        reviews.save_draft("nobody", "ida", Draft({}, "x", 1))


def test_double_marking_is_blind_and_equal_points_count(book, reviews):
    reviews.set_double(EXERCISE, TASK, True, "ida")
    code = reviews.next(EXERCISE, TASK, "ida")
    entry = reviews.save(code, "ida", points(4, 2), "From ida.")
    assert (entry.state, entry.decision) == (State.WAITS, None)
    assert book.marks() == []
    assert reviews.next(EXERCISE, TASK, "grace") == code
    seen = reviews.sheet(code, "grace")
    assert (seen.own, seen.draft) == (None, Draft({}, ""))
    assert "ida" not in repr(seen)
    entry = reviews.save(code, "grace", points(4, 2))
    assert (entry.state, entry.decision.kind, entry.decision.who) == (
        State.MARKED,
        Kind.AGREED,
        "grace and ida",
    )
    assert [mark.points for mark in book.marks()] == [6.0]


def test_different_points_wait_for_an_adjudication_with_a_reason(book, reviews):
    reviews.set_double(EXERCISE, TASK, True, "ida")
    code = reviews.next(EXERCISE, TASK, "ida")
    reviews.save(code, "ida", points(4, 2))
    assert reviews.save(code, "grace", points(2, 4)).state is State.DIFFERS
    assert book.marks() == []
    assert reviews.differences(EXERCISE, TASK, "ida") == (code,)
    difference = reviews.difference(code, "ida")
    assert {who: review.total for who, review in difference.entry.reviews.items()} == {
        "ida": 6.0,
        "grace": 6.0,
    }
    with pytest.raises(GradebookError, match="Change what counts under Adjudicate"):
        reviews.save(code, "ida", points(2, 4))
    with pytest.raises(GradebookError, match="needs a reason"):
        reviews.adjudicate(code, "lin", points(4, 4), " ")
    reviews.adjudicate(code, "lin", points(4, 4), "Rule 2 is clear.")
    assert reviews.differences(EXERCISE, TASK, "ida") == ()
    (mark,) = book.marks()
    assert (mark.points, mark.who) == (8.0, "lin")
    assert mark.reason.endswith("Rule 2 is clear.")
    reviews.adjudicate(code, "lin", points(6, 4), "Looked again.")
    assert [mark.points for mark in book.marks()] == [8.0, 10.0]


def test_a_withdrawn_mark_waits_again(book, reviews):
    earlier = now() - timedelta(hours=1)
    code = reviews.next(EXERCISE, TASK, "ida", earlier)
    learner = reviews.save(code, "ida", points(4, 2), at=earlier).response.learner
    book.mark(
        Mark(learner, EXERCISE, None, "Wrong rubric.", "ida", TASK, when=earlier + timedelta(minutes=5))
    )
    assert reviews.queues()[0].waits == 4
    assert reviews.save(code, "ida", points(2, 2)).state is State.MARKED


def test_calibration_comes_first_and_the_rest_opens_with_two_markers(book):
    fill(book, 14)
    reviews = book.reviews()
    assert reviews.start_calibration(EXERCISE, TASK, "ida") == 10
    with pytest.raises(GradebookError, match="A calibration of this task is under way"):
        reviews.start_calibration(EXERCISE, TASK, "ida")
    ida = mark_all(reviews, "ida", lambda code: points(4, 2))
    assert len(ida) == 10
    with pytest.raises(GradebookError, match="So far ida has finished"):
        reviews.open_rest(EXERCISE, TASK, "ida")
    rest = next(e.response.code for e in reviews.entries(EXERCISE, TASK) if not e.in_calibration)
    with pytest.raises(GradebookError, match="Mark the calibration first"):
        reviews.save(rest, "ida", points(4, 2))
    grace = mark_all(reviews, "grace", lambda code: points(4, 2 if code < "m" else 3))
    assert set(grace) == set(ida)
    markers = reviews.markers(EXERCISE, TASK)
    assert (markers.calibration, markers.finished) == (10, ("grace", "ida"))
    (pair,) = markers.calibrated
    assert pair.total.n_items == 10
    reviews.open_rest(EXERCISE, TASK, "ida")
    assert len(mark_all(reviews, "ida", lambda code: points(4, 2))) == 4
    # A later marker starts with the same ten, and decides nothing that counts already.
    counted = len(book.marks())
    assert set(mark_all(reviews, "lin", lambda code: points(0, 0))) == set(ida)
    assert len(book.marks()) == counted


def test_who_has_still_to_calibrate_sees_no_differences(book):
    fill(book, 3)
    reviews = book.reviews()
    reviews.start_calibration(EXERCISE, TASK, "ida")
    mark_all(reviews, "ida", lambda code: points(4, 2))
    mark_all(reviews, "grace", lambda code: points(2, 2))
    assert len(reviews.differences(EXERCISE, TASK, "ida")) == 3
    assert reviews.differences(EXERCISE, TASK, "lin") == ()


def test_the_kappa_is_that_of_quality_on_the_raw_points(book):
    fill(book, 12)
    reviews = book.reviews()
    reviews.set_double(EXERCISE, TASK, True, "ida")
    first, second = {}, {}
    for number, entry in enumerate(reviews.entries(EXERCISE, TASK)):
        code = entry.response.code
        first[code], second[code] = points(2 * (number % 4), 2), points(2 * ((number + number % 3) % 4), 3)
        reviews.save(code, "ida", first[code])
        reviews.save(code, "grace", second[code])
    (pair,) = reviews.markers(EXERCISE, TASK).pairs
    assert (pair.first, pair.second, pair.equal) == ("grace", "ida", 0)
    raw = pd.DataFrame([(sum(second[code].values()), sum(first[code].values())) for code in first])
    grid = [step / 2 for step in range(21)]
    assert possible_points(PERSON_TASK.criteria) == grid
    expected = cohen(raw, weights="quadratic", categories=grid, bootstrap=Bootstrap(SEED, RESAMPLES))
    assert (pair.total.value, pair.total.low, pair.total.high) == (
        expected.value,
        expected.low,
        expected.high,
    )
    assert expected.low < expected.value < expected.high
    clear = cohen_kappa(
        [given["clear"] for given in second.values()],
        [given["clear"] for given in first.values()],
        "quadratic",
    )
    assert pair.by_criterion["clear"].value == pytest.approx(clear)


def test_strictness_is_the_mean_difference_on_shared_responses(book):
    fill(book, 6)
    reviews = book.reviews()
    reviews.set_double(EXERCISE, TASK, True, "ida")
    for entry in reviews.entries(EXERCISE, TASK)[:5]:
        reviews.save(entry.response.code, "ida", points(4, 3))
        reviews.save(entry.response.code, "grace", points(4, 2))
    reviews.save(reviews.entries(EXERCISE, TASK)[5].response.code, "lin", points(0, 0))
    found = {each.marker: each for each in reviews.markers(EXERCISE, TASK).strictness}
    assert (found["ida"].difference, found["grace"].difference) == (1.0, -1.0)
    assert (found["ida"].low, found["ida"].high, found["ida"].shared) == (1.0, 1.0, 5)
    assert (found["lin"].marked, found["lin"].shared) == (1, 0)
    assert isnan(found["lin"].difference)


def program(*words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), *words], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )


@pytest.mark.slow("starts other processes")
def test_two_processes_share_a_queue_and_mark_each_response_once(book, place):
    fill(book, 16)
    people = [program("mark", place, who) for who in ("ida", "grace")]
    first, second = (set(json.loads(person.communicate(timeout=120)[0])) for person in people)
    assert len(first) + len(second) == 16
    assert first & second == set()
    assert len(book.marks()) == 16


@pytest.mark.slow("starts other processes")
def test_two_processes_that_finish_a_response_at_once_still_decide_it(book, place):
    fill(book, 16)
    book.reviews().set_double(EXERCISE, TASK, True, "ida")
    people = [program("mark", place, who) for who in ("ida", "grace")]
    for person in people:
        assert len(json.loads(person.communicate(timeout=120)[0])) == 16
    assert len(book.marks()) == 16
    assert {entry.decision.kind for entry in book.reviews().entries(EXERCISE, TASK)} == {Kind.AGREED}


@pytest.mark.slow("starts other processes")
def test_a_killed_desk_loses_at_most_the_keystroke_under_way(book, place):
    fill(book, 1)
    code = book.reviews().next(EXERCISE, TASK, "ida")
    with program("type", place, code) as desk:
        assert desk.stdout is not None
        for _ in range(25):
            desk.stdout.readline()
        desk.kill()
        said = desk.stdout.read().split()
    last = int(said[-1]) if said else 25
    draft = book.reviews().sheet(code, "ida").draft
    assert draft.turn in (last, last + 1)
    assert draft.comment == "x" * (draft.turn % 500)
