"""The lexicon loader, and the defects its card claims, recomputed from the installed file."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.data import load, load_card, load_lexicon
from labelwright.data.loaders.ratings import RATINGS

CARD = load_card(Path(__file__).parents[2] / "datasets" / "vader-lexicon")


@pytest.fixture(scope="module")
def lexicon():
    return load(CARD)


def evidence(defect):
    return next(entry.evidence for entry in CARD.defects if entry.id == defect)


def ratings(lexicon):
    return lexicon[list(RATINGS)].to_numpy(dtype=float)


def test_types_and_awkward_tokens(lexicon):
    assert str(lexicon["token"].dtype) == "str"
    assert {str(lexicon[name].dtype) for name in RATINGS} == {"Int64"}
    assert not lexicon.isna().any().any()
    assert {"$:", ":-Þ", "( '}{' )", "fed up", "true", "}:-)"} <= set(lexicon["token"])
    assert lexicon["token"].str.contains(" ").sum() == 4
    assert set(np.unique(ratings(lexicon))) == set(range(-4, 5))


def test_exactly_one_mean_is_wrong(lexicon):
    wrong = lexicon[(lexicon["mean"] - ratings(lexicon).mean(axis=1)).abs() > 1e-9]
    assert wrong["token"].tolist() == ["lmfao"]
    assert wrong["mean"].tolist() == [2.5]
    assert ratings(wrong).mean() == pytest.approx(2.4)
    assert f"line {wrong.index[0] + 1}" in evidence("wrong-mean")


def test_the_seven_wrong_sds_are_those_on_the_card(lexicon):
    gap = np.abs(lexicon["sd"] - ratings(lexicon).std(axis=1))
    wrong = lexicon[gap > 5e-6 + 1e-9]
    assert wrong["token"].tolist() == [
        "heart",
        "hearts",
        "lmfao",
        "badass",
        "compelling",
        "flawed",
        "repetitive",
    ]
    for line, token, sd in zip(wrong.index + 1, wrong["token"], wrong["sd"], strict=True):
        assert f"`{token}` ({line}" in evidence("wrong-sd")
        assert str(sd) in evidence("wrong-sd")
    assert (gap > 1e-4).sum() == 6


def test_each_wrong_sd_has_the_cause_the_card_gives(lexicon):
    rows = lexicon.drop_duplicates("token").set_index("token")
    values = rows[list(RATINGS)].astype(float)
    for token in ("heart", "hearts", "badass", "flawed"):
        assert rows.loc[token, "sd"] == pytest.approx(values.loc[token].std(ddof=1), abs=5e-6)
    assert rows.loc["repetitive", "sd"] == pytest.approx(values.loc["repetitive"].std(ddof=0) / 10, abs=5e-6)
    about_wrong_mean = np.sqrt(((values.loc["lmfao"] - 2.5) ** 2).mean())
    assert rows.loc["lmfao", "sd"] == pytest.approx(about_wrong_mean, abs=5e-6)
    assert rows.loc["compelling", "sd"] == np.floor(values.loc["compelling"].std(ddof=0) * 1e5) / 1e5


def test_sample_sd_disagrees_almost_everywhere(lexicon):
    differs = np.abs(lexicon["sd"] - ratings(lexicon).std(axis=1, ddof=1)) > 1e-4
    assert differs.sum() == 7507


def test_fourteen_repeated_tokens_all_with_different_ratings(lexicon):
    repeated = lexicon[lexicon["token"].duplicated(keep=False)]
    pairs = dict(list(repeated.groupby("token")))
    assert len(pairs) == 14
    for token, group in pairs.items():
        first, second = group.index + 1
        assert re.search(rf"`{re.escape(token)}` \((lines )?{first}, {second}\)", evidence("repeated-tokens"))
        assert len(group[["mean", *RATINGS]].drop_duplicates()) == 2
        assert group["mean"].nunique() == 2


def test_counts_in_the_caveats(lexicon):
    values = ratings(lexicon)
    signs = Counter(np.sign(lexicon["mean"]))
    assert signs == {1: 3347, -1: 4173}
    assert ((values > 0).any(axis=1) & (values < 0).any(axis=1)).sum() == 2028


@pytest.mark.parametrize(
    "line",
    [
        "good\t1.9\t0.9\t[2, 1, 1, 3, 2, 4, 2, 2, 1]",
        "good\t1.9\t0.9\t[2, 1, 1, 3, 2, 4, 2, 2, 1, 5]",
        "good\t1.9\t0.9\t[2, 1, 1, 3, 2, 4, 2, 2, 1, 1.5]",
        "good\tmean\t0.9\t[2, 1, 1, 3, 2, 4, 2, 2, 1, 1]",
        "good 1.9 0.9 [2, 1, 1, 3, 2, 4, 2, 2, 1, 1]",
        "\t1.9\t0.9\t[2, 1, 1, 3, 2, 4, 2, 2, 1, 1]",
    ],
)
def test_another_shape_of_line_is_named(tmp_path, line):
    path = tmp_path / "lexicon.txt"
    path.write_text(f"ok\t1.0\t0.0\t[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2: found"):
        load_lexicon((path,))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\t\n\r"), min_size=1)
            | st.sampled_from(["nan", "NA", "null", "None", "", '"', "#", "\x85", "\u2028"]).filter(bool),
            st.lists(st.integers(-4, 4), min_size=10, max_size=10),
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_token_survives_the_round_trip(tmp_path, rows, end):
    path = tmp_path / "lexicon.txt"
    lines = [f"{token}\t{sum(values) / 10}\t0.5\t{values}" for token, values in rows]
    path.write_bytes(end.join(lines).encode("utf-8") + end.encode())
    frame = load_lexicon((path,))
    assert frame["token"].tolist() == [token for token, _ in rows]
    assert frame[list(RATINGS)].to_numpy().tolist() == [values for _, values in rows]
