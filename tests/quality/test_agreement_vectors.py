"""Every published value of a coefficient of agreement that the course names comes out."""

import math

import numpy as np
import pytest

from labelwright.quality import (
    Bootstrap,
    cohen,
    fleiss,
    gwet_ac1,
    gwet_ac2,
    krippendorff,
    pabak,
    percent,
    randolph,
    ratings_from_counts,
    ratings_from_table,
    scott,
)
from labelwright.quality.coefficients.by_counts import pairs_agreeing
from labelwright.quality.coefficients.two_raters import standard_error

SAS = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
PARADOX = [[80, 10], [5, 5]]
COHEN_1968 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
COHEN_1968_COSTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
FLEISS_1971 = [
    [int(mark) for mark in row]
    for row in [
        "00060",
        "03003",
        "01401",
        "00006",
        "03030",
        "20400",
        "00402",
        "20310",
        "20040",
        "00006",
        "10050",
        "11040",
        "03300",
        "10050",
        "02031",
        "00501",
        "30012",
        "51000",
        "02040",
        "10203",
        "00006",
        "01050",
        "02013",
        "20040",
        "10041",
        "05010",
        "40002",
        "02040",
        "10500",
        "00006",
    ]
]
WIKIPEDIA = [
    [int(mark) for mark in row.split(",")]
    for row in [
        "0,0,0,0,14",
        "0,2,6,4,2",
        "0,0,3,5,6",
        "0,3,9,2,0",
        "2,2,8,1,1",
        "7,7,0,0,0",
        "3,2,6,3,0",
        "2,5,3,2,2",
        "6,5,2,1,0",
        "0,2,2,3,7",
    ]
]


def coders(*lines):
    """Rows of digits, one a coder, `*` for missing, turned into items x raters."""
    return np.array([[math.nan if mark == "*" else float(mark) for mark in line] for line in lines]).T


