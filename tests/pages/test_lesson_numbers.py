"""Every figure in the two lessons is computed here again and must stand in the page as it comes out."""

from __future__ import annotations

import math
import unicodedata
from itertools import combinations

import evalica
import numpy as np
import pandas as pd
import pytest

from labelwright.data.card import load_card
from labelwright.data.loaders import load
from labelwright.data.locate import locate
from labelwright.data.sample import sample
from labelwright.quality import bootstrap_alpha, cohen_kappa, krippendorff_alpha

RATINGS = [f"r{place}" for place in range(1, 11)]
LEVELS = ("nominal", "ordinal", "interval")


@pytest.fixture(scope="module")
def card(checkout):
    return load_card(checkout.datasets / "vader-lexicon")


@pytest.fixture(scope="module")
def lexicon(card):
    return load(card)


@pytest.fixture(scope="module")
def ratings(lexicon):
    return lexicon[RATINGS].to_numpy(dtype=float)


@pytest.fixture(scope="module")
def foundations(checkout):
    return flat(checkout.book / "m02-data-foundations" / "index.md")


@pytest.fixture(scope="module")
def agreement(checkout):
    return flat(checkout.book / "m05-agreement" / "index.md")


def flat(path):
    return " ".join(path.read_text(encoding="utf-8").split())


def short(value, digits=3):
    """A number below 1 as the lessons print it: no zero before the point."""
    return f"{value:.{digits}f}".removeprefix("0")


def row(lexicon, token):
    found = lexicon.index[lexicon["token"] == token]
    assert len(found) == 1
    return int(found[0]), lexicon.loc[found[0], RATINGS].astype(int).tolist()


def test_the_worked_row_of_foundations(lexicon, foundations, card):
    place, ratings = row(lexicon, "careful")
    squares = sum((r - np.mean(ratings)) ** 2 for r in ratings)
    population, sample_sd = np.std(ratings), np.std(ratings, ddof=1)
    raw = locate(card).read_text(encoding="utf-8").splitlines()[place]
    assert " ".join(raw.split()) in foundations
    for text in (
        f"line {place + 1:,} of the file",
        f"add up to {sum(ratings)}, so the mean is {np.mean(ratings):.1f}",
        f"Their squares add up to {sum(r * r for r in ratings)}",
        f"= {squares:.1f}.",
        f"√{squares / 10:.2f} = {population:.5f}",
        f"√{squares / 9:.5f} = {sample_sd:.5f}",
        f"`careful` is {population:.6f} to six decimals",
        f"`careful` has ratings from {min(ratings)} to {max(ratings)}",
        f"√(10/9) = {math.sqrt(10 / 9):.5f}",
    ):
        assert text in foundations
    assert sample_sd / population == pytest.approx(math.sqrt(10 / 9))
    _, intense = row(lexicon, "intense")
    assert sorted(intense) == [0] * 7 + [1] * 3
    assert "`intense`, with a mean of 0.3, has seven zeros and three ones" in foundations


def test_reading_the_file(card, lexicon, foundations):
    path = locate(card)
    assert len(pd.read_csv(path, sep="\t", header=None)) == 7520
    assert len(pd.read_csv(path, sep="\t")) == 7519
    assert len(path.read_text(encoding="utf-8").splitlines()) == 7520
    assert "7,519 rows" in foundations
    spaced = [token for token in lexicon["token"] if " " in token]
    assert len(spaced) == 4
    assert "fed up" in spaced
    foreign = [token for token in lexicon["token"] if not token.isascii()]
    assert sorted(foreign) == sorted([":Þ", ":-Þ"])
    latin = pd.read_csv(path, sep="\t", header=None, encoding="latin-1")
    assert len(latin) == 7520
    assert not set(foreign) & set(latin[0])
    assert f"{100 * 20 / 7520:.2f} %" in foundations


def test_the_snippets_of_foundations():
    composed, decomposed = "\u00e9t\u00e9", "e\u0301te\u0301"
    assert (len(composed), len(decomposed)) == (3, 5)
    assert composed != decomposed
    assert unicodedata.normalize("NFC", decomposed) == composed
    words = pd.DataFrame({"token": ["ant", "bee", "ant"], "mean": [1.0, 2.0, 1.4]})
    assert words.duplicated().sum() == 0
    assert words["token"].duplicated().sum() == 1
    assert words["token"].duplicated(keep=False).sum() == 2
    assert dict(zip(words["token"], words["mean"], strict=True)) == {"ant": 1.4, "bee": 2.0}
    assert 0.1 + 0.2 != 0.3


def test_exact_comparison_drowns_in_false_alarms(lexicon, ratings, foundations):
    flagged = int((ratings.std(axis=1) != lexicon["sd"].to_numpy()).sum())
    assert f"by `!=`, and {flagged:,} rows seem wrong" in foundations


