"""Rankings from comparisons: the published vectors, choix, statsmodels, planted effects, and clear refusals."""

import math

import choix
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Pairwise
from labelwright.quality.ranking.bradley_terry import bradley_terry, rank_intervals
from labelwright.quality.ranking.comparisons import (
    comparisons_of,
    components,
    dominance_groups,
    read_comparisons,
    win_rates,
)
from labelwright.quality.ranking.elo import elo, elo_spread, elo_update, expected_score
from labelwright.quality.ranking.position import (
    length_table,
    position_bias,
    position_effect,
    swap_consistency,
)

WINS = [[0, 2, 0, 1], [3, 0, 5, 0], [0, 3, 0, 1], [4, 0, 3, 0]]
VECTOR = [(i, j, i) for i in range(4) for j in range(4) for _ in range(WINS[i][j])]


def test_the_published_strengths():
    found = bradley_terry(VECTOR)
    assert [found.strengths[i] for i in range(4)] == pytest.approx(
        [-0.4465, 0.0424, -0.4158, 0.8199], abs=5e-5
    )
    assert list(found.strengths) == [3, 1, 2, 0]
    assert found.win_probability(3, 0) == pytest.approx(1 / (1 + math.exp(-1.2664)), abs=1e-4)
    assert found.win_probability(3, 0) + found.win_probability(0, 3) == pytest.approx(1)


def games(draw_players=(2, 5), ties=True, connected=False):
    """Rows of games; where `connected`, everybody has lost to somebody, round a circle, so that strengths are defined."""
    results = st.sampled_from(["first", "second", "tie"] if ties else ["first", "second"])

    @st.composite
    def build(draw):
        size = draw(st.integers(*draw_players))
        pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(
            lambda pair: pair[0] != pair[1]
        )
        rows = draw(st.lists(st.tuples(pairs, results), min_size=1, max_size=40))
        games = [
            (first, second, {"first": first, "second": second, "tie": "tie"}[result])
            for (first, second), result in rows
        ]
        circle = [(player, (player + 1) % size, player) for player in range(size)] if connected else []
        return draw(st.permutations([*games, *circle]))

    return build()


@given(games(ties=False, connected=True))
def test_strengths_equal_choix(rows):
    assert len(dominance_groups(rows)) == 1
    cast = read_comparisons(rows)
    place = {player: number for number, player in enumerate(cast.players)}
    pairs = [(place[winner], place[second if winner == first else first]) for first, second, winner in rows]
    theirs = choix.ilsr_pairwise(len(cast.players), pairs, max_iter=5000, tol=1e-12)
    ours = bradley_terry(rows).strengths
    assert [ours[player] for player in cast.players] == pytest.approx(theirs - theirs.mean(), abs=1e-4)


@given(games(connected=True), st.randoms(use_true_random=False))
def test_neither_order_nor_side_matters_to_strengths(rows, random):
    turned = [(second, first, winner) for first, second, winner in random.sample(rows, len(rows))]
    assert bradley_terry(turned).strengths == pytest.approx(bradley_terry(rows).strengths, abs=1e-6)
    assert bradley_terry(rows * 3).strengths == pytest.approx(bradley_terry(rows).strengths, abs=1e-6)


@given(games(connected=True))
def test_strengths_fit_the_wins(rows):
    """The maximum likelihood condition: every player's expected wins are the wins they had."""
    cast, found = read_comparisons(rows), bradley_terry(rows)
    wins = cast.wins()
    for i, player in enumerate(cast.players):
        expected = sum(
            (wins[i, j] + wins[j, i]) * found.win_probability(player, other)
            for j, other in enumerate(cast.players)
            if j != i
        )
        assert expected == pytest.approx(wins[i].sum(), abs=1e-3)


def test_groups_never_compared_are_not_ranked():
    rows = [("a", "b", "a"), ("b", "a", "b"), ("x", "y", "x"), ("y", "x", "tie")]
    assert components(rows) == (frozenset("ab"), frozenset("xy"))
    for prior in (0.0, 1.0):
        with pytest.raises(ValueError, match="2 groups that were never compared: a, b; x, y"):
            bradley_terry(rows, prior=prior)
    assert len(components([*rows, ("a", "x", "a")])) == 1


def test_an_undefeated_player_has_no_finite_strength():
    rows = [("a", "b", "a"), ("a", "c", "a"), ("b", "c", "b"), ("c", "b", "c")]
    assert set(dominance_groups(rows)) == {frozenset("bc"), frozenset("a")}
    found = bradley_terry(rows)
    assert all(math.isnan(value) for value in found.strengths.values())
    assert "never lost" in found.reason
    eased = bradley_terry(rows, prior=0.1)
    assert next(iter(eased.strengths)) == "a"
    assert eased.strengths["b"] == pytest.approx(eased.strengths["c"])


