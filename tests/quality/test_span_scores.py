"""Scores of marked text: the SemEval-2013 rows, the five-entity example, MQM, and what must hold for any spans."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.values import Errors, ErrorSpan, Span, Spans
from labelwright.quality.spans import character_f1, mqm_score, span_scores, token_f1


def spans(*marks):
    return [Span(start=start, end=end, label=label) for start, end, label in marks]


# The scenarios of SemEval-2013 task 9: right; missed; spurious; wrong type; wrong boundaries; both wrong.
GOLD = [
    spans((0, 6, "drug")),
    spans((0, 6, "brand")),
    spans(),
    spans((0, 8, "drug")),
    spans((0, 9, "drug")),
    spans((0, 9, "group")),
]
FOUND = [
    spans((0, 6, "drug")),
    spans(),
    spans((3, 8, "brand")),
    spans((0, 8, "brand")),
    spans((4, 9, "drug")),
    spans((3, 9, "drug")),
]
WAYS = ("strict", "exact", "partial", "type")


def counts(score):
    return (score.correct, score.incorrect, score.partial, score.missed, score.spurious)


@pytest.mark.parametrize(
    ("row", "strict", "exact", "partial", "kind"),
    [
        (0, "correct", "correct", "correct", "correct"),
        (1, "missed", "missed", "missed", "missed"),
        (2, "spurious", "spurious", "spurious", "spurious"),
        (3, "incorrect", "correct", "correct", "incorrect"),
        (4, "incorrect", "incorrect", "partial", "correct"),
        (5, "incorrect", "incorrect", "partial", "incorrect"),
    ],
)
def test_each_row_of_semeval(row, strict, exact, partial, kind):
    found = span_scores([GOLD[row]], [FOUND[row]])
    expected = dict(zip(WAYS, (strict, exact, partial, kind), strict=True))
    for way, name in expected.items():
        score = getattr(found, way)
        assert getattr(score, name) == 1, way
        assert sum(counts(score)) == 1


def test_the_published_totals():
    """The published table has two drugs found as they are, and one row of each other kind."""
    found = span_scores([GOLD[0], *GOLD], [FOUND[0], *FOUND])
    assert counts(found.strict) == (2, 3, 0, 1, 1)
    assert counts(found.exact) == (3, 2, 0, 1, 1)
    assert counts(found.partial) == (3, 0, 2, 1, 1)
    assert counts(found.type) == (3, 2, 0, 1, 1)
    for way, published in (("strict", 0.333), ("exact", 0.5), ("partial", 0.667), ("type", 0.5)):
        score = getattr(found, way)
        assert (score.precision, score.recall, score.f1) == pytest.approx((published,) * 3, abs=5e-4)


def test_five_entities_and_the_misprint():
    """Two right, three whose boundaries are off: partial is (2 + 3/2)/5 = .70, where the package's README prints .40."""
    gold = spans((0, 4, "PER"), (10, 20, "LOC"), (30, 40, "ORG"), (50, 55, "DATE"), (60, 70, "PER"))
    found = spans((0, 4, "PER"), (10, 18, "LOC"), (32, 40, "ORG"), (50, 55, "DATE"), (60, 72, "PER"))
    scores = span_scores([gold], [found])
    assert [getattr(scores, way).f1 for way in WAYS] == pytest.approx([0.4, 0.4, 0.7, 1.0])


mark = st.builds(
    lambda start, size, label: Span(start=start, end=start + size, label=label),
    st.integers(0, 30),
    st.integers(1, 8),
    st.sampled_from(["A", "B"]),
)
documents = st.lists(st.lists(mark, max_size=5, unique=True), min_size=1, max_size=4)


@given(documents, documents)
def test_counts_add_up(gold, found):
    size = min(len(gold), len(found))
    gold, found = gold[:size], found[:size]
    scores = span_scores(gold, found)
    for way in WAYS:
        score = getattr(scores, way)
        assert score.gold == sum(map(len, gold))
        assert score.predicted == sum(map(len, found))
        assert bool(score.reason) == (math.isnan(score.precision) or math.isnan(score.recall))
    shared = sum(len(set(g) & set(f)) for g, f in zip(gold, found, strict=True))
    assert scores.strict.correct <= shared


@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_spans_means_nothing(gold, random):
    other = [[Span(start=s.start + 1, end=s.end + 1, label=s.label) for s in document] for document in gold]
    mixed = [random.sample(document, len(document)) for document in gold]
    assert span_scores(mixed, other) == span_scores(gold, other)


