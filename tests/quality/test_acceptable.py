"""Acceptable labels: by hand, against brute force over every rating left out, and what must hold for any counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.quality.calibration import acceptance, acceptance_ceiling

COUNTS = st.lists(
    st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(lambda row: sum(row) >= 2),
    min_size=1,
    max_size=6,
)
SHARES = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.5, 1.0])


def accepted(label, others, share):
    votes = [others.count(one) for one in range(3)]
    return 10 * others.count(label) >= round(10 * share) * len(others) or others.count(label) == max(votes)


@given(COUNTS, SHARES)
def test_counts_give_what_leaving_out_every_single_rating_gives(rows, share):
    for row, outside, inside in zip(
        rows, acceptance(np.array(rows), share), acceptance_ceiling(np.array(rows), share), strict=True
    ):
        ratings = [label for label, times in enumerate(row) for _ in range(times)]
        rest = [ratings[:k] + ratings[k + 1 :] for k in range(len(ratings))]
        for label in range(3):
            assert outside[label] == pytest.approx(
                np.mean([accepted(label, others, share) for others in rest])
            )
        own = [accepted(rating, others, share) for rating, others in zip(ratings, rest, strict=True)]
        assert inside == pytest.approx(np.mean(own))


@given(COUNTS)
def test_a_wider_set_never_accepts_less(rows):
    narrow, wide = acceptance(np.array(rows), 0.5), acceptance(np.array(rows), 0.2)
    assert (wide >= narrow).all()
    assert ((narrow >= 0) & (wide <= 1)).all()


def test_by_hand():
    # Five of ten, three and two: 3 of 9 others is a third, 2 of 9 is not three in ten.
    counts = np.array([[5, 3, 2]])
    assert acceptance(counts, 0.3)[0].tolist() == pytest.approx([1.0, 0.7, 0.0])
    assert acceptance_ceiling(counts, 0.3)[0] == pytest.approx(0.5)
    assert acceptance_ceiling(np.array([[4, 0, 0]]), 0.3)[0] == 1


@pytest.mark.parametrize(("rows", "share"), [([[1, 0]], 0.3), ([[2, -1]], 0.3), ([[2, 1]], 1.2)])
def test_what_cannot_be_is_told(rows, share):
    with pytest.raises(ValueError, match="two people or more"):
        acceptance(np.array(rows), share)
