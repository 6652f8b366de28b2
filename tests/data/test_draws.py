"""Seeded draws: the same everywhere, within their bounds, and even."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from labelwright.data.random import Draws


def test_the_sequence_is_the_one_that_python_promises():
    draws = Draws(7)
    assert [round(draws.share(), 6) for _ in range(3)] == [0.323833, 0.150849, 0.650934]
    assert Draws(7).shuffled("abcde") == Draws(7).shuffled("abcde")


@given(st.integers(0, 2**64 - 1), st.integers(1, 50))
def test_draws_keep_their_bounds(seed, n):
    draws = Draws(seed)
    assert all(0 <= draws.below(n) < n for _ in range(20))
    assert sorted(draws.shuffled(range(n))) == list(range(n))
    assert draws.pick("xyz") in "xyz"


def test_draws_are_even():
    draws = Draws(1)
    counts = Counter(draws.below(5) for _ in range(5000))
    assert all(900 < counts[value] < 1100 for value in range(5))
    values = [draws.normal() for _ in range(5000)]
    assert abs(sum(values) / 5000) < 0.05
    assert 0.95 < sum(value * value for value in values) / 5000 < 1.05
