"""Combining labels: the 1979 table, crowd-kit, the textbook's votes, and what must hold for any votes."""

import math
import sys
import warnings
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Pairwise, Text
from labelwright.quality.crowd.dawid_skene import dawid_skene
from labelwright.quality.crowd.gold import (
    gold_pass_probability,
    gold_scores,
    majority_accuracy,
    weights_from_gold,
)
from labelwright.quality.crowd.mace import mace
from labelwright.quality.crowd.votes import majority_vote, read_votes

STRINGS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111
2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111
2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432
1111111 1111111 1212111 2322222 1211111 2222222
"""
PATIENTS = STRINGS.split()
OBSERVER = (1, 1, 1, 2, 3, 4, 5)
"""Who gave each digit of a patient's string: the first observer saw every patient three times."""


def anaesthetists(rows):
    """(patient, observer, class) for every digit, patients numbered from 1."""
    return [
        (patient, observer, int(digit))
        for patient, row in enumerate(rows, 1)
        for observer, digit in zip(OBSERVER, row, strict=True)
    ]


TABLE = anaesthetists(PATIENTS)
PRINTED = {
    1: ".889 .111 0 0 / .071 .876 .053 0 / 0 .339 .661 0 / 0 0 .556 .444",
    2: ".834 .166 0 0 / .053 .633 .314 0 / 0 0 1 0 / 0 0 0 1",
    3: "1 0 0 0 / .106 .788 .105 0 / 0 .404 .199 .398 / 0 0 .667 .333",
    4: ".944 .056 0 0 / .054 .843 .104 0 / 0 0 .801 .199 / 0 0 .333 .667",
    5: "1 0 0 0 / .159 .735 .106 0 / 0 .209 .791 0 / 0 0 .333 .667",
}


@pytest.fixture(scope="module")
def fitted():
    return dawid_skene(TABLE)


def test_the_1979_likelihood_and_prevalence(fitted):
    assert len(PATIENTS) == 45
    assert fitted.converged
    assert fitted.log_likelihood == pytest.approx(-192.8909, abs=5e-5)
    assert fitted.labels == (1, 2, 3, 4)
    assert fitted.prevalence == pytest.approx([0.3996, 0.4220, 0.1118, 0.0667], abs=6e-5)


@pytest.mark.parametrize("observer", PRINTED)
def test_every_printed_cell_of_1979(fitted, observer):
    printed = [[float(cell) for cell in row.split()] for row in PRINTED[observer].split(" / ")]
    assert fitted.confusion[observer] == pytest.approx(np.array(printed), abs=6e-4)


def test_where_the_model_differs_from_the_vote(fitted):
    vote = majority_vote(TABLE)
    apart = {patient for patient, label in fitted.decided.items() if vote.winners[patient] != {label}}
    assert apart == {2, 12, 36}
    assert [fitted.decided[patient] for patient in (2, 12, 36)] == [4, 3, 4]
    assert vote.winners[12] == {2, 3}
    assert vote.ties == (12,)
    assert 12 not in vote.decided
    doubtful = sorted(fitted.certainty, key=fitted.certainty.get)[:3]
    assert doubtful == [35, 38, 7]
    assert [round(fitted.certainty[patient], 3) for patient in doubtful] == [0.948, 0.979, 0.981]


def test_a_copying_mistake_in_one_patient_moves_the_likelihood():
    changed = anaesthetists([*PATIENTS[:6], "1122111", *PATIENTS[7:]])
    other = dawid_skene(changed)
    assert other.log_likelihood == pytest.approx(-190.7310, abs=5e-5)
    assert other.confusion[1][0, :2] == pytest.approx([0.907, 0.093], abs=6e-4)


@pytest.mark.slow("fits many models with another library")
def test_crowd_kit_finds_the_same_model(fitted):
    from crowdkit.aggregation import DawidSkene

    frame = pd.DataFrame(TABLE, columns=["task", "worker", "label"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        # Its own stopping rule ends after four steps, since its bound may fall; this takes all of them.
        other = DawidSkene(n_iter=60, tol=-math.inf).fit(frame)
    assert fitted.prevalence == pytest.approx(other.priors_[list(fitted.labels)].to_numpy(), abs=1e-7)
    assert fitted.decided == other.labels_.to_dict()
    assert fitted.posterior == pytest.approx(
        other.probas_.loc[list(fitted.items), list(fitted.labels)].to_numpy(), abs=1e-6
    )


triples = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4), st.sampled_from("xyz")), min_size=1, max_size=40
)