FOUR_CODERS = coders("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
DAWID_SKENE = (
    "1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212 "
    "1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111 "
    "1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111 "
    "2322222 1211111 2222222"
)
FIRST_RATINGS = np.array([[int(row[place]) for place in (0, 3, 4, 5, 6)] for row in DAWID_SKENE.split()])


@pytest.mark.parametrize(
    ("table", "weights", "value"),
    [
        ([[20, 5], [10, 15]], None, 0.400),
        ([[45, 15], [25, 15]], None, 0.1304),
        ([[25, 35], [5, 35]], None, 0.2593),
        (SAS, None, 0.4842),
        (SAS, "linear", 0.4701),
        ([[40, 9], [6, 45]], None, 0.6995),
        (PARADOX, None, 0.3182),
        (COHEN_1968, None, 0.492),
        (COHEN_1968, COHEN_1968_COSTS, 0.348),
    ],
)
def test_cohen(table, weights, value):
    assert cohen(ratings_from_table(table), weights=weights).value == pytest.approx(value, abs=5e-4)


def test_the_sas_case_with_its_standard_error_and_interval():
    found = cohen(ratings_from_table(SAS))
    assert standard_error(np.array(SAS, dtype=float), np.eye(3)) == pytest.approx(0.1380, abs=5e-5)
    assert (found.low, found.high) == pytest.approx((0.2137, 0.7547), abs=1e-4)
    assert (found.n_items, found.n_raters, found.level) == (19, 2, "nominal")


@pytest.mark.parametrize(("weights", "value"), [(None, 0.4937), ("linear", 0.7059), ("quadratic", 0.8630)])
def test_weighted_cohen(weights, value):
    pairs = list(zip(map(int, "0123443221"), map(int, "0133433212"), strict=True))
    assert cohen(pairs, weights=weights).value == pytest.approx(value, abs=5e-5)


def test_the_prevalence_paradox():
    ratings = ratings_from_table(PARADOX)
    assert percent(ratings).value == percent(ratings_from_table([[40, 9], [6, 45]])).value == 0.85
    found = [gwet_ac1(ratings), fleiss(ratings), scott(ratings), krippendorff(ratings), pabak(ratings)]
    assert [one.value for one in found] == pytest.approx([0.808, 0.3143, 0.3143, 0.3177, 0.70], abs=5e-4)


def test_pabak_carries_the_interval_of_wilson():
    found, agreed = pabak(ratings_from_table(PARADOX)), percent(ratings_from_table(PARADOX))
    assert (found.low, found.high) == pytest.approx((2 * agreed.low - 1, 2 * agreed.high - 1))


def test_fleiss_1971():
    ratings = ratings_from_counts(FLEISS_1971)
    found = fleiss(ratings)
    assert found.value == pytest.approx(0.4302445, abs=1e-7)
    assert (found.n_items, found.n_raters) == (30, 6)
    assert percent(ratings).value == pytest.approx(0.5556, abs=5e-5)
    assert np.array(FLEISS_1971).sum(axis=0) / 180 == pytest.approx(
        [0.1444, 0.1444, 0.1667, 0.3056, 0.2389], abs=5e-5
    )


def test_fleiss_1971_by_category():
    """Kappa of one category is kappa of that category against all others."""
    counts = np.array(FLEISS_1971)
    found = [fleiss(ratings_from_counts(np.c_[column, 6 - column])).value for column in counts.T]
    assert found == pytest.approx([0.245, 0.245, 0.520, 0.471, 0.566], abs=1e-3)


def test_fleiss_of_the_encyclopedia():
    assert fleiss(ratings_from_counts(WIKIPEDIA)).value == pytest.approx(0.2099, abs=5e-5)


@pytest.mark.parametrize(
    ("counts", "fixed", "free"),
    [
        ([[7, 1], [3, 5]], 0.161905, 0.214286),
        ([[6, 1, 0], [0, 7, 0]], 0.708333, 0.785714),
    ],
)
def test_randolph(counts, fixed, free):
    ratings, labels = ratings_from_counts(counts), range(len(counts[0]))
    assert fleiss(ratings, categories=labels).value == pytest.approx(fixed, abs=1e-6)
    assert randolph(ratings, categories=labels).value == pytest.approx(free, abs=1e-6)


@pytest.mark.parametrize(
    ("ratings", "level", "value"),
    [
        (coders("0100000010", "1110010000"), "nominal", 0.095),
        (np.array([list("aabbdcccedda"), list("babbbccceddd")], dtype=object).T, "nominal", 0.692),
        (FOUR_CODERS, "nominal", 0.743),
        (FOUR_CODERS, "ordinal", 0.815),
        (FOUR_CODERS, "interval", 0.849),
        (FOUR_CODERS, "ratio", 0.797),
        (coders("*****34121133*3", "1*213343*******", "**21344*21133*4"), "nominal", 0.691),
        (coders("*****34121133*3", "1*213343*******", "**21344*21133*4"), "ordinal", 0.807),
        (coders("*****34121133*3", "1*213343*******", "**21344*21133*4"), "interval", 0.811),
        (FIRST_RATINGS, "nominal", 0.5843),
        (FIRST_RATINGS, "ordinal", 0.8119),
        (FIRST_RATINGS, "interval", 0.7979),
    ],
)
def test_krippendorff(ratings, level, value):
    assert krippendorff(ratings, level=level).value == pytest.approx(value, abs=5e-4)


def test_gwet_with_missing_ratings():
    found = gwet_ac1(FOUR_CODERS)
    assert found.value == pytest.approx(0.77544, abs=5e-6)
    assert (found.n_items, found.n_raters) == (12, 4)


def test_ac2_without_partial_credit_is_ac1():
    weights = 1 - np.eye(5)
    assert gwet_ac2(FOUR_CODERS, weights=weights).value == pytest.approx(gwet_ac1(FOUR_CODERS).value)


def test_ac2_by_its_definition():
    """Weighted agreement over all ordered pairs of one item, against T/(q(q-1)) sum p(1-p)."""
    ratings, q = FIRST_RATINGS, 4
    credit = 1 - np.abs(np.subtract.outer(np.arange(q), np.arange(q))) / (q - 1)
    pairs = [credit[row[i] - 1, row[j] - 1] for row in ratings for i in range(5) for j in range(5) if i != j]
    shares = np.bincount(ratings.ravel() - 1) / ratings.size
    chance = credit.sum() / (q * (q - 1)) * (shares * (1 - shares)).sum()
    expected = (np.mean(pairs) - chance) / (1 - chance)
    assert gwet_ac2(ratings, weights="linear").value == pytest.approx(expected)


def test_five_observers_of_1979():
    assert fleiss(FIRST_RATINGS).value == pytest.approx(0.5824, abs=5e-5)
    assert cohen(FIRST_RATINGS[:, [0, 3]]).value == pytest.approx(0.759, abs=5e-4)
    assert cohen(FIRST_RATINGS[:, [1, 4]]).value == pytest.approx(0.479, abs=5e-4)


@pytest.mark.parametrize(
    ("agreed", "n", "low", "high"),
    [(18, 20, 0.699, 0.972), (45, 50, 0.786, 0.957), (180, 200, 0.851, 0.934)],
)
def test_percent_with_the_interval_of_wilson(agreed, n, low, high):
    found = percent([["a", "a"]] * agreed + [["a", "b"]] * (n - agreed))
    assert found.value == agreed / n
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-4)


def test_a_bootstrap_of_200_tokens_is_as_wide_as_published_ones():
    """Resampled kappa of the SAS case has about the spread of its standard error."""
    found = cohen(ratings_from_table(np.array(SAS) * 10), bootstrap=Bootstrap(1))
    error = 0.13801 / math.sqrt(10)
    assert (found.high - found.low) / (2 * 1.96 * error) == pytest.approx(1, abs=0.06)


def test_the_agreement_of_one_item():
    assert pairs_agreeing(np.array([[3.0, 1], [4, 0], [2, 2]]), np.eye(2)) == pytest.approx([0.5, 1, 1 / 3])
