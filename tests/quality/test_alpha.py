"""Krippendorff's alpha: published values, an independent library, the definition, and its symmetries."""

import math
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics import binary_distance, interval_distance
from nltk.metrics.agreement import AnnotationTask

from labelwright.data import load, load_card
from labelwright.quality import krippendorff_alpha

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def coders(*lines):
    """Rows of digits, one a coder, `*` for missing, turned into items x raters."""
    return np.array([[math.nan if mark == "*" else float(mark) for mark in line] for line in lines]).T


BINARY = coders("0100000010", "1110010000")
NOMINAL = np.array([list("aabbdcccedda"), list("babbbccceddd")], dtype=object).T
FOUR_CODERS = coders("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
THREE_CODERS = coders("*****34121133*3", "1*213343*******", "**21344*21133*4")


@pytest.mark.parametrize(
    ("ratings", "level", "published"),
    [
        (BINARY, "nominal", 0.095),
        (NOMINAL, "nominal", 0.692),
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "ordinal", 0.815),
        (FOUR_CODERS, "interval", 0.849),
        (FOUR_CODERS, "ratio", 0.797),
        (THREE_CODERS, "nominal", 0.691),
        (THREE_CODERS, "ordinal", 0.807),
        (THREE_CODERS, "interval", 0.811),
    ],
)
def test_published_values(ratings, level, published):
    assert krippendorff_alpha(ratings, level) == pytest.approx(published, abs=5e-4)


@pytest.mark.parametrize(("level", "value"), [("nominal", 0.232), ("ordinal", 0.734), ("interval", 0.726)])
def test_one_data_set_three_answers(level, value):
    lexicon = load(load_card(Path(__file__).parents[2] / "datasets" / "vader-lexicon"))
    ratings = lexicon[[f"r{place}" for place in range(1, 11)]]
    assert krippendorff_alpha(ratings, level) == pytest.approx(value, abs=5e-4)


def distance(level, c, k, totals):
    if level == "nominal":
        return float(c != k)
    if level == "interval":
        return (c - k) ** 2
    if level == "ratio":
        return ((c - k) / (c + k)) ** 2 if c + k else 0.0
    low, high = sorted((c, k))
    between = sum(total for value, total in totals.items() if low <= value <= high)
    return (between - (totals[c] + totals[k]) / 2) ** 2


def by_definition(table, level):
    """Alpha straight from the definition: every ordered pair of ratings within an item, and over all items."""
    items = [[value for value in row if not math.isnan(value)] for row in table]
    items = [row for row in items if len(row) > 1]
    pool = [value for row in items for value in row]
    totals = {value: pool.count(value) for value in pool}
    within = sum(
        distance(level, row[i], row[j], totals) / (len(row) - 1)
        for row in items
        for i, j in product(range(len(row)), repeat=2)
        if i != j
    )
    across = sum(distance(level, c, k, totals) for c, k in product(pool, repeat=2))
    return 1 - (len(pool) - 1) * within / across if across else math.nan


@st.composite
def tables(draw, low=0):
    items, raters = draw(st.integers(1, 8)), draw(st.integers(2, 5))
    cell = st.integers(low, 5).map(float) | st.just(math.nan)
    rows = st.lists(st.lists(cell, min_size=raters, max_size=raters), min_size=items, max_size=items)
    table = np.array(draw(rows))
    assume(((~np.isnan(table)).sum(axis=1) >= 2).any())
    return table


def same(a, b):
    return (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-9)


@given(tables(), st.sampled_from(LEVELS))
def test_equals_the_definition(table, level):
    assert same(krippendorff_alpha(table, level), by_definition(table, level))


@given(tables(low=-4), st.sampled_from(["nominal", "interval"]))
def test_equals_nltk(table, level):
    value = krippendorff_alpha(table, level)
    assume(not math.isnan(value))
    triples = [
        (rater, item, table[item, rater])
        for item, rater in np.ndindex(*table.shape)
        if not math.isnan(table[item, rater]) and (~np.isnan(table[item])).sum() > 1
    ]
    task = AnnotationTask(triples, distance=binary_distance if level == "nominal" else interval_distance)
    assert value == pytest.approx(task.alpha(), abs=1e-9)


