"""The flipped digits: what is planted, what a learner is shown, and checks that a forest must pass as neighbours do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier

from labelwright.authoring.learner_notebook import learner_notebook
from labelwright.checks import Work
from labelwright.checks.runner import load_checks, run_checks
from labelwright.checks.verdicts import Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import load_module
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer
from labelwright.exchange.plain_data import dumps
from labelwright.quality import confident_joint

ROOT = Path(__file__).resolve().parents[2]
SLUG = "find-label-errors"
PIXELS = [f"pixel_{y}_{x}" for y in range(8) for x in range(8)]


@pytest.fixture(scope="module")
def exercise():
    return Course(ROOT).exercise(SLUG)


def clean(material):
    """The published label of each row of the sample, found by its pixels."""
    published = material.frame("digits")
    by_image = dict(zip(map(tuple, published[PIXELS].to_numpy()), published["digit"], strict=True))
    return np.array([by_image[tuple(line)] for line in material.sample()[PIXELS].to_numpy()])


def test_every_image_is_there_and_143_labels_are_flipped(exercise):
    ada, grace = (Material(Course(ROOT), exercise, learner) for learner in ("ada", "grace"))
    flipped = []
    for material in (ada, grace, Material(Course(ROOT), exercise, "ada", form=2)):
        rows = material.sample()
        assert list(rows.columns) == ["id", *PIXELS, "label"]
        assert len({tuple(line) for line in rows[PIXELS].to_numpy()}) == 1797
        wrong = clean(material) != rows["label"]
        assert wrong.sum() == 143
        assert rows["label"].between(0, 9).all()
        flipped.append({tuple(line) for line in rows.loc[wrong, PIXELS].to_numpy()})
    first, second, again = flipped
    assert len(first & second) < 40
    assert len(first & again) < 40


def forest(material, trees=40):
    """The answers of a learner who used a forest, random in every run, and reversed the queue."""
    rows = material.sample()
    label = rows["label"].to_numpy()
    fold = np.random.default_rng(3).permutation(np.arange(len(rows)) % 5)

    def predict(train, new):
        model = RandomForestClassifier(trees).fit(train[PIXELS], train["label"])
        return model.predict_proba(new[PIXELS])

    probabilities = np.zeros((len(rows), 10))
    for number in range(5):
        inside = fold == number
        probabilities[inside] = predict(rows[~inside], rows[inside])
    found = confident_joint(label, probabilities)
    own = probabilities[np.arange(len(rows)), label]
    return {
        "fold": fold,
        "predict": predict,
        "probabilities": probabilities,
        "thresholds": found.thresholds,
        "counts": found.counts,
        "noise": found.noise,
        "suspects": rows.loc[(found.confident >= 0) & (found.confident != label), "id"].tolist(),
        "queue": rows["id"].iloc[np.argsort(own, kind="stable")[:150][::-1]].tolist(),
        "next_step": "show them to a person who decides",
    }


def failed_checks(exercise, material, names):
    """The id and message of each check that `names` does not pass."""
    work = Work(material, lambda question: answer(names, Path.cwd(), question))
    results, notes = run_checks(exercise, load_checks(exercise), work)
    assert notes == []
    return [(one.id, one.message) for one in results if one.verdict is not Verdict.PASSED]


@pytest.fixture(scope="module")
def material(exercise):
    return Material(Course(ROOT), exercise, "ada")


def test_the_solution_counts_the_confident_joint_of_the_library(exercise, material):
    work = Work(material, lambda question: dumps({"state": "absent"}))
    rows = material.sample()
    try:
        given = work.solution.array("probabilities")
        thresholds, counts = work.solution.numbers("thresholds", 10), work.solution.array("counts")
        noise, suspects = work.solution.number("noise"), work.solution.ids("suspects", ())
    finally:
        work.close()
    found = confident_joint(rows["label"].to_numpy(), given, labels=range(10))
    assert thresholds == pytest.approx(list(found.thresholds))
    assert np.array_equal(counts, found.counts)
    assert noise == pytest.approx(found.noise)
    assert suspects == rows.loc[(found.confident >= 0) & (found.confident != rows["label"]), "id"].tolist()


@pytest.mark.mostly_slow("20", reason="each case fits a forest in cross-validation")
@pytest.mark.parametrize("trees", [20, 40, 100])
def test_a_random_forest_is_accepted(exercise, material, trees):
    names = forest(material, trees)
    failed = failed_checks(exercise, material, names)
    assert "each-row-is-judged-from-outside" not in [one for one, _ in failed]
    if trees == 100:
        assert [one for one, _ in failed] == ["the-queue-begins-with-the-least-believable"]
        assert "not in order" in failed[0][1]


def test_a_forest_with_too_few_trees_to_judge_is_named(exercise, material):
    failed = dict(failed_checks(exercise, material, forest(material, trees=2)))
    assert "more random than learned" in failed["each-row-is-judged-from-outside"]


@pytest.mark.mostly_slow("10", reason="each case fits a forest")
@pytest.mark.parametrize("trees", [10, 40, 100])
def test_a_forest_that_has_seen_the_rows_it_judges_is_recognised(exercise, material, trees):
    names = forest(material, trees)
    rows = material.sample()
    names["probabilities"] = names["predict"](rows, rows)
    assert "in-sample" in dict(failed_checks(exercise, material, names))["each-row-is-judged-from-outside"]


def test_the_notebook_does_not_say_how_many_were_flipped(exercise):
    text = learner_notebook(exercise)
    assert "143" not in text
    assert "8 %" not in text


def test_a_queue_in_order_is_never_called_unsorted():
    shortcuts = load_module(Course(ROOT).exercise(SLUG), "checks.py").shortcuts
    worth = np.array([0.0, 0.0, 0.2, 0.2, 0.4])

    class Sure:
        """A model that gives every label a probability of .9, asked for no more than that."""

    shortcuts_confidence, shortcuts.confidence = shortcuts.confidence, lambda work: np.full(50, 0.9)
    try:
        message = shortcuts.queue_mistake(Sure(), worth, lowest=True, in_order=True)
        unsorted = shortcuts.queue_mistake(Sure(), worth[::-1], lowest=True, in_order=False)
    finally:
        shortcuts.confidence = shortcuts_confidence
    assert message[0] == ""
    assert "in the right order" in message[1]
    assert "not in order" in unsorted[0]
