"""Coefficients of agreement against independent libraries, under changes that must not matter, and where undefined."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics import jaccard_distance as nltk_jaccard
from nltk.metrics import masi_distance as nltk_masi
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from labelwright.quality import (
    Bootstrap,
    bootstrap_alpha,
    cohen,
    cohen_kappa,
    fleiss,
    gwet_ac1,
    gwet_ac2,
    jaccard_distance,
    krippendorff,
    krippendorff_alpha,
    masi_distance,
    pabak,
    percent,
    randolph,
    ratings_from_counts,
    ratings_from_table,
    scott,
)
from labelwright.quality.coefficients.coding import agreement_weights

TWO = (percent, cohen, scott, pabak)
MANY = (percent, fleiss, randolph, gwet_ac1, gwet_ac2, krippendorff)
ALL = (*TWO, *MANY[1:])
LABELS = (0, 1, 2)

cell = st.sampled_from(LABELS)
pairs = st.lists(st.tuples(cell, cell), min_size=2, max_size=25)
whole = st.integers(2, 5).flatmap(
    lambda raters: st.lists(st.lists(cell, min_size=raters, max_size=raters), min_size=1, max_size=12)
)
square = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3)


def draw_rows(items, n_resamples, seed):
    """The row numbers of every resample, straight from numpy."""
    return np.random.Generator(np.random.PCG64(seed)).integers(0, items, size=(n_resamples, items))


@st.composite
def holed(draw):
    raters = draw(st.integers(2, 5))
    row = st.lists(cell | st.none(), min_size=raters, max_size=raters)
    table = draw(st.lists(row, min_size=1, max_size=12))
    assume(any(sum(value is not None for value in row) > 1 for row in table))
    return table


def value(function, ratings, **options):
    if function is not krippendorff:
        options.setdefault("categories", LABELS)
    return function(ratings, **options).value


def same(a, b):
    return (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-9)


@given(square, st.sampled_from([None, "linear", "quadratic"]))
def test_cohen_and_its_interval_equal_statsmodels(table, weights):
    found = cohen(ratings_from_table(table), weights=weights, categories=LABELS) if np.sum(table) else None
    assume(found is not None and not math.isnan(found.value))
    with np.errstate(all="ignore"):
        theirs = cohens_kappa(np.array(table), wt=weights)
    assert found.value == pytest.approx(theirs.kappa, abs=1e-9)
    if math.isnan(found.low):
        assert np.nan_to_num(theirs.std_kappa) == pytest.approx(0, abs=1e-6)
    else:
        assert found.low == pytest.approx(max(theirs.kappa_low, -1), abs=1e-6)
        assert found.high == pytest.approx(min(theirs.kappa_upp, 1), abs=1e-6)


def test_a_standard_error_of_zero_is_no_certainty():
    found = cohen([(0, 0), (1, 1)] * 5)
    assert found.value == 1
    assert math.isnan(found.low)
    assert "does not mean certainty" in found.interval


@given(pairs, st.sampled_from([None, "linear", "quadratic"]))
def test_cohen_equals_scikit_learn(ratings, weights):
    found = cohen(ratings, weights=weights, categories=LABELS).value
    assume(not math.isnan(found))
    first, second = zip(*ratings, strict=True)
    assert found == pytest.approx(cohen_kappa_score(first, second, weights=weights, labels=LABELS), abs=1e-9)


@given(pairs)
def test_the_plain_function_gives_the_same_number(ratings):
    first, second = zip(*ratings, strict=True)
    assert same(cohen(ratings).value, cohen_kappa(first, second))


@given(whole)
def test_fleiss_and_randolph_equal_statsmodels(ratings):
    counts = np.array([[row.count(label) for label in LABELS] for row in ratings])
    found = value(fleiss, ratings)
    assume(not math.isnan(found))
    assert found == pytest.approx(fleiss_kappa(counts), abs=1e-9)
    assert value(randolph, ratings) == pytest.approx(fleiss_kappa(counts, method="randolph"), abs=1e-9)


@given(whole)
def test_fleiss_and_percent_equal_nltk(ratings):
    task = AnnotationTask(
        [(rater, item, label) for item, row in enumerate(ratings) for rater, label in enumerate(row)]
    )
    found = value(fleiss, ratings)
    assume(not math.isnan(found))
    assert found == pytest.approx(task.pi(), abs=1e-9)
    assert percent(ratings).value == pytest.approx(task.avg_Ao(), abs=1e-9)


@given(
    st.lists(
        st.lists(st.frozensets(st.sampled_from("abc"), min_size=1), min_size=3, max_size=3),
        min_size=2,
        max_size=8,
    )
)
@pytest.mark.parametrize(("ours", "theirs"), [(jaccard_distance, nltk_jaccard), (masi_distance, nltk_masi)])
def test_alpha_of_sets_equals_nltk(ours, theirs, ratings):
    assume(len({labels for row in ratings for labels in row}) > 1)
    triples = [(rater, item, labels) for item, row in enumerate(ratings) for rater, labels in enumerate(row)]
    task = AnnotationTask(triples, distance=theirs)
    # nltk rounds MASI's factors to two digits.
    assert krippendorff(ratings, distance=ours).value == pytest.approx(task.alpha(), abs=0.02)


@given(holed(), st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha_is_that_of_the_plain_function(ratings, level):
    found = krippendorff(ratings, level=level).value
    assert same(found, krippendorff_alpha(np.array(ratings, dtype=float), level))


@given(holed(), st.sampled_from(MANY), st.randoms(use_true_random=False))
def test_the_order_of_items_and_raters_does_not_matter(ratings, function, random):
    shuffled = [random.sample(row, len(row)) for row in ratings]
    random.shuffle(shuffled)
    assert same(value(function, ratings), value(function, shuffled))


@given(pairs, st.sampled_from(TWO), st.randoms(use_true_random=False))
def test_two_raters_may_change_places(ratings, function, random):
    turned = [(b, a) for a, b in ratings]
    random.shuffle(turned)
    assert same(value(function, ratings), value(function, turned))


@given(pairs, st.sampled_from([one for one in ALL if one is not gwet_ac2]), st.permutations(LABELS))
def test_names_of_labels_do_not_matter(ratings, function, order):
    renamed = [tuple("xyz"[order.index(label)] for label in pair) for pair in ratings]
    options = {} if function is krippendorff else {"categories": "zxy"}
    assert same(value(function, ratings), function(renamed, **options).value)


@given(pairs, st.sampled_from(["linear", "quadratic"]))
def test_turning_an_ordered_scale_round_does_not_matter(ratings, weights):
    turned = [(2 - a, 2 - b) for a, b in ratings]
    assert same(value(cohen, ratings, weights=weights), value(cohen, turned, weights=weights))


@given(holed(), st.sampled_from([one for one in MANY if one is not krippendorff]), st.integers(2, 4))
def test_more_of_the_same_items_leaves_the_value(ratings, function, times):
    assert same(value(function, ratings), value(function, ratings * times))


@given(pairs, st.sampled_from(TWO), st.integers(2, 4))
def test_more_of_the_same_pairs_leaves_the_value(ratings, function, times):
    assert same(value(function, ratings), value(function, ratings * times))


@given(pairs, st.sampled_from(ALL))
def test_the_range(ratings, function):
    found = value(function, ratings)
    assert math.isnan(found) or -1 - 1e-9 <= found <= 1 + 1e-9


@given(st.lists(cell, min_size=2, max_size=10), st.sampled_from(ALL))
def test_perfect_agreement_is_one(labels, function):
    assume(len(set(labels)) > 1)
    assert value(function, [(label, label) for label in labels]) == pytest.approx(1)


@pytest.mark.parametrize(
    "function", [cohen, scott, pabak, fleiss, randolph, gwet_ac1, gwet_ac2, krippendorff]
)
def test_one_label_only_is_undefined_and_says_why(function):
    found = function([["yes", "yes"]] * 5)
    assert math.isnan(found.value)
    assert math.isnan(found.low)
    assert "every rating is 'yes'" in found.reason
    assert "undefined" in str(found)
    assert percent([["yes", "yes"]] * 5).value == 1


def test_a_label_nobody_used_makes_ac1_and_randolph_defined():
    assert gwet_ac1([["yes", "yes"]] * 5, categories=["yes", "no"]).value == 1
    assert randolph([["yes", "yes"]] * 5, categories=["yes", "no"]).value == 1
    assert math.isnan(cohen([["yes", "yes"]] * 5, categories=["yes", "no"]).value)


@pytest.mark.parametrize("function", ALL)
def test_a_bootstrap_is_the_value_of_resampled_items(function):
    generator = np.random.Generator(np.random.PCG64(1))
    ratings = [tuple(row) for row in generator.integers(0, 3, (20, 2)).tolist()] + [
        (0, 0),
        (1, 1),
        (2, 2),
    ] * 4
    found = function(ratings, bootstrap=Bootstrap(7, 40))
    slow = [function([ratings[place] for place in rows]).value for rows in draw_rows(32, 40, 7)]
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(slow, [0.025, 0.975])), abs=1e-9)


def test_the_bootstrap_of_alpha_is_that_of_the_plain_function():
    ratings = np.random.Generator(np.random.PCG64(3)).integers(0, 4, (40, 3))
    found = krippendorff(ratings, level="ordinal", bootstrap=Bootstrap(5, 300), confidence=0.9)
    theirs = bootstrap_alpha(ratings, "ordinal", n_resamples=300, confidence=0.9, seed=5)
    assert (found.value, found.low, found.high) == pytest.approx((theirs.estimate, theirs.low, theirs.high))


def test_bca_equals_scipy():
    from scipy.stats import bootstrap

    generator = np.random.Generator(np.random.PCG64(2))
    truth = generator.exponential(3, 25)
    ratings = np.column_stack([truth, truth + generator.exponential(1.5, 25)])

    def alpha(a, b, axis=-1):
        """Interval alpha of two raters without gaps: 1 - mean square difference / twice the pooled variance."""
        pooled = np.concatenate([a, b], axis=axis)
        return 1 - ((a - b) ** 2).mean(axis=axis) / (2 * pooled.var(axis=axis, ddof=1))

    ours = krippendorff(ratings, level="interval", bootstrap=Bootstrap(1, 4000, "bca"))
    assert ours.value == pytest.approx(alpha(*ratings.T))
    theirs = bootstrap(
        (ratings[:, 0], ratings[:, 1]),
        alpha,
        paired=True,
        n_resamples=4000,
        method="BCa",
        rng=np.random.default_rng(1),
    ).confidence_interval
    plain = krippendorff(ratings, level="interval", bootstrap=Bootstrap(1, 4000))
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.03)
    assert abs(ours.low - plain.low) > 0.01


def test_resamples_without_a_value_are_counted():
    found = cohen([(0, 0), (0, 0), (1, 0)], bootstrap=Bootstrap(1, 500))
    assert found.undefined == sum(2 not in rows for rows in draw_rows(3, 500, 1)) > 0


def test_weights_of_a_scale():
    assert agreement_weights("linear", 3)[0].tolist() == [1, 0.5, 0]
    assert agreement_weights("quadratic", 3)[0].tolist() == [1, 0.75, 0]
    assert agreement_weights("ordinal", 4)[0] == pytest.approx([1, 5 / 6, 0.5, 0])
    assert agreement_weights([[0, 1], [2, 0]], 2).tolist() == [[1, 0.5], [0, 1]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cohen([[1, 2, 3]]), "needs two raters, found 3"),
        (lambda: scott([[1, 2, 3]]), "use fleiss"),
        (lambda: pabak([[1, 2, 3]]), "use randolph"),
        (lambda: fleiss([1, 2]), "a row for each item"),
        (lambda: percent([[1, None], [None, 2]]), "no item has two ratings"),
        (lambda: percent([["a", "c"]], categories=["a", "b"]), "'c', which is not in categories"),
        (lambda: percent([["a", "b"]], categories=["a", "b", "a"]), "names a label twice"),
        (lambda: cohen([[1, "a"]], weights="linear"), "no common order"),
        (lambda: cohen([[1, 2]], weights="cubic"), "'ordinal' or a matrix"),
        (lambda: cohen([[1, 2]], weights=np.eye(2)), "look like agreement weights"),
        (lambda: cohen([[1, 2]], weights=[[0]]), "give 2 x 2"),
        (lambda: cohen([[1, 2]], confidence=95), "0.95 for 95%"),
        (lambda: fleiss([[1, 2]], bootstrap=Bootstrap(1, 0)), "n_resamples is 0"),
        (lambda: Bootstrap(1, 10, "t"), "'percentile' or 'bca'"),
        (lambda: ratings_from_counts([[1, -1]]), "whole numbers"),
        (lambda: ratings_from_table([[1, 1]]), "square"),
        (lambda: krippendorff([[1, 2]], distance=jaccard_distance), "frozensets"),
        (lambda: krippendorff([[1, 2], [2, 2]], distance=lambda a, b: 1.0), "0 for equal labels"),
    ],
)
def test_what_cannot_be_measured_is_taught(call, said):
    with pytest.raises(ValueError, match=said):
        call()