def simulate(n, effect, seed):
    """Votes between four players of known strength, in random order, with an advantage for the first shown."""
    random = np.random.default_rng(seed)
    strength = {"p": 1.0, "q": 0.3, "r": -0.3, "s": -1.0}
    rows = []
    for _ in range(n):
        first, second = random.choice(list(strength), size=2, replace=False)
        chance = 1 / (1 + math.exp(strength[second] - strength[first] - effect))
        rows.append((str(first), str(second), str(first if random.random() < chance else second)))
    return rows


def test_rank_intervals_cover_the_truth_and_repeat():
    rows = simulate(400, 0.0, 3)
    found = rank_intervals(rows, n_resamples=100, seed=1)
    assert list(found.intervals) == ["p", "q", "r", "s"]
    assert found.undefined == 0
    best = found.intervals["p"]
    assert (best.rank, best.rank_low, best.rank_high) == (1, 1, 1)
    assert best.strength_low < 1.0 < best.strength_high
    assert best.strength_low < best.strength < best.strength_high
    assert rank_intervals(rows, n_resamples=100, seed=1) == found
    assert rank_intervals(rows, n_resamples=100, seed=2) != found


def test_whole_prompts_are_resampled_together():
    rows = simulate(80, 0.0, 3)
    copied = [row for row in rows for _ in range(10)]
    prompts = [place for place in range(len(rows)) for _ in range(10)]
    alone = rank_intervals(rows, n_resamples=60, seed=1).intervals["p"]
    naive = rank_intervals(copied, n_resamples=60, seed=1).intervals["p"]
    whole = rank_intervals(copied, groups=prompts, n_resamples=60, seed=1).intervals["p"]
    assert whole.strength_high - whole.strength_low == pytest.approx(alone.strength_high - alone.strength_low)
    assert naive.strength_high - naive.strength_low < 0.6 * (alone.strength_high - alone.strength_low)


def test_resamples_without_strengths_are_counted():
    rows = [("a", "b", "a"), ("a", "b", "a"), ("a", "b", "a"), ("a", "b", "b")]
    found = rank_intervals(rows, n_resamples=50, seed=1)
    assert 0 < found.undefined < 50
    lonely = rank_intervals(rows[:3], n_resamples=10, seed=1)
    assert lonely.undefined == 10
    assert math.isnan(lonely.intervals["a"].strength_low)
    assert "never lost" in lonely.reason


def test_elo_of_the_worked_event():
    opponents, scores = [1609, 1477, 1388, 1586, 1720], [0, 0.5, 1, 1, 0]
    assert sum(expected_score(1613, other) for other in opponents) == pytest.approx(2.867, abs=1e-3)
    assert round(elo_update(1613, opponents, scores)) == 1601


@given(games())
def test_elo_is_the_rule_applied_game_by_game(rows):
    ratings = dict.fromkeys({name for row in rows for name in row[:2]}, 1500.0)
    for first, second, winner in rows:
        score = 0.5 if winner == "tie" else float(winner == first)
        gain = 32 * (score - expected_score(ratings[first], ratings[second]))
        ratings[first] += gain
        ratings[second] -= gain
    assert elo(rows) == pytest.approx(ratings, abs=1e-6)
    assert sum(elo(rows).values()) == pytest.approx(1500 * len(ratings))


def test_elo_depends_on_order_and_the_spread_says_so():
    rows = [("a", "b", "a")] * 5 + [("a", "b", "b")] * 5
    forwards, backwards = elo(rows), elo(rows[::-1])
    assert forwards["a"] < 1500 < backwards["a"]
    spread = elo_spread(rows, shuffles=20, seed=1)
    assert spread["a"].sd > 5
    assert spread["a"].low < spread["a"].mean < spread["a"].high
    assert spread == elo_spread(rows, shuffles=20, seed=1)
    with pytest.raises(ValueError, match="at least 2"):
        elo_spread(rows, shuffles=1, seed=1)


def test_win_rates():
    found = win_rates([("a", "b", "a"), ("a", "b", "tie"), ("c", "a", "c"), ("b", "a", "b")])
    assert found.players == ("c", "b", "a")
    assert found.overall == pytest.approx({"c": 1.0, "b": 0.5, "a": 1.5 / 4})
    assert found.average == pytest.approx({"c": 1.0, "b": 0.5, "a": 0.25})
    assert found.games.sum() == 8
    assert math.isnan(found.pairs[0, 1])
    from evalica import Winner, average_win_rate

    theirs = average_win_rate(list("aab"), list("bba"), [Winner.X, Winner.Draw, Winner.Y])
    ours = win_rates([("a", "b", "a"), ("a", "b", "tie"), ("b", "a", "a")])
    assert ours.average == pytest.approx(theirs.scores.to_dict())


