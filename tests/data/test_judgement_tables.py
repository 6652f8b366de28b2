"""The small tables of experts' judgements and measurements: what their cards say of agreement and faults, recomputed."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labelwright.data import load, load_card
from labelwright.data.loaders.rdatasets import CERTAINTY
from labelwright.quality import cohen_kappa, krippendorff_alpha

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def table(fetched):
    return lambda slug: load(fetched(slug))


def ceiling(slug):
    text = load_card(ROOT / "datasets" / slug).ceiling
    assert text is not None
    return [float(number) for number in re.findall(r"(?<![\d.])0?\.\d+", text)]


def test_the_wine_judges_agree_as_the_ceiling_says(table):
    wine = table("wine-judges")
    ratings = wine.pivot(index="bottle", columns="judge", values="rating")
    responses = wine.pivot(index="bottle", columns="judge", values="response")
    alphas = [krippendorff_alpha(ratings, level) for level in ("nominal", "ordinal", "interval")]
    alphas.append(krippendorff_alpha(responses, "interval"))
    pairs = pd.Series({pair: quadratic(ratings, *pair) for pair in combinations(ratings, 2)})
    alone = [ratings[j].corr(ratings.drop(columns=j).mean(axis=1), method="spearman") for j in ratings]
    found = [*alphas, pairs.mean(), pairs.min(), pairs.max(), np.mean(alone), min(alone), max(alone)]
    assert ceiling("wine-judges") == pytest.approx(found, abs=0.005)
    assert (pairs.idxmin(), pairs.idxmax()) == ((2, 5), (2, 9))
    assert (int(np.argmin(alone)) + 1, int(np.argmax(alone)) + 1) == (5, 1)


def quadratic(ratings, first, second):
    counts = np.zeros((5, 5))
    np.add.at(counts, (ratings[first] - 1, ratings[second] - 1), 1)
    cost = np.subtract.outer(np.arange(5), np.arange(5)) ** 2
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    return 1 - (cost * counts).sum() / (cost * chance).sum()


def test_wine_ratings_are_the_responses_cut_in_five(table):
    wine = table("wine-judges")
    assert (wine["rating"] == wine["response"] // 20 + 1).all()
    assert wine.groupby("judge")["response"].mean().round(1).agg(["min", "max"]).tolist() == [29.8, 63.5]
    by_treatment = wine.groupby(["temp", "contact"])["response"].mean().round(1)
    assert by_treatment.tolist() == [31.1, 40.6, 50.0, 67.3]
    assert wine.groupby("bottle")[["temp", "contact"]].nunique().max().max() == 1


def test_two_neurologists_agree_as_the_ceiling_says(table):
    patients = table("ms-patients")
    numbers_in_card = iter(ceiling("ms-patients"))
    found = {}
    for city, rows in patients.groupby("sample", sort=False):
        a, b = (rows[name].map(CERTAINTY.index) for name in ("new_orleans", "winnipeg"))
        found[city] = [
            (a == b).mean(),
            *(cohen_kappa(a, b, weights) for weights in (None, "linear", "quadratic")),
        ]
        found[city].append(((a - b).abs() <= 1).mean())
    w, n = found["Winnipeg"], found["New Orleans"]
    assert [next(numbers_in_card) for _ in range(10)] == pytest.approx(
        [*w[:4], *n[:4], w[4], n[4]], abs=0.0005
    )
    assert patients["sample"].value_counts().to_dict() == {"Winnipeg": 149, "New Orleans": 69}
    home = patients[patients["sample"] == "Winnipeg"]
    assert ((home["winnipeg"] == "Certain").sum(), (home["new_orleans"] == "Certain").sum()) == (84, 44)


def test_scan_against_pathology_gives_the_published_counts(table):
    scans = table("scan-pathology")
    counts = pd.crosstab(scans["scan"], scans["pathology"])
    assert counts.loc["abnorm", "abnorm"] / 258 == pytest.approx(0.895, abs=0.0005)
    assert counts.to_dict() == {"abnorm": {"abnorm": 231, "norm": 27}, "norm": {"abnorm": 32, "norm": 54}}
    assert (scans["pathology"] == "abnorm").mean() == 0.75


def test_dawid_and_skenes_table_is_as_published():
    ratings = load(load_card(ROOT / "datasets" / "dawid-skene-patients"))
    strings = ratings.groupby("patient")["rating"].apply(lambda row: "".join(map(str, row)))
    assert strings[[1, 2, 7, 12, 36, 45]].tolist() == [
        "1111111",
        "3334334",
        "1222111",
        "2223343",
        "4334343",
        "2222222",
    ]
    assert ratings["rating"].value_counts().sort_index().tolist() == [127, 125, 48, 15]
    first = ratings[ratings["occasion"] == 1].pivot(index="patient", columns="observer", values="rating")
    mine = ratings[ratings["observer"] == 1].pivot(index="patient", columns="occasion", values="rating")
    within = [(mine[a] == mine[b]).mean() for a, b in combinations(mine, 2)]
    kappas = [cohen_kappa(mine[a], mine[b]) for a, b in combinations(mine, 2)]
    alphas = [krippendorff_alpha(first, level) for level in ("nominal", "ordinal", "interval")]
    pairs = pd.Series({pair: cohen_kappa(first[pair[0]], first[pair[1]]) for pair in combinations(first, 2)})
    found = [*within, *kappas, *alphas, pairs.min(), pairs.max()]
    assert ceiling("dawid-skene-patients") == pytest.approx(found, abs=0.0005)
    assert (pairs.idxmin(), pairs.idxmax()) == ((2, 5), (1, 4))


@pytest.mark.parametrize(("slip", "end"), [("1222111", -192.891), ("1122111", -190.731)])
def test_em_tells_the_published_table_from_the_copy_with_a_slip(slip, end):
    ratings = load(load_card(ROOT / "datasets" / "dawid-skene-patients"))
    ratings.loc[ratings["patient"] == 7, "rating"] = [int(digit) for digit in slip]
    votes = np.zeros((45, 5, 4))
    np.add.at(votes, tuple(ratings[name] - 1 for name in ("patient", "observer", "rating")), 1)
    assert likelihood(votes) == pytest.approx(end, abs=0.0006)


def likelihood(votes):
    """The log-likelihood at which Dawid and Skene's EM ends when it starts from the proportions of votes."""
    weights = votes.sum(axis=1) / votes.sum(axis=(1, 2))[:, None]
    for _ in range(1500):
        rates = np.einsum("ij,iol->ojl", weights, votes)
        rates /= rates.sum(axis=2, keepdims=True)
        joint = weights.mean(axis=0) * np.exp(
            np.einsum("iol,ojl->ij", votes, np.log(np.maximum(rates, 1e-300)))
        )
        weights = joint / joint.sum(axis=1, keepdims=True)
    return float(np.log(joint.sum(axis=1)).sum())


