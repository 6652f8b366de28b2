"""Dawid and Skene by hand: the published numbers, the simulated crowds, and the figures that the notebook prints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material
from labelwright.quality import majority_vote

ROOT = Path(__file__).resolve().parents[2]
SLUG = "dawid-skene-by-hand"
LEARNERS = [f"learner-{number}" for number in range(25)]


CHECKS = load_module(Course(ROOT).exercise(SLUG), "checks.py")
tables, mistakes = CHECKS.tables, CHECKS.diagnoses


@pytest.fixture(scope="module")
def ratings():
    return pd.read_csv(ROOT / "datasets" / "dawid-skene-patients" / "ratings.csv")


@pytest.fixture(scope="module")
def prose():
    cells = json.loads(learner_notebook(Course(ROOT).exercise(SLUG)))["cells"]
    return " ".join("".join("".join(cell["source"]) + "\n" for cell in cells).split())


@pytest.fixture(scope="module")
def solved():
    """What the solution gives."""
    work = Work(Material(Course(ROOT), Course(ROOT).exercise(SLUG), "ada"), None)
    yield work.solution
    work.close()


def test_the_reference_is_the_known_fit(ratings):
    fit = tables.reference(tables.coded(ratings), 4)
    assert fit.log_likelihood == pytest.approx(-192.8909, abs=1e-4)
    assert fit.prevalence == pytest.approx([0.3996, 0.4220, 0.1118, 0.0667], abs=1e-4)
    assert tables.stacked(fit)[2, 2] == pytest.approx([0, 0.404, 0.199, 0.398], abs=1e-3)
    assert [fit.decided[patient - 1] + 1 for patient in (2, 12, 36)] == [4, 3, 4]


def test_the_solution_fits_what_the_library_fits(ratings, solved):
    crowds = [(tables.coded(ratings), 4), *((one.votes, one.classes) for one in tables.crowds("ada", 1))]
    for votes, classes in crowds:
        found, right = solved.call("fit", votes, classes), tables.reference(votes, classes)
        assert found["log_likelihoods"][-1] == pytest.approx(right.log_likelihood, abs=1e-3)
        assert found["prevalence"] == pytest.approx(right.prevalence, abs=1e-3)
        assert np.asarray(found["matrices"]) == pytest.approx(tables.stacked(right), abs=2e-3)
        assert np.asarray(found["belief"]) == pytest.approx(right.posterior, abs=2e-3)


def test_each_step_of_the_solution_keeps_the_library_s_fit_as_it_is(ratings, solved):
    votes = tables.coded(ratings)
    right = tables.reference(votes, 4)
    prevalence, matrices = solved.call("m_step", votes, right.posterior.tolist())
    belief, value = solved.call("e_step", votes, right.prevalence.tolist(), tables.stacked(right).tolist())
    assert prevalence == pytest.approx(right.prevalence, abs=1e-6)
    assert np.asarray(matrices) == pytest.approx(tables.stacked(right), abs=1e-6)
    assert np.asarray(belief) == pytest.approx(right.posterior, abs=1e-6)
    assert value == pytest.approx(right.log_likelihood, abs=1e-6)


def test_the_solution_reads_the_known_result(ratings, solved):
    votes = tables.coded(ratings)
    right = tables.reference(votes, 4)
    assert solved.mapping("fitness") == {one + 1: label + 1 for one, label in right.decided.items()}
    assert solved.number("behind_class_3") == pytest.approx(right.posterior[:, 2].sum(), abs=1e-3)
    winners = majority_vote(votes.itertuples(index=False, name=None)).winners
    differ = [one + 1 for one, label in right.decided.items() if winners[one] != {label}]
    assert solved.value("overruled") == differ == [2, 12, 36]


def test_the_known_wrong_fits_are_far_enough_from_the_right_one_and_from_each_other(ratings):
    votes = tables.coded(ratings)
    values = [known.value for known in mistakes.known_likelihoods(ratings, votes)]
    values.append(tables.reference(votes, 4).log_likelihood)
    assert all(abs(a - b) > 0.012 for at, a in enumerate(values) for b in values[:at])


def test_the_notebook_s_small_case(prose, solved):
    few = pd.DataFrame({"item": [0, 1, 1], "observer": [0, 0, 0], "label": [0, 0, 1]})
    prevalence, matrices = solved.call("m_step", few, [[0.8, 0.2], [0.5, 0.5]])
    assert matrices[0][0] == pytest.approx([1.3 / 1.8, 0.5 / 1.8])
    shown = " and ".join(f"{share:.3f}".lstrip("0") for share in matrices[0][0])
    assert f"or {shown}." in prose
    assert prevalence == pytest.approx([0.65, 0.35])
    assert "The prevalence is .65 and .35" in prose
    assert "only .199 of these patients class 3" in prose


@pytest.mark.mostly_slow(2, reason="each case draws another learner's work")
@pytest.mark.parametrize("learner", LEARNERS)
def test_every_simulated_crowd_can_be_fitted_in_good_time(learner):
    for crowd in tables.crowds(learner, 1):
        votes = crowd.votes
        assert sorted(votes["item"].unique()) == list(range(votes["item"].max() + 1))
        assert set(votes["label"]) == set(range(crowd.classes))
        fit, early = crowd.fitted(), tables.reference(votes, crowd.classes, tolerance=1e-6)
        assert len(fit.log_likelihoods) <= tables.MOST_ROUNDS
        assert np.abs(fit.prevalence - early.prevalence).max() < 0.002
        assert mistakes.switched(fit.prevalence, votes, crowd.classes, 0.005) == ()


def test_two_learners_and_two_forms_have_other_crowds():
    drawn = [tables.crowds(*who)[0].votes for who in (("ada", 1), ("grace", 1), ("ada", 2), ("ada", 1))]
    assert drawn[0].equals(drawn[3])
    assert not drawn[0].equals(drawn[1])
    assert not drawn[0].equals(drawn[2])


def test_permuted_classes_are_recognised(ratings):
    votes = tables.coded(ratings)
    right = tables.reference(votes, 4).prevalence
    order = mistakes.switched(right[[2, 0, 3, 1]], votes, 4, 0.002)
    assert right[[2, 0, 3, 1]][list(order)] == pytest.approx(right)
    assert mistakes.switched(right + np.array([0.1, -0.1, 0, 0]), votes, 4, 0.002) == ()


def test_the_lesson_gives_none_of_the_answers_away(ratings):
    lesson = (ROOT / "course" / "m06-quality-control" / "index.md").read_text("utf-8")
    fit = tables.reference(tables.coded(ratings), 4)
    answers = [f"{abs(fit.log_likelihood):.1f}", f"{fit.posterior[:, 2].sum():.2f}"]
    answers += [f"{share:.3f}".lstrip("0") for share in fit.prevalence[:3]]
    answers += ["atient 2 ", "atient 12", "atient 36"]
    assert [answer for answer in answers if answer in lesson] == []
