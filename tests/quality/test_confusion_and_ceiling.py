"""Cross-tables and human ceilings: by hand, by their slow definitions, and at their edges."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import pearsonr
from sklearn.metrics import cohen_kappa_score, confusion_matrix

from labelwright.quality import (
    Bootstrap,
    against_people,
    coincidence_table,
    confusion_table,
    human_ceiling,
    score_ceiling,
    scores_against_people,
)

labels = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=20)
tables = st.lists(
    st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=4), min_size=1, max_size=10
)


def crowd(items=150, raters=5, missing=0.15, seed=1):
    generator = np.random.Generator(np.random.PCG64(seed))
    truth = generator.integers(0, 3, (items, 1))
    table = np.where(
        generator.random((items, raters)) < 0.75, truth, generator.integers(0, 3, (items, raters))
    )
    table = table.astype(object)
    table[generator.random((items, raters)) < missing] = None
    return truth[:, 0].tolist(), table


@given(labels)
def test_a_cross_table_equals_scikit_learn(pairs):
    first, second = zip(*pairs, strict=True)
    found = confusion_table(first, second, categories="abc")
    assert np.array(found.table).tolist() == confusion_matrix(first, second, labels=list("abc")).tolist()


def test_the_worst_confusions_come_first():
    gold = ["ham"] * 10 + ["spam"] * 6
    mine = ["ham"] * 8 + ["spam"] * 2 + ["ham"] * 3 + ["spam"] * 3
    first, second = confusion_table(gold, mine, rows="gold", columns="mine").most_confused()
    assert (first.row, first.column, first.times, first.share) == ("spam", "ham", 3, 0.5)
    assert (second.row, second.column, second.times, second.share) == ("ham", "spam", 2, 0.2)


def test_items_one_side_skipped_are_left_out():
    assert confusion_table(["a", None, "b"], ["a", "b", math.nan]).table == ((1.0, 0.0), (0.0, 0.0))


def test_coincidences_of_krippendorffs_first_example():
    """Binary data of two coders: 10 + 4 + 4 + 2 = 20 ratings (Krippendorff 2011, A)."""
    ratings = list(zip("0100000010", "1110010000", strict=True))
    assert coincidence_table(ratings).table == ((10.0, 4.0), (4.0, 2.0))


@given(tables)
def test_coincidences_add_up_to_the_ratings_that_can_be_paired(rows):
    rows = [row[:3] for row in rows]
    sizes = [sum(label is not None for label in row) for row in rows]
    assume(max(sizes) > 1)
    table = np.array(coincidence_table(rows).table)
    assert table.sum() == pytest.approx(sum(size for size in sizes if size > 1))
    assert table == pytest.approx(table.T)


def test_a_table_names_each_pair_once():
    found = coincidence_table([["a", "b"], ["b", "a"], ["a", "c"], ["a", "a"]]).most_confused()
    assert [(one.row, one.column, one.times) for one in found] == [("a", "b", 2.0), ("a", "c", 1.0)]


@pytest.mark.parametrize(
    "bad", [lambda: confusion_table(["a"], []), lambda: against_people(["a"], [["a", "b"]] * 2)]
)
def test_unequal_lengths_are_taught(bad):
    with pytest.raises(ValueError, match="got 1"):
        bad()


def accepted(others):
    """The labels that are as frequent as any among the others."""
    counts = Counter(others)
    return {label for label in counts if counts[label] == max(counts.values())}


def voices(row):
    return [label for label in row if label is not None]


def test_the_ceiling_of_anonymous_ratings_by_its_definition():
    _, table = crowd()
    rows = [voices(row) for row in table]
    rows = [row for row in rows if len(row) > 1]
    shares = [
        np.mean([row[place] in accepted(row[:place] + row[place + 1 :]) for place in range(len(row))])
        for row in rows
    ]
    found = human_ceiling(table, raters="anonymous", bootstrap=Bootstrap(1, 500))
    assert found.accuracy.value == pytest.approx(np.mean(shares))
    assert found.accuracy.low < found.accuracy.value < found.accuracy.high
    assert found.raters == ()


def test_the_ceiling_of_people_by_its_definition():
    _, table = crowd()
    found = human_ceiling(pd.DataFrame(table, columns=list("vwxyz")), raters="people")
    shares = []
    for place in range(5):
        met = [(row[place], voices(np.delete(row, place))) for row in table if row[place] is not None]
        met = [(mine, others) for mine, others in met if others]
        shares.append(np.mean([mine in accepted(others) for mine, others in met]))
        assert found.raters[place][1].n_items == len(met)
    assert [one.value for _, one in found.raters] == pytest.approx(shares)
    assert [name for name, _ in found.raters] == list("vwxyz")
    assert found.accuracy.value == pytest.approx(np.mean(shares))


def test_kappa_of_the_ceiling_is_what_random_draws_give():
    _, table = crowd(300, missing=0)
    generator = np.random.Generator(np.random.PCG64(5))
    drawn = []
    for _ in range(60):
        pairs = []
        for row in table:
            place = generator.integers(5)
            right = accepted(np.delete(row, place))
            mine = row[place]
            pairs.append((mine, mine if mine in right else generator.choice(sorted(right))))
        drawn.append(cohen_kappa_score(*zip(*pairs, strict=True)))
    found = human_ceiling(table, raters="anonymous")
    assert found.kappa.value == pytest.approx(np.mean(drawn), abs=0.01)


def test_two_raters_who_never_agree_and_a_tie_that_accepts():
    assert human_ceiling([["a", "b"], ["b", "a"]], raters="people").accuracy.value == 0
    assert human_ceiling([["a", "a", "b"]], raters="anonymous").accuracy.value == pytest.approx(2 / 3)


def test_a_person_measured_like_the_others_gets_what_they_get():
    """Each rater against the others: the ceiling of people is what `against_people` says when a rater is set aside."""
    _, table = crowd(missing=0)
    mean = np.mean(
        [np.mean([row[place] in accepted(np.delete(row, place)) for row in table]) for place in range(5)]
    )
    assert human_ceiling(table, raters="people").accuracy.value == pytest.approx(mean)
    apart = against_people(table[:, 0].tolist(), table[:, 1:])
    rows = [voices(row) for row in table]
    expected = np.mean(
        [
            np.mean([row[0] in accepted(row[1:place] + row[place + 1 :]) for place in range(1, 5)])
            for row in rows
        ]
    )
    assert apart.accuracy.value == pytest.approx(expected)


def test_truth_beats_the_ceiling_and_noise_stays_below():
    truth, table = crowd()
    ceiling = human_ceiling(table, raters="anonymous")
    assert against_people(truth, table).accuracy.value > ceiling.accuracy.value
    noise = against_people([0] * len(truth), table)
    assert noise.accuracy.value < ceiling.accuracy.value
    assert abs(noise.kappa.value) < 0.05


def test_a_label_no_person_used_is_never_right_and_none_is_left_out():
    found = against_people(["z", None, "a"], [["a", "a"], ["a", "b"], ["a", "a"]])
    assert found.accuracy.n_items == 2
    assert found.accuracy.value == 0.5


def test_raters_must_be_said():
    with pytest.raises(ValueError, match="'people' if each column is one person"):
        human_ceiling([["a", "b"]], raters="both")


def scores(items=60, seed=2):
    generator = np.random.Generator(np.random.PCG64(seed))
    table = generator.normal(3, 1, (items, 1)) + generator.normal(0, 0.6, (items, 4))
    return np.where(generator.random(table.shape) < 0.1, np.nan, table)


def test_the_ceiling_of_scores_by_its_definition():
    table = scores()
    table = table[(~np.isnan(table)).sum(axis=1) > 1]
    apart, along = [], []
    for place in range(4):
        there = ~np.isnan(table[:, place])
        mine, others = table[there, place], np.nanmean(np.delete(table, place, axis=1), axis=1)[there]
        apart.append(np.abs(mine - others).mean())
        along.append(pearsonr(mine, others)[0])
    found = score_ceiling(table, raters="people", bootstrap=Bootstrap(1, 300))
    assert found.distance.value == pytest.approx(np.mean(apart))
    assert found.correlation.value == pytest.approx(np.mean(along))
    assert found.correlation.low < found.correlation.value < found.correlation.high


def test_anonymous_scores_weigh_each_item_once():
    table = [[1, 3, None], [2, 2, 2], [4, 5, 6]]
    found = score_ceiling(table, raters="anonymous").distance.value
    assert found == pytest.approx((2 + 0 + (1.5 + 0 + 1.5) / 3) / 3)


def test_the_mean_of_people_beats_a_single_person():
    table = scores()
    mine = scores_against_people(np.nanmean(table, axis=1).tolist(), table)
    assert mine.distance.value < score_ceiling(table, raters="anonymous").distance.value
    assert mine.correlation.value > score_ceiling(table, raters="anonymous").correlation.value


def test_constant_scores_have_a_distance_but_no_correlation():
    found = score_ceiling([[2, 2], [2, 2]], raters="people")
    assert found.distance.value == 0
    assert math.isnan(found.correlation.value)
    assert "nothing to correlate" in found.correlation.reason