def test_lab_values_hold_a_code_and_units_of_all_kinds(table):
    labs = table("illness-lab-values").set_index("test")
    days = labs.filter(like="day_")
    assert [test for test, row in days.iterrows() if (row == 9999).any()] == ["MYO"]
    assert (days.loc["MYO"] == 9999).sum() == 4
    assert labs.loc["NH3", ["units", "norm_l", "norm_u"]].tolist() == ["mmol/L", 10.0, 47.0]
    assert days.loc["NH3"].agg(["min", "max"]).tolist() == [72.4, 176.7]
    assert {"U/L", "U / L", "umol/L", "umol / L", "mmol / L"} <= set(labs["units"])
    assert labs.index[labs["units"].isna()].tolist() == ["HBDH", "IL-6"]
    one_sided = labs["norm_l"].isna() & labs["norm_u"].notna()
    assert labs.index[one_sided].tolist() == ["CKMB", "BNP", "PCT", "IL-6"]
    assert days.loc["Viral load", "day_3"] == 12000


def test_glucose_gaps_repeats_and_ends(table):
    readings = table("glucose-readings")
    steps = readings["datetime"].diff().dropna()
    minutes = steps.dt.total_seconds() / 60
    assert ((minutes > 6).sum(), (minutes > 60).sum(), (minutes == 5).sum()) == (187, 93, 51697)
    assert steps.max() == pd.Timedelta("1 days 03:55:00")
    assert (readings["isig"] == "nil").sum() == 1061
    pd.to_numeric(readings.loc[readings["isig"] != "nil", "isig"])
    assert readings["datetime"].duplicated().sum() == 3
    assert ((readings["glucose"] == 40).sum(), (readings["glucose"] == 400).sum()) == (22, 1)
    jumps = readings["glucose"].diff().abs()
    assert ((jumps >= 50).sum(), jumps.max()) == (86, 179)