@given(triples)
def test_the_likelihood_never_falls_and_rows_are_distributions(votes):
    model = dawid_skene(votes, max_iterations=60)
    steps = np.diff(model.log_likelihoods)
    assert (steps >= -1e-7).all()
    assert model.posterior.sum(axis=1) == pytest.approx(1)
    assert model.prevalence.sum() == pytest.approx(1)
    for matrix in model.confusion.values():
        known = ~np.isnan(matrix).any(axis=1)
        assert matrix[known].sum(axis=1) == pytest.approx(1)


@given(triples, st.randoms(use_true_random=False))
def test_the_order_of_votes_does_not_matter(votes, random):
    shuffled = random.sample(votes, len(votes))
    first = dawid_skene(votes, labels="xyz", max_iterations=20)
    second = dawid_skene(shuffled, labels="xyz", max_iterations=20)
    rows = [second.items.index(item) for item in first.items]
    assert second.posterior[rows] == pytest.approx(first.posterior, abs=1e-6)
    assert majority_vote(votes).winners == majority_vote(shuffled).winners


@given(triples)
def test_the_majority_is_the_most_counted(votes):
    found = majority_vote(votes)
    for item in {vote[0] for vote in votes}:
        counts = Counter(label for where, _, label in votes if where == item)
        most = max(counts.values())
        assert found.winners[item] == {label for label, n in counts.items() if n == most}
        assert found.shares[item] == pytest.approx({la: n / counts.total() for la, n in counts.items()})
    evenly = majority_vote(votes, weights=dict.fromkeys(range(5), 2.0))
    assert evenly.winners == found.winners


def test_an_expert_outvotes_two_guessers():
    votes = [("a", "expert", "yes"), ("a", "g1", "no"), ("a", "g2", "no")]
    assert majority_vote(votes).winners == {"a": {"no"}}
    weighted = majority_vote(votes, weights={"expert": 2.2, "g1": 0.4, "g2": 0.4})
    assert weighted.winners == {"a": {"yes"}}
    assert weighted.shares["a"] == pytest.approx({"yes": 2.2 / 3, "no": 0.8 / 3})
    with pytest.raises(ValueError, match="no weight is given for \\['g2'\\]"):
        majority_vote(votes, weights={"expert": 1, "g1": 1})
    with pytest.raises(ValueError, match="finite"):
        majority_vote(votes, weights={"expert": math.inf, "g1": 1, "g2": 1})


def test_gold_items_give_accuracy_and_weights():
    gold = {"a": "yes", "b": {"yes", "no"}, "c": "no"}
    votes = [("a", "p", "yes"), ("b", "p", "no"), ("c", "p", "yes"), ("d", "q", "yes")]
    scores = gold_scores(votes, gold)
    assert (scores["p"].correct, scores["p"].n) == (2, 3)
    assert scores["p"].low < 2 / 3 < scores["p"].high
    assert math.isnan(scores["q"].accuracy)
    assert "no gold item" in scores["q"].reason
    weights = weights_from_gold(scores, 2)
    assert weights == pytest.approx({"p": math.log(3 / 2), "q": 0.0})
    with pytest.raises(ValueError, match="two labels"):
        weights_from_gold(scores, 1)


def test_the_bayes_answer_is_the_weighted_vote():
    """With known accuracies, log-odds weights give the label that Bayes' rule gives, for every pattern of votes."""
    accuracy = {"p": 0.9, "q": 0.7, "r": 0.6}
    weights = {name: math.log(2 * a / (1 - a)) for name, a in accuracy.items()}
    for pattern in np.ndindex(3, 3, 3):
        votes = [(0, name, label) for name, label in zip(accuracy, pattern, strict=True)]
        chance = [
            math.prod(
                accuracy[name] if given == true else (1 - accuracy[name]) / 2 for _, name, given in votes
            )
            for true in range(3)
        ]
        best = {true for true in range(3) if chance[true] == pytest.approx(max(chance))}
        assert majority_vote(read_votes(votes, range(3)), weights=weights).winners[0] == best


@pytest.mark.parametrize(
    ("accuracy", "expected"), [(0.7, [0.784, 0.837, 0.874, 0.901]), (0.6, [0.648, 0.683, 0.710, 0.733])]
)
def test_majority_of_independent_voters(accuracy, expected):
    assert [majority_accuracy(k, accuracy) for k in (3, 5, 7, 9)] == pytest.approx(expected, abs=5e-4)


