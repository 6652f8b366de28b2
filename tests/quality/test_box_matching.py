"""Boxes and points against gold: areas by hand, best pairing by trying all, and the cases greedy matching gets wrong."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.values import Box, Point, Shapes
from labelwright.quality.boxes import iou, match_boxes, match_points


def box(x, y, width, height, label="a"):
    return Box(x=x, y=y, width=width, height=height, label=label)


def point(x, y, label="a"):
    return Point(x=x, y=y, label=label)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (box(5, 5, 10, 10), 25 / 175),
        (box(1, 1, 10, 10), 81 / 119),
        (box(0, 0, 10, 10), 1.0),
        (box(10, 0, 10, 10), 0.0),
        (box(20, 20, 1, 1), 0.0),
        (box(2, 2, 5, 5), 0.25),
    ],
)
def test_iou(other, expected):
    assert iou(box(0, 0, 10, 10), other) == pytest.approx(expected)
    assert iou(other, box(0, 0, 10, 10)) == pytest.approx(expected)


boxes = st.lists(
    st.builds(box, *[st.integers(0, 8)] * 2, *[st.integers(1, 8)] * 2, st.sampled_from("ab")), max_size=4
)


def by_trying_all(gold, found, threshold, labels):
    """(most pairs, greatest total IoU among those) over every one-to-one pairing."""
    small, large = sorted((gold, found), key=len)
    best = (0, 0.0)
    for chosen in permutations(range(len(large)), len(small)):
        values = [
            iou(a, large[place])
            for a, place in zip(small, chosen, strict=True)
            if iou(a, large[place]) >= threshold and (not labels or a.label == large[place].label)
        ]
        best = max(best, (len(values), sum(values)))
    return best


@given(boxes, boxes, st.sampled_from([0.1, 0.3, 0.5]), st.booleans())
def test_no_pairing_is_better(gold, found, threshold, labels):
    matched = match_boxes([gold], [found], threshold=threshold, labels=labels)
    most, total = by_trying_all(gold, found, threshold, labels)
    assert len(matched.pairs) == most
    assert sum(pair.closeness for pair in matched.pairs) == pytest.approx(total)
    assert len(matched.pairs) + len(matched.missed) == len(gold)
    assert len(matched.pairs) + len(matched.extra) == len(found)
    assert len({pair.gold for pair in matched.pairs}) == len(matched.pairs)
    assert len({pair.predicted for pair in matched.pairs}) == len(matched.pairs)


def test_greedy_would_lose_a_pair():
    gold = [box(0, 0, 10, 10), box(3, 0, 10, 10)]
    found = [box(2, 0, 10, 10), box(5.5, 0, 10, 10)]
    assert iou(gold[1], found[0]) == max(iou(a, b) for a in gold for b in found)
    matched = match_boxes([gold], [found], threshold=0.55)
    assert [(pair.gold, pair.predicted) for pair in matched.pairs] == [(0, 0), (1, 1)]
    assert matched.f1 == 1


def test_scores_over_images():
    gold = [[box(0, 0, 10, 10), box(50, 50, 10, 10, "b")], []]
    found = [[box(0, 0, 10, 8), box(50, 50, 10, 10, "a")], [box(0, 0, 3, 3)]]
    matched = match_boxes(gold, found)
    assert (matched.precision, matched.recall) == (1 / 3, 1 / 2)
    assert matched.f1 == pytest.approx(2 / 5)
    assert matched.mean_closeness == pytest.approx(0.8)
    assert matched.missed == ((0, 1),)
    assert matched.extra == ((0, 1), (1, 0))
    loose = match_boxes(gold, found, labels=False)
    assert (loose.recall, loose.label_accuracy) == (1, 0.5)
    assert matched.label_accuracy == 1


def test_nothing_there_is_undefined():
    empty = match_boxes([[]], [[]])
    assert all(math.isnan(value) for value in (empty.precision, empty.recall, empty.f1, empty.mean_closeness))
    assert empty.reason
    missed = match_boxes([[box(0, 0, 1, 1)]], [[]])
    assert (missed.recall, missed.f1) == (0, 0)
    assert math.isnan(missed.precision)
    with pytest.raises(ValueError, match="threshold is 0"):
        match_boxes([], [], threshold=0)
    with pytest.raises(ValueError, match="1 gold and 0"):
        match_boxes([[]], [])


def test_points_within_a_radius():
    gold = [[point(0, 0), point(10, 0), point(100, 0, "b")]]
    found = [[point(6, 0), point(13, 4), point(100, 1, "a")]]
    matched = match_points(gold, found, radius=6)
    assert [(pair.gold, pair.predicted, pair.closeness) for pair in matched.pairs] == [
        (0, 0, 6.0),
        (1, 1, 5.0),
    ]
    assert matched.mean_closeness == pytest.approx(5.5)
    loose = match_points(gold, found, radius=6, labels=False)
    assert loose.label_accuracy == pytest.approx(2 / 3)
    with pytest.raises(ValueError, match="radius is -1"):
        match_points(gold, found, radius=-1)


def test_shapes_values_are_read_as_they_are():
    value = Shapes(boxes=(box(0, 0, 10, 10),), points=(point(3, 3),), width=20, height=20)
    assert match_boxes([value], [[box(0, 0, 10, 10)]]).f1 == 1
    assert match_points([value], [value], radius=1).mean_closeness == 0