@pytest.mark.parametrize(("won", "p_value"), [(60, 0.057), (65, 0.0035)])
def test_the_sign_test(won, p_value):
    rows = [("a", "b", "a")] * won + [("a", "b", "b")] * (100 - won) + [("a", "b", "tie")] * 7
    found = position_bias(rows)
    assert (found.first_wins, found.second_wins, found.ties) == (won, 100 - won, 7)
    assert found.p_value == pytest.approx(p_value, abs=5e-4)
    assert found.low < found.share < found.high
    empty = position_bias([("a", "b", None)])
    assert math.isnan(empty.share)
    assert "tie" in empty.reason


def test_the_effect_of_position_equals_statsmodels():
    import statsmodels.api as sm

    rows = simulate(1200, 0.5, 5)
    found = position_effect(rows)
    names = ["p", "q", "r", "s"]
    design = np.array([[(first == n) - (second == n) for n in names[1:]] + [1] for first, second, _ in rows])
    fit = sm.Logit(np.array([winner == first for first, _, winner in rows], dtype=float), design).fit(disp=0)
    assert found.logits == pytest.approx(fit.params[-1], abs=1e-6)
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[-1]), abs=1e-6)
    assert found.low < 0.5 < found.high
    assert found.low > 0


def test_a_better_model_shown_first_is_not_a_position_effect():
    random = np.random.default_rng(1)
    rows = []
    for _ in range(600):
        first, second = ("good", "bad") if random.random() < 0.8 else ("bad", "good")
        rows.append((first, second, "good" if random.random() < 0.75 else "bad"))
    assert position_bias(rows).p_value < 0.001
    found = position_effect(rows)
    assert found.low < 0 < found.high


def test_where_position_cannot_be_told():
    fixed = position_effect([("a", "b", "a"), ("a", "b", "b"), ("a", "b", "a")])
    assert math.isnan(fixed.logits)
    assert "both orders" in fixed.reason
    always = position_effect([("a", "b", "a"), ("b", "a", "b")] * 10)
    assert math.isnan(always.logits)
    assert "infinite" in always.reason
    assert "both orders" in position_effect([("a", "b", "tie")]).reason


def test_swap_consistency():
    shown = {"1": "a", "2": "b", "3": "tie", "4": "a", "5": "a"}
    swapped = {"1": "b", "2": "b", "3": "tie", "4": "tie", "9": "a"}
    found = swap_consistency(shown, swapped)
    assert (found.consistent, found.n, found.share) == (2, 4, 0.5)
    assert found.flipped == ("2", "4")
    assert "both orders" in swap_consistency({"1": "a"}, {"2": "b"}).reason
    with pytest.raises(ValueError, match="'left'"):
        swap_consistency({"1": "left"}, {})


def test_length_table_by_hand():
    winners = ["a", "b", "b", "a", "tie", "a"]
    a, b = [20, 10, 30, 40, 5, 7], [10, 30, 10, 10, 9, 7]
    found = length_table(winners, a, b, bins=2)
    assert (found.ties, found.equal) == (1, 1)
    assert (found.overall.longer_wins, found.overall.n) == (3, 4)
    assert [(row.low, row.high, row.n, row.longer_wins) for row in found.rows] == [(2, 3, 2, 2), (3, 4, 2, 1)]
    assert sum(row.n for row in found.rows) == found.overall.n
    nothing = length_table(["tie"], [3], [4])
    assert math.isnan(nothing.overall.share)
    assert nothing.rows == ()
    assert nothing.reason


@pytest.mark.parametrize(
    ("winners", "a", "b", "message"),
    [(["a"], [1, 2], [1], "1 verdicts"), (["x"], [1], [2], "'x'"), (["a"], [0], [2], "not positive")],
)
def test_lengths_that_cannot_be_read(winners, a, b, message):
    with pytest.raises(ValueError, match=message):
        length_table(winners, a, b)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "found no comparison"),
        ([("a", "a", "a")], "with itself"),
        ([("a", "b", "c")], "'c' won"),
        (["ab"], "a comparison is"),
    ],
)
def test_comparisons_that_cannot_be_read(rows, message):
    with pytest.raises(ValueError, match=message):
        read_comparisons(rows)


def test_records_become_comparisons():
    records = [
        Annotation(item="1", annotator="x", task="t", value=Pairwise(winner="b")),
        Annotation(item="2", annotator="x", task="t", value=Pairwise(winner="tie", strength=0)),
        Annotation(item="3", annotator="x", task="t", status="skipped"),
    ]
    shown = {"1": ("m1", "m2"), "2": ("m2", "m1")}
    assert comparisons_of(records, shown) == [("m1", "m2", "m2"), ("m2", "m1", "tie")]
    with pytest.raises(ValueError, match="'9'"):
        comparisons_of([Annotation(item="9", annotator="x", task="t", value=Choice(label="a"))], shown)
