"""Cohen's kappa and the score of a search, on published cases and at their edges."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score, confusion_matrix, precision_recall_fscore_support

from labelwright.quality import cohen, cohen_kappa, confusion_table, found_score


def from_table(table):
    """Two label sequences with the given counts."""
    cells = [(i, j) for (i, j), count in np.ndenumerate(np.array(table)) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


@pytest.mark.parametrize(
    ("table", "weights", "kappa"),
    [
        ([[20, 5], [10, 15]], None, 0.4),
        ([[45, 15], [25, 15]], None, 0.1304),
        ([[25, 35], [5, 35]], None, 0.2593),
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], None, 0.4842),
        ([[0, 4, 1], [0, 8, 0], [0, 1, 5]], "linear", 0.4701),
        ([[40, 9], [6, 45]], None, 0.6995),
        ([[80, 10], [5, 5]], None, 0.3182),
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], None, 0.492),
    ],
)
def test_published_cases(table, weights, kappa):
    assert cohen_kappa(*from_table(table), weights) == pytest.approx(kappa, abs=5e-4)


@pytest.mark.parametrize(("weights", "kappa"), [(None, 0.4937), ("linear", 0.7059), ("quadratic", 0.8630)])
def test_weighted(weights, kappa):
    first, second = [int(mark) for mark in "0123443221"], [int(mark) for mark in "0133433212"]
    assert cohen_kappa(first, second, weights) == pytest.approx(kappa, abs=5e-5)


labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=20)


@given(labels)
def test_equals_nltk(pairs):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    value = cohen_kappa(first, second)
    assume(not math.isnan(value))
    triples = [
        (rater, item, label)
        for item, pair in enumerate(pairs)
        for rater, label in zip("xy", pair, strict=True)
    ]
    assert value == pytest.approx(AnnotationTask(triples).kappa(), abs=1e-9)


@given(labels, st.sampled_from([None, "linear", "quadratic"]))
def test_raters_may_change_places_and_self_agreement_is_one(pairs, weights):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    there, back = cohen_kappa(first, second, weights), cohen_kappa(second, first, weights)
    assert there == pytest.approx(back, nan_ok=True)
    alone = cohen_kappa(first, first, weights)
    assert math.isnan(alone) if len(set(first)) == 1 else alone == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("first", "second", "weights", "said"),
    [
        ([1, 2], [1], None, "got 2 and 1 labels"),
        ([], [], None, "got 0 and 0"),
        ([1, None], [1, 2], None, "missing"),
        ([1, math.nan], [1, 2], None, "missing"),
        ([1, "a"], [1, "a"], None, "mix kinds"),
        ([1, 2], [1, 2], "cubic", "use None, 'linear', 'quadratic'"),
    ],
)
def test_bad_input_is_taught(first, second, weights, said):
    with pytest.raises(ValueError, match=said):
        cohen_kappa(first, second, weights)


def test_a_search_is_scored_and_explained():
    score = found_score(["heart", "flawed", "good", "good"], ["heart", "flawed", "lmfao", "badass"])
    assert (score.precision, score.recall, score.f1) == pytest.approx((2 / 3, 1 / 2, 4 / 7))
    assert score.hits == {"heart", "flawed"}
    assert score.missed == {"lmfao", "badass"}
    assert score.extra == {"good"}


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_f1_is_the_harmonic_mean(found, true):
    score = found_score(found, true)
    if found and true and score.hits:
        assert score.f1 == pytest.approx(2 / (1 / score.precision + 1 / score.recall))
    assert math.isnan(score.precision) == (not found)
    assert math.isnan(score.recall) == (not true)
    assert math.isnan(score.f1) == (not found and not true)


def test_a_single_string_is_not_a_set_of_letters():
    with pytest.raises(ValueError, match="single string 'lmfao'"):
        found_score("lmfao", ["lmfao"])


@given(labels, st.sampled_from([None, "linear", "quadratic"]))
def test_kappa_and_the_cross_table_equal_scikit_learn(pairs, weights):
    first, second = [a for a, _ in pairs], [b for _, b in pairs]
    value = cohen_kappa(first, second, weights)
    assert value == pytest.approx(cohen(pairs, weights=weights).value, nan_ok=True, abs=0)
    assume(not math.isnan(value))
    table = confusion_table(first, second)
    assert np.array(table.table).tolist() == confusion_matrix(first, second, labels=table.labels).tolist()
    assert value == pytest.approx(cohen_kappa_score(first, second, weights=weights), abs=1e-9)


@given(st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_a_search_scores_as_in_scikit_learn(found, true):
    sides = [[item in side for item in range(10)] for side in (true, found)]
    expected = precision_recall_fscore_support(*sides, average="binary", zero_division=np.nan)[:3]
    score = found_score(found, true)
    assert (score.precision, score.recall) == pytest.approx(expected[:2], nan_ok=True)
    if found and true:
        assert score.f1 == pytest.approx(expected[2])
