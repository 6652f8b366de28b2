"""Each learner's sample: frozen forever, blind to row order, and fair to strata."""

import subprocess
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.data import load, load_card, sample, seed

EXERCISE = "same-ratings-three-answers"
FROZEN = {
    "ada": (15662748672421228482, ["bothers", "uncomfortable", "yes", "funniness"], ["gaining", "emptiness"]),
    "a/b\\..": (
        5666423097820607271,
        ["assuredness", "adventurists", "importantly", "devilfish"],
        ["dynamiters", "offend"],
    ),
    "José": (753463806503566213, ["accuse", "hell", "toothless", "accused"], ["gravelling", "lose"]),
    "🦊 fox": (
        8383167101967323952,
        ["conflicting", "want", "humoristic", "depression"],
        ["unhappinesses", "tensional"],
    ),
    " ada": (2886412893522656068, ["po", "miserere", "glum", "greeds"], ["benevolences", "hoped"]),
    "山田太郎": (
        6080013243862775824,
        ["positive", "trustbuster", "vitalists", "|="],
        ["suspend", "virtuoso"],
    ),
}


@pytest.fixture(scope="module")
def lexicon():
    return load(load_card(Path(__file__).parents[2] / "datasets" / "vader-lexicon"))


def draw(frame, learner="ada", n=300, **options):
    return sample(frame, learner=learner, exercise=EXERCISE, n=n, **options)


@pytest.mark.parametrize("learner", FROZEN)
def test_frozen_samples_and_seeds(lexicon, learner):
    number, first, second = FROZEN[learner]
    assert seed(learner, EXERCISE) == number
    assert draw(lexicon, learner)["token"].head(4).tolist() == first
    assert draw(lexicon, learner, form=2)["token"].head(2).tolist() == second


def test_a_sample_is_whole_rows_with_a_fresh_index(lexicon):
    drawn = draw(lexicon)
    assert list(drawn.index) == list(range(300))
    assert drawn.dtypes.equals(lexicon.dtypes)
    assert len(drawn.merge(lexicon)) == 300


def test_composed_and_decomposed_ids_are_one_learner(lexicon):
    decomposed = unicodedata.normalize("NFD", "José")
    assert decomposed != "José"
    assert draw(lexicon, decomposed).equals(draw(lexicon, "José"))
    assert seed(decomposed, EXERCISE) == seed("José", EXERCISE)


def test_learners_exercises_and_forms_differ(lexicon):
    drawn = [
        frozenset(sample(lexicon, learner=learner, exercise=exercise, form=form, n=50)["token"])
        for learner in ("ada", "bob")
        for exercise in ("one", "two")
        for form in (1, 2)
    ]
    assert len(set(drawn)) == 8
    assert len({seed(learner, "one", form) for learner in ("a", "b") for form in (1, 11)}) == 4


def test_a_longer_sample_begins_with_the_shorter(lexicon):
    assert draw(lexicon, n=300).head(40).equals(draw(lexicon, n=40))


def test_both_rows_of_every_repeated_token_are_there_and_apart(lexicon):
    everything = draw(lexicon, n=len(lexicon))
    assert sorted(everything["token"]) == sorted(lexicon["token"])
    places = everything.index[everything["token"] == "lol"]
    assert len(places) == 2
    assert places[1] - places[0] > 1


def test_repeats_can_be_left_out(lexicon):
    without = draw(lexicon, n=7492, drop_repeats=True)
    assert without["token"].is_unique
    assert not {"lol", "xp"} & set(without["token"])
    with pytest.raises(ValueError, match="n=7493 rows were asked for, but there are 7492"):
        draw(lexicon, n=7493, drop_repeats=True)


def test_row_order_does_not_matter_for_unique_keys(lexicon):
    unique = lexicon.drop_duplicates("token", keep=False)
    assert draw(unique.iloc[::-1]).equals(draw(unique))


def test_the_same_in_another_process_whatever_the_hash_seed():
    code = (
        "import pandas as pd; from labelwright.data import sample;"
        "f = pd.DataFrame({'token': [str(i) for i in range(50)], 's': [i % 3 for i in range(50)]});"
        "print(sample(f, learner='ada', exercise='x', n=9, stratify='s').token.tolist())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for salt in ("0", "1")
    }
    assert outputs == {"['8', '43', '36', '26', '14', '16', '48', '33', '10']\n"}


@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=40), st.data())
def test_strata_get_their_share(labels, data):
    n = data.draw(st.integers(1, len(labels)))
    frame = pd.DataFrame(
        {"token": [str(place) for place in range(len(labels))], "kind": pd.Series(labels, dtype=object)}
    )
    drawn = draw(frame, n=n, stratify="kind")
    assert len(drawn) == n
    assert drawn["token"].is_unique
    got = Counter(drawn["kind"].fillna("missing"))
    for label, size in Counter(frame["kind"].fillna("missing")).items():
        assert abs(got[label] - n * size / len(labels)) < 1


def test_a_stratified_sample_keeps_hash_order(lexicon):
    signed = lexicon.assign(sign=lexicon["mean"] > 0)
    drawn = draw(signed, n=100, stratify="sign")
    assert drawn["sign"].sum() in (44, 45)
    order = draw(signed, n=len(signed))["token"].tolist()
    places = [order.index(token) for token in drawn["token"]]
    assert places == sorted(places)


def test_rows_without_a_key_column_go_by_position():
    frame = pd.DataFrame({"x": [1, 1, 1, 1]})
    assert len(sample(frame, learner="ada", exercise="x", n=4, key=None)) == 4


def test_whole_number_keys_do_not_depend_on_the_width_of_the_type():
    small, large = (pd.DataFrame({"id": pd.array(range(30), dtype=kind)}) for kind in ("int8", "Int64"))
    first, second = (draw(frame, n=5, key="id")["id"].tolist() for frame in (small, large))
    assert first == second


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n": 0}, "n=0 rows were asked for"),
        ({"n": 4}, "choose n from 1 to 3"),
        ({"learner": ""}, "learner is ''"),
        ({"learner": "a\x1fb"}, "U\\+001F"),
        ({"learner": "\ud800"}, "lone surrogate"),
        ({"key": "word"}, "no column is called 'word'; the table has token"),
        ({"stratify": "sign"}, "no column is called 'sign'"),
    ],
)
def test_what_cannot_be_drawn_is_taught(options, said):
    frame = pd.DataFrame({"token": ["a", "b", "c"]})
    with pytest.raises(ValueError, match=said):
        draw(frame, **{"n": 2, **options})


def test_a_row_without_a_key_is_named():
    with pytest.raises(ValueError, match="row 1 has no value"):
        draw(pd.DataFrame({"token": ["a", None]}), n=1)