@given(documents)
def test_the_same_spans_score_one(gold):
    values = [Spans(spans=tuple(document)) for document in gold]
    scores = span_scores(gold, values)
    assert all(
        counts(getattr(scores, way))[0] == sum(map(len, gold)) for way in ("strict", "exact", "partial")
    )
    characters = character_f1(gold, values)
    assert characters.f1 == 1 or (math.isnan(characters.f1) and not any(gold))


def test_neighbours_do_not_overlap():
    """Ends are exclusive here and inclusive in the library: [0, 5) and [5, 9) share nothing."""
    scores = span_scores([spans((0, 5, "A"))], [spans((5, 9, "A"))])
    assert counts(scores.partial) == (0, 0, 0, 1, 1)


def test_nothing_to_score_is_undefined_with_a_reason():
    nothing = span_scores([[]], [[]])
    assert math.isnan(nothing.strict.f1)
    assert nothing.strict.reason == "nothing was marked and the gold is empty"
    missed = span_scores([spans((0, 2, "A"))], [[]]).strict
    assert math.isnan(missed.precision)
    assert (missed.recall, missed.f1) == (0, 0)
    assert "nothing was marked" in missed.reason
    assert "the gold is empty" in span_scores([[]], [spans((0, 2, "A"))]).strict.reason
    with pytest.raises(ValueError, match="1 gold and 0 predicted"):
        span_scores([[]], [])


def test_characters_by_hand():
    gold, found = [spans((0, 10, "A"))], [spans((5, 15, "A"), (0, 2, "B"))]
    strict = character_f1(gold, found)
    assert (strict.both, strict.extra, strict.missed) == (5, 7, 5)
    loose = character_f1(gold, found, labels=False)
    assert (loose.both, loose.extra, loose.missed) == (7, 5, 3)
    assert loose.f1 == pytest.approx(14 / 22)


def test_characters_equal_scikit_learn():
    from sklearn.metrics import precision_recall_fscore_support

    gold, found = spans((2, 9, "A"), (12, 14, "A")), spans((0, 5, "A"), (8, 13, "A"))
    flags = [[any(s.start <= i < s.end for s in side) for i in range(20)] for side in (gold, found)]
    precision, recall, f1, _ = precision_recall_fscore_support(*flags, average="binary")
    ours = character_f1([gold], [found])
    assert (ours.precision, ours.recall, ours.f1) == pytest.approx((precision, recall, f1))


def test_tokens_by_hand():
    text = "Dr Ada Lovelace, London"
    gold, found = [spans((3, 15, "PER"))], [spans((0, 16, "PER"))]
    score = token_f1([text], gold, found)
    assert (score.both, score.extra, score.missed) == (2, 2, 0)
    half = token_f1([text], gold, [spans((5, 9, "PER"))])
    assert (half.both, half.extra, half.missed) == (2, 0, 0)
    with pytest.raises(ValueError, match="2 texts"):
        token_f1([text, text], gold, found)


def error(kind, severity):
    return ErrorSpan(start=0, end=1, type=kind, severity=severity)


def test_the_mqm_vector():
    segments = [
        [error("mistranslation", "major"), error("fluency/punctuation", "minor")],
        [error("omission", "major"), *[error("grammar", "minor")] * 3],
        Errors(errors=(error("Punctuation", "Minor"),) * 3),
        [],
    ]
    score = mqm_score(segments)
    assert score.total == pytest.approx(13.4)
    assert score.per_segment == pytest.approx(3.35)
    assert score.by_segment == pytest.approx((5.1, 8.0, 0.3, 0.0))
    assert score.counts["grammar", "minor"] == 3


def test_mqm_weights_and_refusals():
    assert mqm_score([[error("Non-translation", "major")]]).total == 25
    assert mqm_score([[error("accuracy", "critical"), error("x", "neutral")]]).total == 25
    assert mqm_score([[error("style", "minor")]], types={("style", "minor"): 0.5}).total == 0.5
    assert math.isnan(mqm_score([]).per_segment)
    assert mqm_score([]).reason
    with pytest.raises(ValueError, match="'huge' at 0 to 1"):
        mqm_score([[error("style", "huge")]])


def test_error_spans_are_scored_by_their_type():
    gold = [[ErrorSpan(start=0, end=4, type="number", severity="major")]]
    found = [Errors(errors=(ErrorSpan(start=2, end=4, type="name", severity="major"),))]
    assert character_f1(gold, found).both == 0
    assert character_f1(gold, found, labels=False).both == 2
