"""Confident learning: a table counted by hand, cleanlab, real digits with planted flips, and what never changes."""

import math
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from labelwright.quality.label_errors import (
    cleanlab_candidates,
    confident_joint,
    label_error_candidates,
    read_predictions,
)

GIVEN = ["cat", "cat", "cat", "dog", "dog", "fox"]
PROBABILITIES = [
    [0.9, 0.1, 0.0],
    [0.7, 0.2, 0.1],
    [0.2, 0.7, 0.1],
    [0.3, 0.6, 0.1],
    [0.6, 0.2, 0.2],
    [0.1, 0.1, 0.8],
]


def test_counted_by_hand():
    found = confident_joint(GIVEN, PROBABILITIES)
    assert found.labels == ("cat", "dog", "fox")
    assert found.thresholds == pytest.approx([0.6, 0.4, 0.8])
    assert found.counts.tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert found.confident.tolist() == [0, 0, 1, 1, 0, 2]
    # Rows scaled to 3, 2 and 1 of 6 items: off the diagonal 1/6 + 1/6.
    assert found.noise == pytest.approx(1 / 3)
    assert found.joint.sum() == pytest.approx(1)
    candidates = label_error_candidates(GIVEN, PROBABILITIES)
    assert [(c.place, c.given, c.suggested, c.self_confidence) for c in candidates] == [
        (2, "cat", "dog", 0.2),
        (4, "dog", "cat", 0.2),
    ]


def test_a_label_nobody_gave_is_never_confident():
    found = confident_joint(["a", "a"], [[0.1, 0.9], [0.3, 0.7]], labels=("a", "b"))
    assert math.isnan(found.thresholds[1])
    assert found.counts.tolist() == [[1, 0], [0, 0]]
    assert found.noise == 0


@st.composite
def predictions(draw):
    size, items = draw(st.integers(2, 4)), draw(st.integers(4, 30))
    weights = st.lists(st.integers(1, 20), min_size=size, max_size=size)
    table = np.array(draw(st.lists(weights, min_size=items, max_size=items)), dtype=float)
    labels = draw(st.lists(st.integers(0, size - 1), min_size=items - size, max_size=items - size))
    return [*range(size), *labels], table / table.sum(axis=1, keepdims=True)


@given(predictions())
def test_counts_equal_cleanlab(case):
    from cleanlab.count import compute_confident_joint

    labels, table = case
    found = confident_joint(labels, table)
    over = table >= found.thresholds - 1e-9
    # Among several confident labels cleanlab takes the first of the most probable of all, the paper of the confident.
    assume((over[np.arange(len(table)), table.argmax(axis=1)] | (over.sum(axis=1) < 2)).all())
    # What misses a threshold by less than a millionth is confident to cleanlab, and not here.
    missed = found.thresholds - table
    assume(not ((missed > 1e-9) & (missed < 2e-6)).any())
    there = compute_confident_joint(np.array(labels), table, calibrate=False)
    here = found.counts.copy()
    # cleanlab counts at least one on the diagonal, so that it can divide by it.
    np.fill_diagonal(here, np.maximum(here.diagonal(), 1))
    assert here.tolist() == there.tolist()


@given(predictions(), st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_matter(case, random):
    labels, table = case
    order = random.sample(range(len(labels)), len(labels))
    first = confident_joint(labels, table)
    second = confident_joint([labels[place] for place in order], table[order])
    assert first.counts.tolist() == second.counts.tolist()
    flagged = {order[c.place] for c in label_error_candidates([labels[p] for p in order], table[order])}
    assert flagged == {c.place for c in label_error_candidates(labels, table)}


@pytest.fixture(scope="module")
def digits():
    """(labels with 8% flips, places of the flips, out-of-sample and in-sample probabilities) on 600 real digits."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.neighbors import KNeighborsClassifier

    pixels, truth = load_digits(return_X_y=True)
    pixels, truth = pixels[:600], truth[:600]
    random = np.random.default_rng(4)
    flips = random.choice(600, size=48, replace=False)
    labels = truth.copy()
    labels[flips] = (truth[flips] + random.integers(1, 10, size=48)) % 10
    model = KNeighborsClassifier(5, weights="distance")
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    outside = cross_val_predict(model, pixels, labels, cv=folds, method="predict_proba")
    inside = model.fit(pixels, labels).predict_proba(pixels)
    return labels, set(flips.tolist()), outside, inside


def test_planted_flips_are_found_out_of_sample(digits):
    labels, flips, outside, _ = digits
    found = {candidate.place for candidate in label_error_candidates(labels, outside)}
    assert len(found & flips) / len(found) > 0.8
    assert len(found & flips) / len(flips) > 0.7
    joint = confident_joint(labels, outside)
    assert joint.noise == pytest.approx(0.08, abs=0.035)
    assert joint.warning == ""


def test_in_sample_probabilities_hide_them_and_are_warned_of(digits):
    labels, _, _, inside = digits
    assert label_error_candidates(labels, inside) == ()
    assert "look in-sample" in confident_joint(labels, inside).warning
    assert "p > 0.99" in confident_joint(labels, inside).warning
    softened = 0.6 * inside + 0.04
    assert "first choice" in confident_joint(labels, softened).warning


def test_cleanlab_flags_the_same_digits(digits):
    labels, flips, outside, _ = digits
    theirs = cleanlab_candidates(labels, outside)
    ours = {candidate.place for candidate in label_error_candidates(labels, outside)}
    flagged = {candidate.place for candidate in theirs}
    assert len(flagged & ours) / len(flagged | ours) > 0.7
    assert len(flagged & flips) / len(flagged) > 0.8
    confidences = [candidate.self_confidence for candidate in theirs]
    assert confidences == sorted(confidences)


def test_without_cleanlab_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "cleanlab.filter", None)
    with pytest.raises(ImportError, match=r'pip install "labelwright\[errors\]"'):
        cleanlab_candidates(GIVEN, PROBABILITIES)


@pytest.mark.parametrize(
    ("labels", "table", "names", "message"),
    [
        (["a"], [[0.5, 0.5]], None, "shape"),
        (["a", "b"], [[0.5, 0.5], [0.5, 0.6]], None, "row 1"),
        (["a", "c"], [[0.5, 0.5], [0.5, 0.5]], ("a", "b"), "'c'"),
        (["a", None], [[0.5, 0.5], [0.5, 0.5]], None, "missing"),
        (["a", 1], [[0.5, 0.5], [0.5, 0.5]], None, "mix kinds"),
        ([], [], None, "shape"),
    ],
)
def test_what_cannot_be_read_is_refused(labels, table, names, message):
    with pytest.raises(ValueError, match=message):
        read_predictions(labels, table, names)
