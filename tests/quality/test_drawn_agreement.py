"""Agreement on spans and boxes between annotators: by hand, symmetric, and at the edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from labelwright.annotations.values import Box, Span
from labelwright.quality import Bootstrap, box_agreement, span_agreement, token_agreement
from labelwright.quality.boxes import iou
from labelwright.quality.spans import tokens

TEXT = "Ann Lee met Bo in Rome."


def span(start, end, label):
    return Span(start=start, end=end, label=label)


def box(x, y, label="d", size=10):
    return Box(x=x, y=y, width=size, height=size, label=label)


ANN = {"1": [span(0, 7, "PER"), span(12, 14, "PER"), span(18, 22, "LOC")], "2": []}
BO = {"1": [span(0, 3, "PER"), span(12, 14, "PER"), span(18, 22, "ORG")], "2": []}

spans = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 5), st.sampled_from("ab")).map(
        lambda parts: span(parts[0], parts[0] + parts[1], parts[2])
    ),
    max_size=5,
    unique_by=lambda one: (one.start, one.end, one.label),
)


def test_spans_by_hand():
    work = {"ann": ANN, "bo": BO}
    assert span_agreement(work).value == pytest.approx(2 * 1 / 6)
    assert span_agreement(work, mode="partial").value == pytest.approx(2 * 1.5 / 6)


def test_tokens_by_hand():
    """Ann Lee met Bo in Rome . -> 7 tokens, of which Lee and Rome differ."""
    assert [TEXT[start:end] for start, end in tokens(TEXT)] == ["Ann", "Lee", "met", "Bo", "in", "Rome", "."]
    found = token_agreement({"ann": ANN, "bo": BO}, {"1": TEXT, "2": "Nobody here"})
    first = ["PER", "PER", "O", "PER", "O", "LOC", "O", "O", "O"]
    second = ["PER", "O", "O", "PER", "O", "ORG", "O", "O", "O"]
    assert found.value == pytest.approx(cohen_kappa_score(first, second))


def test_three_annotators_are_averaged_pair_by_pair():
    work = {"ann": ANN, "bo": BO, "cy": {"1": ANN["1"]}}
    pairs = [2 * 1 / 6, 1, 2 * 1 / 6]
    assert span_agreement(work).value == pytest.approx(sum(pairs) / 3)
    assert span_agreement(work).n_items == 2


@given(spans, spans, st.sampled_from(["strict", "partial"]))
def test_spans_do_not_mind_who_comes_first(first, second, mode):
    there = span_agreement({"a": {"1": first}, "b": {"1": second}}, mode=mode).value
    back = span_agreement({"a": {"1": second[::-1]}, "b": {"1": first}}, mode=mode).value
    assert there == pytest.approx(back, nan_ok=True)
    assert math.isnan(there) or 0 <= there <= 1
    if first:
        assert span_agreement({"a": {"1": first}, "b": {"1": first}}, mode=mode).value == 1


@given(spans, spans)
def test_partial_is_never_below_strict(first, second):
    work = {"a": {"1": first}, "b": {"1": second}}
    strict, partial = (span_agreement(work, mode=mode).value for mode in ("strict", "partial"))
    assert math.isnan(strict) or partial >= strict


def test_boxes_by_hand():
    work = {
        "ann": {"1": [box(0, 0), box(30, 0)], "2": [box(0, 0)]},
        "bo": {"1": [box(1, 1)], "2": [box(0, 0, "e")]},
    }
    f1, mean = box_agreement(work)
    assert f1.value == pytest.approx(2 * 1 / 5)
    assert mean.value == pytest.approx(0.6807, abs=5e-5)


@pytest.mark.parametrize(("x", "value"), [(5, 0.1429), (1, 0.6807), (0, 1), (10, 0)])
def test_overlap(x, value):
    assert iou(box(0, 0), box(x, x)) == pytest.approx(value, abs=5e-5)


def test_each_box_is_matched_once_and_best():
    first = [box(0, 0), box(2, 0)]
    _, mean = box_agreement({"a": {"1": first}, "b": {"1": first[::-1]}})
    assert mean.value == 1


def test_no_match_is_undefined_and_says_why():
    f1, mean = box_agreement({"a": {"1": [box(0, 0)]}, "b": {"1": [box(50, 50)]}})
    assert f1.value == 0
    assert math.isnan(mean.value)
    assert "no two boxes" in mean.reason
    empty = span_agreement({"a": {"1": []}, "b": {"1": []}})
    assert math.isnan(empty.value)
    assert "nobody drew anything" in empty.reason


def test_items_are_resampled():
    good, bad = [span(0, 3, "a")], [span(5, 8, "a")]
    work = {"a": {str(n): good for n in range(20)}, "b": {str(n): good if n % 4 else bad for n in range(20)}}
    found = span_agreement(work, bootstrap=Bootstrap(1, 500))
    assert found.value == 0.75
    assert 0.4 < found.low < 0.75 < found.high < 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: span_agreement({"a": {"1": []}, "b": {"2": []}}), "no item was done by two"),
        (lambda: span_agreement({"a": ANN, "b": BO}, mode="type"), "'strict' or 'partial'"),
        (lambda: token_agreement({"a": ANN, "b": BO}, {"1": TEXT}), "item '2' has no text"),
        (lambda: token_agreement({"a": ANN, "b": BO}, {"1": "short", "2": ""}), "has 5 code points"),
        (lambda: box_agreement({"a": {"1": []}, "b": {"1": []}}, threshold=0), "threshold is 0"),
    ],
)
def test_what_cannot_be_compared_is_taught(call, said):
    with pytest.raises(ValueError, match=said):
        call()