@pytest.mark.parametrize(
    ("n", "needed", "accuracy", "expected"),
    [
        (20, 16, 0.6, 0.051),
        (20, 16, 0.7, 0.238),
        (20, 16, 0.8, 0.630),
        (20, 16, 0.9, 0.957),
        (50, 40, 0.7, 0.079),
        (50, 40, 0.9, 0.991),
    ],
)
def test_gold_screening(n, needed, accuracy, expected):
    assert gold_pass_probability(n, needed, accuracy) == pytest.approx(expected, abs=5e-4)


def test_plans_that_cannot_be():
    with pytest.raises(ValueError, match="odd"):
        majority_accuracy(4, 0.7)
    with pytest.raises(ValueError, match="between 0 and 1"):
        majority_accuracy(3, 70)
    with pytest.raises(ValueError, match="21 of 20 gold items right"):
        gold_pass_probability(20, 21, 0.7)


def test_votes_come_from_a_table_triples_or_records():
    table = pd.DataFrame({"ada": ["x", None], "grace": ["y", "y"]}, index=["i1", "i2"])
    listed = [("i1", "ada", "x"), ("i1", "grace", "y"), ("i2", "grace", "y")]
    records = [
        Annotation(item=item, annotator=who, task="t", value=Choice(label=label))
        for item, who, label in listed
    ]
    records.append(Annotation(item="i2", annotator="ada", task="t", status="skipped"))
    gaps = [*listed, ("i2", "ada", None), ("i3", "ada", math.nan)]
    for source in (table, listed, gaps, records):
        votes = read_votes(source)
        assert (votes.items, votes.annotators, votes.labels) == (("i1", "i2"), ("ada", "grace"), ("x", "y"))
        assert votes.support().tolist() == [[1, 1], [0, 1]]
    won = Annotation(item="i", annotator="a", task="t", value=Pairwise(winner="tie", strength=0))
    assert read_votes([won]).labels == ("tie",)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ([], "no labels"),
        (pd.DataFrame({"a": [None]}), "no labels"),
        (["yes"], "triples"),
        ([Annotation(item="i", annotator="a", task="t", value=Text(text="x"))], "'text'"),
    ],
)
def test_what_is_no_vote_is_refused(source, message):
    with pytest.raises(ValueError, match=message):
        read_votes(source)


def test_a_label_outside_the_set_is_refused():
    with pytest.raises(ValueError, match="'maybe'"):
        dawid_skene([("i", "a", "maybe")], labels=("yes", "no"))


def crowd(seed):
    """40 items, three good annotators and one who always says b: (votes, truth)."""
    random = np.random.default_rng(seed)
    truth = {item: "abc"[item % 3] for item in range(40)}
    votes = [(item, "spammer", "b") for item in truth]
    for who in ("p", "q", "r"):
        for item, true in truth.items():
            wrong = random.choice([label for label in "abc" if label != true])
            votes.append((item, who, true if random.random() < 0.8 else str(wrong)))
    return votes, truth


def test_mace_trusts_the_spammer_least():
    votes, truth = crowd(1)
    model = mace(votes, iterations=20)
    assert min(model.trust, key=model.trust.get) == "spammer"
    assert model.posterior.sum(axis=1) == pytest.approx(1)
    right = [model.decided[item] == true for item, true in truth.items()]
    assert np.mean(right) > 0.8
    assert dawid_skene(votes).confusion["spammer"][:, 1] == pytest.approx(1)


def test_mace_numbers_are_those_of_crowd_kit():
    from crowdkit.aggregation import MACE

    # Names that sort in order of first appearance: crowd-kit numbers workers and labels in both ways at once.
    votes = [(0, "p", "a"), (1, "p", "b"), (2, "q", "c"), (0, "r", "a"), *crowd(2)[0]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        other = MACE(n_restarts=1, n_iter=5).fit(pd.DataFrame(votes, columns=["task", "worker", "label"]))
    model = mace(votes, iterations=5)
    there = other.probas_.loc[list(model.items), list(model.labels)].to_numpy()
    assert model.posterior == pytest.approx(there, abs=1e-9)
    assert model.decided == other.labels_.to_dict()


@pytest.mark.slow("fits many models")
def test_mace_does_not_depend_on_the_order_of_votes():
    votes, _ = crowd(3)
    random = np.random.default_rng(0)
    first = mace(votes)
    second = mace([votes[place] for place in random.permutation(len(votes))])
    assert second.trust == pytest.approx(first.trust, abs=0.02)
    assert second.decided == first.decided


def test_without_crowd_kit_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "crowdkit.aggregation", None)
    with pytest.raises(ImportError, match=r'pip install "labelwright\[crowd\]"'):
        mace([("i", "a", "x")])