def test_foundations_gives_no_answer_away(lexicon, ratings, foundations):
    off_mean = np.abs(ratings.mean(axis=1) - lexicon["mean"]) > 0.001
    off_sd = np.abs(ratings.std(axis=1) - lexicon["sd"]) > 6e-6
    answers = set(lexicon.loc[off_mean | off_sd | lexicon["token"].duplicated(), "token"])
    assert len(answers) > 15
    assert [token for token in answers if f"`{token}`" in foundations or f'"{token}"' in foundations] == []


def two_raters(table):
    """A 2 x 2 table of counts as a list of rated items."""
    return np.array([(i, j) for i in range(2) for j in range(2) for _ in range(table[i][j])], dtype=float)


def test_the_two_studies(agreement):
    first, second = two_raters([[40, 9], [6, 45]]), two_raters([[80, 10], [5, 5]])
    assert {(table[:, 0] == table[:, 1]).mean() for table in (first, second)} == {0.85}
    alphas = [short(krippendorff_alpha(table, "nominal")) for table in (first, second)]
    assert "alpha is {} for study A and {} for study B".format(*alphas) in agreement


def test_the_example_by_hand(agreement):
    table = np.array([[1, 1], [2, 3], [4, 4], [2, 2]], dtype=float)
    bag = table.ravel()
    pairs = list(combinations(bag, 2))
    differ = sum(a != b for a, b in pairs) / len(pairs)
    assert differ == pytest.approx(46 / 56)
    assert short(46 / 56) in agreement
    spread = np.mean([(a - b) ** 2 for a, b in pairs])
    assert spread == pytest.approx(2 * bag.var(ddof=1))
    assert f"2 × {bag.var(ddof=1):.4f} = {spread:.4f}" in agreement
    by_hand = {"nominal": 1 - 0.25 / differ, "interval": 1 - 0.25 / spread}
    for level in LEVELS:
        alpha = krippendorff_alpha(table, level)
        assert f"**{short(alpha)}**" in agreement
        assert by_hand.get(level, alpha) == pytest.approx(alpha)
    assert table.var(axis=1, ddof=1).mean() == 0.125


def test_one_data_set_three_answers(ratings, agreement):
    for level in LEVELS:
        assert f"| {level} | {short(krippendorff_alpha(ratings, level))} |" in agreement
    gaps = [np.abs(ratings[:, i] - ratings[:, j]) for i, j in combinations(range(10), 2)]
    assert f"equal in {100 * np.mean([(gap == 0).mean() for gap in gaps]):.0f} % of all pairs" in agreement
    assert (
        f"at most one step apart in {100 * np.mean([(gap <= 1).mean() for gap in gaps]):.0f} %" in agreement
    )
    both = ((ratings > 0).any(axis=1) & (ratings < 0).any(axis=1)).sum()
    assert f"{both:,} of its tokens have at least one positive and at least one negative" in agreement
    assert (4 - -4) ** 2 / (-1 - -2) ** 2 == 64


def test_the_short_way_is_the_same_number(ratings, agreement):
    within, total = ratings.var(axis=1, ddof=1).mean(), ratings.var(ddof=1)
    assert 1 - within / total == pytest.approx(krippendorff_alpha(ratings, "interval"), abs=1e-12)
    assert f"1 − {within:.4f}/{total:.4f} = {short(1 - within / total)}" in agreement


def test_the_two_bootstraps(lexicon, agreement):
    own = sample(lexicon, learner="lesson", exercise="m05-agreement", n=300)[RATINGS]
    items = bootstrap_alpha(own, "interval", n_resamples=2000, seed=1)
    assert f"interval alpha of {short(items.estimate)}" in agreement
    pairs = evalica.alpha_bootstrap(own.astype(float).T, distance="interval", random_state=1)
    for low, high in ((items.low, items.high), (pairs.low, pairs.high)):
        assert f"| {short(low)} to {short(high)} | {short(high - low)} |" in agreement


def test_a_shuffle_within_rows_moves_kappa_and_not_alpha(ratings, agreement):
    rng = np.random.default_rng(0)
    shuffled = np.array([rng.permutation(line) for line in ratings])
    assert krippendorff_alpha(shuffled, "interval") == krippendorff_alpha(ratings, "interval")
    before, after = (short(cohen_kappa(table[:, 0], table[:, 1])) for table in (ratings, shuffled))
    assert f"from {before} to {after} in one such shuffle" in agreement


def test_the_answers_about_edges():
    rare = np.array([[0, 0]] * 98 + [[0, 1], [1, 0]], dtype=float)
    assert abs(krippendorff_alpha(rare, "nominal")) < 0.02
    assert math.isnan(krippendorff_alpha(np.zeros((5, 3)), "interval"))
