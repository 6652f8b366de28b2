"""Seeded draws: the same everywhere, within their bounds, and even."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.rng import Rng


def test_the_sequence_is_the_one_that_python_promises():
    draws = Rng(7)
    assert [round(draws.share(), 6) for _ in range(3)] == [0.323833, 0.150849, 0.650934]
    assert Rng(7).shuffled("abcde") == Rng(7).shuffled("abcde")


@given(st.integers(0, 2**64 - 1), st.integers(1, 50))
def test_draws_keep_their_bounds(seed, n):
    draws = Rng(seed)
    assert all(0 <= draws.below(n) < n for _ in range(20))
    assert sorted(draws.shuffled(range(n))) == list(range(n))
    assert draws.pick("xyz") in "xyz"


def test_draws_are_even():
    draws = Rng(1)
    counts = Counter(draws.below(5) for _ in range(5000))
    assert all(900 < counts[value] < 1100 for value in range(5))
    values = [draws.normal() for _ in range(5000)]
    assert abs(sum(values) / 5000) < 0.05
    assert 0.95 < sum(value * value for value in values) / 5000 < 1.05


def test_a_number_for_words_depends_on_no_other_draw():
    rng = Rng(7)
    before = rng.share_for("worker", "simulated-1")
    rng.share()
    assert rng.share_for("worker", "simulated-1") == before == Rng(7).share_for("worker", "simulated-1")
    assert Rng(7).shuffled_for("cab", "seat") == Rng(7).shuffled_for("abc", "seat")
    assert 2 <= Rng(7).between_for(2, 3, "skill") <= 3


def test_generators_start_from_the_seed():
    assert Rng(7).numpy().integers(0, 100, 5).tolist() == Rng(7).numpy().integers(0, 100, 5).tolist()
    assert Rng("leaflets/1").python().random() == Rng("leaflets/1").share()
    with pytest.raises(ValueError, match="whole number"):
        Rng("leaflets/1").numpy()
