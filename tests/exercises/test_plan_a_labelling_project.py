"""The plan: the published probabilities, and that every learner's brief can be met, by more than one plan, with care."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material
from labelwright.quality import gold_pass_probability

ROOT = Path(__file__).resolve().parents[2]
SLUG = "plan-a-labelling-project"
LEARNERS = [f"learner-{number}" for number in range(120)]


briefs = load_module(Course(ROOT).exercise(SLUG), "brief.py")


@pytest.fixture(scope="module")
def drawn():
    return [briefs.brief(learner, 1) for learner in LEARNERS]


def test_the_known_probabilities():
    assert round(gold_pass_probability(50, 40, 0.7), 3) == 0.079
    assert round(1 - gold_pass_probability(50, 40, 0.9), 3) == 0.009
    assert round(gold_pass_probability(20, 16, 0.7), 3) == 0.238
    assert briefs.smallest_test() == (33, 27)


def test_the_vote_is_what_a_simulation_gives(drawn):
    one, rng = drawn[0], random.Random(1)
    accuracy, right, rounds = 0.87, 0, 60_000
    for _ in range(rounds):
        if rng.random() < one.shared:
            continue
        votes = sum(rng.random() < accuracy / (1 - one.shared) for _ in range(3))
        right += votes >= 2
    assert right / rounds == pytest.approx(one.vote(3, accuracy), abs=0.006)


def test_the_hired_are_what_a_simulation_gives(drawn):
    one, rng, hired = drawn[0], random.Random(2), []
    for _ in range(6_000):
        accuracy = 0.9 if rng.random() < one.good_share else 0.7
        if sum(rng.random() < accuracy for _ in range(33)) >= 27:
            hired.append(accuracy)
    assert sum(hired) / len(hired) == pytest.approx(one.hired(33, 27), abs=0.006)


def test_every_brief_can_be_met_with_the_shortest_test_and_with_forty_of_fifty(drawn):
    for one in drawn:
        for test in ((33, 27), (50, 40)):
            assert min(briefs.plans(one, *test))[0] <= one.budget


def test_no_brief_is_met_without_care(drawn):
    for one in drawn:
        assert sum(one.costs(33, 9, 1.0).values()) > one.budget
        cost, voters, review = min(briefs.plans(one, 33, 27))
        assert voters >= 3
        assert 0.1 <= review <= 0.7
        assert 0.85 < cost / one.budget < 0.92
        assert one.share_right(33, 27, voters, review) == pytest.approx(one.target)
        assert one.share_right(33, 27, voters, 0) < one.target


def test_more_raters_never_correct_shared_errors(drawn):
    for one in drawn:
        votes = [one.vote(voters, 0.88) for voters in (1, 3, 5, 7, 9, 99)]
        assert votes == sorted(votes)
        assert votes[-1] <= 1 - one.shared


def test_learners_and_forms_have_other_briefs(drawn):
    assert len(set(drawn)) > 0.95 * len(drawn)
    exercise = Course(ROOT).exercise(SLUG)
    ada, again = (Material(Course(ROOT), exercise, "ada", form).sample() for form in (1, 2))
    assert not ada["value"].equals(again["value"])
    assert list(ada.columns) == ["name", "value", "meaning"]


def test_the_lesson_names_no_test_that_keeps_the_limits():
    lesson = (ROOT / "course" / "m06-quality-control" / "index.md").read_text("utf-8")
    for items, needed in ((10, 7), (20, 14), (100, 70)):
        assert f"| {items} | {needed} |" in lesson
        assert gold_pass_probability(items, needed, briefs.WEAK) > briefs.MOST_WEAK
    assert not any(f"{needed} of {items}" in lesson for items in range(25, 101) for needed in range(items))
