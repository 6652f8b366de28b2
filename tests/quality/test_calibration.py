"""Labellers' habits: worked examples, planted biases, scikit-learn, scipy, and the undefined cases."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.quality.calibration import (
    against_ceiling,
    confidence_calibration,
    mean_rubric_score,
    rubric_score,
)
from labelwright.quality.confusion import wilson
from labelwright.quality.habits import correlation, halo, score_habits

POINTS = {"a": 10, "b": 7, "c": 5, "d": -8, "e": 3}


def test_the_rubric_vector():
    found = rubric_score(POINTS, ["a", "c", "d", "e"])
    assert (found.earned, found.possible) == (10, 25)
    assert found.score == pytest.approx(0.40)
    assert found.score != pytest.approx(10 / 33, abs=0.01)
    assert found.score != pytest.approx(4 / 5, abs=0.01)


def test_rubric_scores_are_clipped_late():
    bad = rubric_score(POINTS, ["d"], clip=False)
    assert bad.score == pytest.approx(-0.32)
    assert rubric_score(POINTS, ["d"]).score == 0
    good = rubric_score(POINTS, ["a", "b", "c", "e"], clip=False)
    assert good.score == 1
    assert mean_rubric_score([bad, good]) == pytest.approx(0.34)
    assert mean_rubric_score([bad]) == 0
    nothing = rubric_score({"x": -1}, [])
    assert math.isnan(nothing.score)
    assert nothing.reason
    assert math.isnan(mean_rubric_score([nothing]))
    assert mean_rubric_score([nothing, good]) == 1
    with pytest.raises(ValueError, match="'z'"):
        rubric_score(POINTS, ["z"])


def test_beside_the_ceiling():
    at = against_ceiling(36, 50, 0.73)
    assert at.place == "at"
    assert (at.agreement, at.gap) == pytest.approx((0.72, -0.01))
    assert at.share == pytest.approx(0.72 / 0.73)
    assert (at.low, at.high) == wilson(36, 50)
    assert "36 of 50 (72%" in at.sentence
    assert "not distinguishable" in at.sentence
    assert against_ceiling(20, 50, 0.73).place == "below"
    assert against_ceiling(50, 50, 0.73).place == "above"
    assert against_ceiling(27, 50, 0.73, interval=(0.66, 0.8)).place == "at"
    assert against_ceiling(27, 50, 0.73).place == "below"


def test_no_ceiling_or_no_items_is_unknown():
    for standing in (against_ceiling(0, 0, 0.7), against_ceiling(3, 5, math.nan)):
        assert standing.place == "unknown"
        assert math.isnan(standing.gap)
    with pytest.raises(ValueError, match="6 of 5"):
        against_ceiling(6, 5, 0.7)
    with pytest.raises(ValueError, match="73"):
        against_ceiling(3, 5, 73)


def test_score_habits_by_hand():
    found = score_habits([4, 4, 3, 4], [3, 4, 1, 2], scale=(0, 4))
    assert found.bias == pytest.approx(1.25)
    assert found.range_used == pytest.approx(2 / 5)
    assert found.top_share == pytest.approx(0.75)
    assert found.spread == pytest.approx(np.std([4, 4, 3, 4]) / np.std([3, 4, 1, 2]))
    assert found.reasons == ()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=30))
def test_bias_and_correlation_equal_scipy(pairs):
    from scipy import stats

    mine, theirs = map(list, zip(*pairs, strict=True))
    found = score_habits(mine, theirs, scale=(0, 4))
    gaps = np.subtract(mine, theirs).astype(float)
    if gaps.std() > 0:
        interval = stats.ttest_1samp(gaps, 0).confidence_interval(0.95)
        assert (found.bias_low, found.bias_high) == pytest.approx((interval.low, interval.high))
    if np.std(mine) > 0 and np.std(theirs) > 0:
        assert found.correlation == pytest.approx(stats.pearsonr(mine, theirs).statistic)
    else:
        assert math.isnan(found.correlation)
        assert found.reasons


def test_undefined_habits_say_why():
    flat = score_habits([2, 2], [1, 3], scale=(0, 4))
    assert math.isnan(flat.correlation)
    assert flat.spread == 0
    assert "every item got one score" in flat.reasons[0]
    single = score_habits([2], [2.5], scale=(0, 4))
    assert math.isnan(single.bias_low)
    assert math.isnan(single.spread)
    assert len(single.reasons) == 2


@pytest.mark.parametrize(
    ("mine", "theirs", "message"),
    [
        ([1], [1, 2], "1 scores and 2"),
        ([5], [1], "from 0 to 4"),
        ([1.5], [1], "whole"),
        ([1], [math.nan], "missing"),
    ],
)
def test_scores_that_cannot_be_compared(mine, theirs, message):
    with pytest.raises(ValueError, match=message):
        score_habits(mine, theirs, scale=(0, 4))


def test_halo_is_told_from_real_correlation():
    random = np.random.default_rng(1)
    panel = {name: random.integers(0, 5, size=60).astype(float) for name in ("facts", "style", "length")}
    careful = {
        name: np.clip(column + random.integers(-1, 2, size=60), 0, 4) for name, column in panel.items()
    }
    overall = sum(panel.values()) / 3
    haloed = {name: np.clip(np.round(overall + random.normal(0, 0.2, size=60)), 0, 4) for name in panel}
    assert halo(careful, panel).excess == pytest.approx(0, abs=0.15)
    found = halo(haloed, panel)
    assert found.excess > 0.5
    assert found.mean == pytest.approx(
        np.mean([np.corrcoef(haloed[a], haloed[b])[0, 1] for a, b in found.pairs])
    )


def test_halo_without_variation_or_reference():
    flat = {"a": [1, 1, 1], "b": [1, 2, 3]}
    assert math.isnan(halo(flat).mean)
    assert "vary" in halo(flat).reason
    alone = halo({"a": [1, 2, 3], "b": [3, 2, 1]})
    assert alone.mean == pytest.approx(-1)
    assert math.isnan(alone.excess)
    assert "no reference" in alone.reason
    mixed = halo(
        {"a": [1, 2, 3], "b": [3, 2, 1], "c": [1, 2, 3]}, {"a": [1, 2, 3], "b": [1, 2, 3], "c": [2, 2, 2]}
    )
    assert (mixed.mean, mixed.reference_mean, mixed.excess) == pytest.approx((-1, 1, -2))
    with pytest.raises(ValueError, match="two criteria"):
        halo({"a": [1, 2]})
    with pytest.raises(ValueError, match="more or fewer"):
        halo({"a": [1, 2], "b": [1]})


def test_correlation_is_undefined_where_nothing_varies():
    assert math.isnan(correlation(np.array([1.0, 1.0]), np.array([1.0, 2.0])))


def test_calibration_by_hand():
    found = confidence_calibration([0.9, 0.9, 0.6, 0.6], [True, False, True, True], bins=2)
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.16 + 0.16) / 4)
    assert [row.n for row in found.bins] == [0, 4]
    assert found.ece == pytest.approx(0.0)
    finer = confidence_calibration([0.9, 0.9, 0.6, 0.6], [True, False, True, True], bins=5)
    assert [row.n for row in finer.bins] == [0, 0, 2, 0, 2]
    assert finer.ece == pytest.approx((2 * 0.4 + 2 * 0.4) / 4)
    assert finer.overconfidence == pytest.approx(0.0)
    assert math.isnan(finer.bins[0].right)


answers = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


@given(answers, st.integers(1, 15))
def test_brier_equals_scikit_learn_and_ece_its_definition(rows, bins):
    from sklearn.metrics import brier_score_loss

    stated, right = zip(*rows, strict=True)
    found = confidence_calibration(stated, right, bins=bins)
    assert found.brier == pytest.approx(brier_score_loss(right, stated, pos_label=True, labels=[False, True]))
    assert sum(row.n for row in found.bins) == len(rows)
    assert 0 <= found.ece <= 1
    assert found.ece >= abs(found.overconfidence) - 1e-9
    for row in found.bins:
        assert row.n == 0 or row.low - 1e-12 <= row.stated <= row.high + 1e-12


def test_an_honest_guesser_is_calibrated_and_a_boaster_is_not():
    random = np.random.default_rng(0)
    stated = random.choice([0.55, 0.75, 0.95], size=3000)
    right = random.random(3000) < stated
    assert confidence_calibration(stated, right).ece < 0.04
    boaster = confidence_calibration(np.full(3000, 0.95), right)
    assert boaster.overconfidence == pytest.approx(0.2, abs=0.04)
    assert boaster.ece == pytest.approx(boaster.overconfidence)


@pytest.mark.parametrize(
    ("stated", "right", "bins"),
    [([80], [True], 10), ([], [], 10), ([0.5], [True, False], 10), ([0.5], [1], 0)],
)
def test_answers_that_cannot_be_scored(stated, right, bins):
    with pytest.raises(ValueError, match="confidence"):
        confidence_calibration(stated, right, bins=bins)
