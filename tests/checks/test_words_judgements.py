"""Preferences and rubric scores: habits are acted out and recognised; sound judgement passes."""

from __future__ import annotations

import random
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.values import Pairwise, Quote
from labelwright.checks import Failed, evidence_overlaps, order_consistent, preferences_agree, scores_agree
from labelwright.checks.preferences import preference_credit, side_credit, signed, strength_kappa


def verdict(value: int) -> Pairwise:
    return Pairwise(winner="tie" if value == 0 else "a" if value < 0 else "b", strength=abs(value))


VALUES = [-3, -2, -1, 1, 2, 3, -2, 2, -1, 1, 0, 0, 0, 0, 3, -3]
GOLD = {f"p{n}": verdict(value) for n, value in enumerate(VALUES)}
# On every second pair the better response is the shorter one.
TEXTS = {
    item: ("x" * (90 if (n % 2 == 0) == (one.winner == "b") else 30), "x" * 60)
    for n, (item, one) in enumerate(GOLD.items())
}


def failed(given: dict[str, Pairwise], **options: object) -> Failed:
    with pytest.raises(Failed) as caught:
        preferences_agree(given, GOLD, full=0.9, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.mark.parametrize(
    ("own", "right", "credit", "side"),
    [
        (2, 2, 1, 1),
        (1, 2, 0.5, 1),
        (1, 3, 0, 1),
        (0, 1, 0.5, 0.5),
        (-1, 0, 0.5, 0.5),
        (0, 2, 0, 0),
        (-1, 1, 0, 0),
        (-3, 3, 0, 0),
    ],
)
def test_ties_and_strengths_earn_what_the_rule_says(own: int, right: int, credit: float, side: float) -> None:
    assert (preference_credit(verdict(own), verdict(right)), side_credit(verdict(own), verdict(right))) == (
        credit,
        side,
    )


@given(st.integers(-3, 3), st.lists(st.integers(-3, 3), min_size=1))
def test_an_acceptable_verdict_is_right_and_signs_go_there_and_back(own: int, accepted: list[int]) -> None:
    assert signed(verdict(own)) == own
    rights = [verdict(value) for value in accepted]
    assert (preference_credit(verdict(own), rights) == 1) == (own in accepted)
    assert side_credit(verdict(own), rights) >= (own in accepted)


def test_sound_verdicts_pass() -> None:
    for by in ("side", "credit", "strength kappa"):
        passed = preferences_agree(GOLD, GOLD, full=1.0, by=by, pairs=TEXTS)  # type: ignore[arg-type]
        assert passed.measures[0].value == 1.0
    assert strength_kappa({}, GOLD) != strength_kappa({}, GOLD)


def taken(side: Literal["a", "b"]) -> dict[str, Pairwise]:
    return dict.fromkeys(GOLD, Pairwise(winner=side, strength=1))


HABITS = {
    "longer": (
        {i: Pairwise(winner="a" if len(t[0]) > len(t[1]) else "b") for i, t in TEXTS.items()},
        "You took length for quality",
    ),
    "first": (taken("a"), "the response shown first"),
    "second": (taken("b"), "the response shown second"),
    "always a tie": (dict.fromkeys(GOLD, verdict(0)), "verdicts are ties"),
    "reversed": ({i: verdict(-signed(v)) for i, v in GOLD.items()}, "the exact opposite"),
}


@pytest.mark.parametrize(("given", "said"), HABITS.values(), ids=HABITS)
def test_a_habit_is_recognised(given: dict[str, Pairwise], said: str) -> None:
    pairs = TEXTS if "length" in said else {}
    assert said in failed(given, pairs=pairs).misconception


def test_never_a_tie_is_recognised() -> None:
    given = {
        i: verdict(2 if n % 2 else -2) if v.winner == "tie" else v for n, (i, v) in enumerate(GOLD.items())
    }
    assert "You never gave a tie" in failed(given).misconception


def test_a_critical_pair_forbids_a_pass_and_missing_ones_count_as_wrong() -> None:
    wrong = {**GOLD, "p0": verdict(1)}
    assert preferences_agree(wrong, GOLD, full=0.9)
    assert "On these pairs a wrong choice does harm" in failed(wrong, critical=["p0"]).found
    assert (
        "You gave no verdict on `p0`."
        in failed({i: v for i, v in wrong.items() if i != "p0"}, critical=["p0"]).found
    )


def test_verdicts_must_follow_the_response_when_the_order_is_swapped() -> None:
    swapped = {f"p{n}": f"p{n}s" for n in range(10)}
    kept = {**GOLD, **{back: verdict(-signed(GOLD[item])) for item, back in swapped.items()}}
    passed = order_consistent(kept, swapped, full=0.9)
    assert (passed.measured, passed.measures[0].n) == (1.0, 10)
    stuck = {**GOLD, **{back: GOLD[item] for item, back in swapped.items()}}
    with pytest.raises(Failed, match="0 of 10 pairs got the same verdict") as caught:
        order_consistent(stuck, swapped, full=0.9)
    assert "`p0 and p0s`" in caught.value.found
    with pytest.raises(Failed, match="0 of 10"):
        order_consistent(GOLD, swapped, full=0.9)


def test_evidence_must_meet_the_place_that_decides() -> None:
    planted = {f"p{n}": [Quote(where="a", start=10, end=20)] for n in range(4)}
    good = Pairwise(winner="b", evidence=(Quote(where="a", start=11, end=20),))
    wide = Pairwise(winner="b", evidence=(Quote(where="a", start=0, end=100),))
    other = Pairwise(winner="b", evidence=(Quote(where="b", start=10, end=20),))
    given = {"p0": good, "p1": wide, "p2": other, "p3": Pairwise(winner="b")}
    with pytest.raises(Failed) as caught:
        evidence_overlaps(given, planted, full=0.6, half=0.25)
    assert caught.value.found.startswith("On 1 of 4 pairs your evidence quotes")
    assert "no evidence on `p3`. It quotes another place on `p1`, `p2`." in caught.value.found
    assert caught.value.credit == 0.5
    assert evidence_overlaps(dict.fromkeys(planted, good), planted, full=0.6).measured == 1.0


ITEMS = [f"r{n}" for n in range(24)]
CRITERIA = ("correct", "clear", "brief")


def reviewed() -> dict[str, dict[str, int]]:
    rng = random.Random(4)
    return {item: {name: rng.randint(0, 4) for name in CRITERIA} for item in ITEMS}


RIGHT = reviewed()
FULL = dict.fromkeys(CRITERIA, 0.7)
LENGTHS = {item: 100 * (n + 1) for n, item in enumerate(ITEMS)}


def scored(how: object) -> dict[str, dict[str, int]]:
    return {i: {c: min(4, max(0, how(i, c, s))) for c, s in row.items()} for i, row in RIGHT.items()}  # type: ignore[operator]


def test_reviewed_scores_pass_with_a_measure_a_criterion() -> None:
    passed = scores_agree(RIGHT, RIGHT, scale=(0, 4), full=FULL, ceilings={"clear": 0.43})
    assert [measure.value for measure in passed.measures] == [1.0, 1.0, 1.0]
    assert passed.measures[1].ceiling == 0.43


SCORES = {
    "halo": (lambda i, c, s: RIGHT[i]["correct"], "Halo"),
    "all high": (lambda i, c, s: 4, "the highest possible"),
    "narrow": (lambda i, c, s: 2 + (s > 3), "Range restriction"),
    "lenient": (lambda i, c, s: s + 2 if s < 3 else s, "are lenient"),
    "severe": (lambda i, c, s: s - 2 if s > 1 else s, "are severe"),
    "length": (lambda i, c, s: LENGTHS[i] // 500, "You scored length"),
}


@pytest.mark.parametrize(("how", "said"), SCORES.values(), ids=SCORES)
def test_a_habit_of_scoring_is_recognised(how: object, said: str) -> None:
    lengths = LENGTHS if "length" in said else None
    with pytest.raises(Failed) as caught:
        scores_agree(scored(how), RIGHT, scale=(0, 4), full=dict.fromkeys(CRITERIA, 0.95), lengths=lengths)
    if said != "Halo" and "Halo" in caught.value.misconception:
        pytest.fail("halo was seen where there is none")
    assert said in caught.value.misconception


def test_credit_is_the_share_of_criteria_that_are_reached() -> None:
    rng = random.Random(9)
    one_off = {i: {**row, "brief": rng.randint(0, 4)} for i, row in RIGHT.items()}
    with pytest.raises(Failed) as caught:
        scores_agree(one_off, RIGHT, scale=(0, 4), full=FULL)
    assert caught.value.credit == pytest.approx(2 / 3)
    assert "Too low on `brief`." in caught.value.found
    with pytest.raises(Failed, match=r"are more than 0\.4 points too high"):
        scores_agree(
            scored(lambda i, c, s: s + 1),
            RIGHT,
            scale=(0, 4),
            full=dict.fromkeys(CRITERIA, 0.3),
            most_bias=0.4,
        )


def test_missing_scores_and_scores_off_the_scale_are_named() -> None:
    with pytest.raises(Failed, match=r"Scores are missing: `r0: clear`"):
        scores_agree({**RIGHT, "r0": {"correct": 1, "brief": 2}}, RIGHT, scale=(0, 4), full=FULL)
    with pytest.raises(Failed, match=r"must be whole numbers from 0 to 4. These are not: `r0: clear`"):
        scores_agree({**RIGHT, "r0": {**RIGHT["r0"], "clear": 5}}, RIGHT, scale=(0, 4), full=FULL)


@given(st.dictionaries(st.sampled_from(sorted(GOLD)), st.integers(-3, 3).map(verdict)))
def test_any_verdicts_are_judged(given: dict[str, Pairwise]) -> None:
    for by in ("side", "credit", "strength kappa"):
        credit = 0.0
        try:
            preferences_agree(given, GOLD, full=0.8, by=by, pairs=TEXTS, critical=["p0"])  # type: ignore[arg-type]
        except Failed as caught:
            credit = caught.credit
        assert 0 <= credit < 1
