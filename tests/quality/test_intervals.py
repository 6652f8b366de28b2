"""Bootstrap and Wilson intervals: equal to the slow way, the same for a seed, and honest at the edges."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.quality import bootstrap_alpha, bootstrap_mean, krippendorff_alpha, wilson

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def draw_rows(items, n_resamples, seed):
    """The row numbers of every resample, straight from numpy."""
    return np.random.Generator(np.random.PCG64(seed)).integers(0, items, size=(n_resamples, items))


def noisy(items=40, raters=5, missing=0.2, seed=1):
    """Ratings 0 to 4 around an item's true value, some missing."""
    generator = np.random.Generator(np.random.PCG64(seed))
    table = generator.integers(0, 5, (items, 1)) + generator.integers(-1, 2, (items, raters))
    return np.where(generator.random((items, raters)) < missing, np.nan, table.clip(0, 4))


def slow(ratings, level, n_resamples, seed):
    rows = draw_rows(len(ratings), n_resamples, seed)
    return np.array([krippendorff_alpha(ratings[chosen], level) for chosen in rows])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("shift", [0, 2000])
def test_equals_alpha_of_resampled_rows(level, shift):
    ratings = noisy() + shift
    alphas = slow(ratings, level, 60, seed=7)
    fast = bootstrap_alpha(ratings, level, n_resamples=60, confidence=0.9, seed=7)
    assert fast.estimate == krippendorff_alpha(ratings, level)
    assert (fast.low, fast.high) == pytest.approx(tuple(np.quantile(alphas, [0.05, 0.95])), abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_blocks_of_resamples_change_nothing(level, monkeypatch):
    whole = bootstrap_alpha(noisy(), level, n_resamples=50, seed=3)
    monkeypatch.setattr("labelwright.quality.coefficients.resample._CELLS_AT_ONCE", 200)
    parts = bootstrap_alpha(noisy(), level, n_resamples=50, seed=3)
    assert (parts.low, parts.high) == pytest.approx((whole.low, whole.high), abs=1e-12)


def test_a_seed_fixes_the_interval_and_another_moves_it():
    one, same, other = (bootstrap_alpha(noisy(), "ordinal", n_resamples=200, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert (one.low, one.high) != (other.low, other.high)
    assert one.low < one.estimate < one.high


def test_a_wider_confidence_is_a_wider_interval():
    narrow, wide = (bootstrap_alpha(noisy(), "interval", confidence=level, seed=1) for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.high < wide.high


def test_resampling_items_is_wider_than_resampling_ratings():
    ratings = noisy(missing=0)
    right = bootstrap_alpha(ratings, "interval", seed=1)
    generator = np.random.Generator(np.random.PCG64(1))
    wrong = [
        krippendorff_alpha(generator.choice(ratings, ratings.shape[1], axis=1), "interval")
        for _ in range(200)
    ]
    low, high = np.quantile(wrong, [0.025, 0.975])
    assert right.high - right.low > high - low


def test_labels_can_be_resampled():
    labels = np.array(["cat", "dog", "hen"], dtype=object)[noisy(missing=0).astype(int) % 3]
    fast = bootstrap_alpha(labels, "nominal", n_resamples=40, seed=5)
    expected = np.quantile(slow(labels, "nominal", 40, seed=5), [0.025, 0.975])
    assert (fast.low, fast.high) == pytest.approx(tuple(expected), abs=1e-9)


def test_resamples_without_alpha_are_counted_and_left_out():
    ratings = np.array([[1.0, 1], [1, 1], [2, 1]])
    interval = bootstrap_alpha(ratings, "nominal", n_resamples=500, seed=1)
    without = sum(2 not in rows for rows in draw_rows(3, 500, 1))
    assert interval.undefined == without > 0
    assert not math.isnan(interval.low)


def test_one_value_only_has_no_interval():
    interval = bootstrap_alpha([[1, 1], [1, 1]], "interval", n_resamples=10, seed=1)
    assert math.isnan(interval.estimate)
    assert math.isnan(interval.low)
    assert interval.undefined == 10


@pytest.mark.parametrize(
    ("options", "said"), [({"n_resamples": 0}, "n_resamples is 0"), ({"confidence": 95}, "0.95 for 95%")]
)
def test_options_out_of_range_are_taught(options, said):
    with pytest.raises(ValueError, match=said):
        bootstrap_alpha(noisy(), "nominal", seed=1, **options)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(18, 20, 0.699, 0.972), (45, 50, 0.786, 0.957), (180, 200, 0.851, 0.934)],
)
def test_wilson_known_values(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_wilson_solves_the_score_equation(counts, confidence):
    successes, n = counts
    low, high = wilson(successes, n, confidence)
    share = successes / n
    assert 0 <= low <= share <= high <= 1
    mirrored = wilson(n - successes, n, confidence)
    assert (1 - high, 1 - low) == pytest.approx(mirrored, abs=1e-12)
    if low > 0 and high < 1:
        scores = [abs(share - bound) / math.sqrt(bound * (1 - bound) / n) for bound in (low, high)]
        assert scores[0] == pytest.approx(scores[1], rel=1e-6)


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (5, 4), (-1, 4)])
def test_wilson_refuses_impossible_counts(successes, n):
    with pytest.raises(ValueError, match="is not possible"):
        wilson(successes, n)


@given(st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=20))
def test_a_mean_is_resampled_as_numpy_would(values):
    found = bootstrap_mean(values, n_resamples=50, seed=4)
    known = np.array([value for value in values if not math.isnan(value)])
    if not known.size:
        assert math.isnan(found.estimate)
        assert math.isnan(found.low)
        return
    means = known[draw_rows(len(known), 50, 4)].mean(axis=1)
    expected = (known.mean(), *np.quantile(means, [0.025, 0.975]))
    assert (found.estimate, found.low, found.high) == pytest.approx(expected, abs=1e-9)
    assert found.undefined == 0


def test_one_item_has_an_interval_of_one_point():
    found = bootstrap_mean([0.4], n_resamples=10, seed=1)
    assert (found.estimate, found.low, found.high) == pytest.approx((0.4, 0.4, 0.4))