@given(tables(), st.sampled_from(LEVELS), st.randoms(use_true_random=False))
def test_order_of_items_and_of_ratings_within_an_item_does_not_matter(table, level, random):
    shuffled = [random.sample(list(row), len(row)) for row in table]
    random.shuffle(shuffled)
    assert same(krippendorff_alpha(table, level), krippendorff_alpha(shuffled, level))


@given(tables())
def test_nominal_does_not_mind_other_names(table):
    names = np.array(["", "yes", "no", "maybe", "Ä", "nan"], dtype=object)
    renamed = np.full(table.shape, None, dtype=object)
    renamed[~np.isnan(table)] = names[table[~np.isnan(table)].astype(int)]
    assert same(krippendorff_alpha(table, "nominal"), krippendorff_alpha(pd.DataFrame(renamed), "nominal"))


@given(tables(), st.floats(0.1, 50), st.floats(-1000, 1000), st.booleans())
def test_interval_does_not_mind_a_linear_map(table, scale, shift, flip):
    mapped = table * (-scale if flip else scale) + shift
    a, b = krippendorff_alpha(table, "interval"), krippendorff_alpha(mapped, "interval")
    assert (math.isnan(a) and math.isnan(b)) or a == pytest.approx(b, abs=1e-6)


@given(tables())
def test_ordinal_does_not_mind_a_monotone_map(table):
    assert same(krippendorff_alpha(table, "ordinal"), krippendorff_alpha(np.exp(table), "ordinal"))


@given(st.lists(st.integers(0, 4), min_size=2, max_size=8), st.integers(2, 5), st.sampled_from(LEVELS))
def test_perfect_agreement_is_one(labels, raters, level):
    assume(len(set(labels)) > 1)
    table = np.repeat(np.array(labels, dtype=float)[:, None], raters, axis=1)
    assert krippendorff_alpha(table, level) == pytest.approx(1.0)


@pytest.mark.parametrize("level", LEVELS)
def test_one_value_only_is_undefined_not_perfect(level):
    assert math.isnan(krippendorff_alpha([[2, 2], [2, 2]], level))
    assert math.isnan(krippendorff_alpha([[2, 2, None], [2, 2, 2], [5, None, None]], level))


def test_items_with_one_rating_drop_out():
    padded = np.vstack([FOUR_CODERS, [[7, math.nan, math.nan, math.nan]]])
    assert krippendorff_alpha(padded, "ordinal") == krippendorff_alpha(FOUR_CODERS, "ordinal")


def test_a_table_on_its_side_gives_another_number():
    assert krippendorff_alpha(FOUR_CODERS.T, "nominal") != pytest.approx(0.743, abs=0.01)


def test_nullable_integers_are_read():
    frame = pd.DataFrame(FOUR_CODERS).astype("Int64")
    assert krippendorff_alpha(frame, "interval") == krippendorff_alpha(FOUR_CODERS, "interval")


@pytest.mark.parametrize(
    ("ratings", "level", "said"),
    [
        ([[1, 2]], "cardinal", "choose one of nominal, ordinal"),
        ([1, 2, 3], "nominal", "shape"),
        ([[1], [2]], "nominal", "two raters or more"),
        ([[1, None], [None, 2]], "nominal", "no item has two ratings"),
        (np.empty((0, 3)), "nominal", "no item has two ratings"),
        ([["yes", "no"]], "ordinal", "found the label 'no'"),
        ([[1, "2"]], "interval", "found the label '2'"),
        ([[1, math.inf]], "interval", "infinite"),
        ([[1, -2]], "ratio", "true zero"),
        ([[1, 2j]], "interval", "not numbers"),
    ],
)
def test_what_cannot_be_compared_is_taught(ratings, level, said):
    with pytest.raises(ValueError, match=said):
        krippendorff_alpha(ratings, level)
