"""Two sides' annotations item by item: the last word counts, skipped is not done, kinds must agree."""

import pytest

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Span, Spans, Text
from labelwright.quality.annotator_pairs import align
from labelwright.quality.spans import span_scores


def done(item, value, who="a"):
    return Annotation(item=item, annotator=who, task="t", value=value)


def skipped(item):
    return Annotation(item=item, annotator="a", task="t", status="skipped")


def test_the_last_record_counts_and_skipped_is_not_done():
    x, y = Choice(label="x"), Choice(label="y")
    mine = [done("1", x), done("2", x), done("1", y), done("3", x), skipped("3"), done("4", x)]
    gold = [done("2", y, "g"), done("1", x, "g"), done("3", x, "g"), done("9", x, "g")]
    found = align(mine, gold)
    assert found.items == ("1", "2")
    assert (found.first, found.second) == ((y, x), (x, y))
    assert found.only_first == ("4",)
    assert found.only_second == ("3", "9")


def test_aligned_spans_go_straight_into_the_score():
    spans = Spans(spans=(Span(start=0, end=3, label="PER"),))
    empty = Spans(spans=())
    found = align([done("1", spans), done("2", empty)], [done("2", spans, "g"), done("1", spans, "g")])
    score = span_scores(found.second, found.first).strict
    assert (score.correct, score.missed) == (1, 1)


def test_two_kinds_are_not_compared():
    with pytest.raises(ValueError, match="'choice' from one person and 'text'"):
        align([done("1", Choice(label="x"))], [done("1", Text(text="x"))])
