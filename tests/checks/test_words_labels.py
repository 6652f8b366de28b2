"""Labels against gold and against a crowd: every mistake is made on purpose and recognised by its message."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice
from labelwright.checks import (
    Bands,
    Failed,
    KnownLabels,
    agrees_with_crowd,
    at_least,
    at_most,
    keyword_rule,
    labels_agree,
    scores_near_crowd,
    settle,
)
from labelwright.checks.labels import score_labels

GOLD = {f"i{n}": ("a", "b", "c")[n % 3] for n in range(30)}


def failed(*arguments: object, **named: object) -> Failed:
    with pytest.raises(Failed) as caught:
        labels_agree(*arguments, **{"full": 0.9, **named})  # type: ignore[arg-type]
    return caught.value


@given(st.floats(), st.floats(-5, 5), st.floats(0, 5))
def test_bands_give_one_a_half_or_nothing(value: float, half: float, step: float) -> None:
    credit = at_least(value, full=half + step, half=half)
    assert credit in (0, 0.5, 1)
    assert credit == at_most(-value, full=-half - step, half=-half)
    if value != value or value < half - 1e-6:
        assert credit == 0
    if value >= half + step:
        assert credit == 1


def test_half_credit_above_full_is_the_author_s_mistake() -> None:
    with pytest.raises(ValueError, match=r"half credit \(0\.9\)"):
        Bands(0.8, 0.9)


def test_a_block_forbids_a_pass_and_leaves_half_at_most() -> None:
    assert settle(0.9, Bands(0.8), "x").measured == 0.9
    with pytest.raises(Failed, match="stop it x") as caught:
        settle(0.9, Bands(0.8), "x", blocked="stop it")
    assert caught.value.credit == 0.5


def test_right_labels_pass_with_their_measures() -> None:
    passed = labels_agree(GOLD, GOLD, full=0.9)
    agreement, kappa = passed.measures
    assert (passed.measured, agreement.value, agreement.n, kappa.value) == (1.0, 1.0, 30, 1.0)
    assert agreement.method == "Wilson, 95 %"
    assert agreement.low == pytest.approx(0.8865, abs=1e-4)


def test_acceptable_sets_scale_and_half_credit() -> None:
    gold = {"x": ["low", "mid"], "y": "high", "z": "low"}
    scale = ["low", "mid", "high"]
    score = score_labels({"x": "mid", "y": "mid", "z": "high"}, gold, scale)
    assert score.credits == {"x": 1.0, "y": 0.5, "z": 0.0}
    assert (score.accuracy, score.method[:10]) == (0.5, "percentile")
    assert score_labels({"x": "mid", "y": "mid", "z": "high"}, gold).credits["y"] == 0


def test_bands_decide_the_credit() -> None:
    wrong = {**GOLD, **{f"i{n}": "zz" for n in range(8)}}
    assert failed(wrong, GOLD, half=0.7).credit == 0.5
    assert failed(wrong, GOLD, half=0.75).credit == 0.0


def test_the_most_confused_pair_is_named_without_saying_which_is_right() -> None:
    wrong = {**GOLD, "i0": "b", "i3": "b", "i6": "b", "i2": "a"}
    said = failed(wrong, GOLD)
    assert "You mixed up `a` and `b` most: 3 times, for example on `i0`, `i3` and 1 more." in said.found
    assert "as in" not in failed(wrong, GOLD, examples=0).found


def test_missing_labels_count_as_wrong_and_skipped_ones_do_not() -> None:
    part = {item: label for item, label in GOLD.items() if item != "i0"}
    assert "You gave no label to `i0`." in failed(part, GOLD, full=1.0).found
    records = [Annotation(item=i, annotator="a", task="t", value=Choice(label=v)) for i, v in part.items()]
    records.append(Annotation(item="i0", annotator="a", task="t", status="skipped"))
    assert labels_agree(records, GOLD, full=1.0).measures[0].n == 29
    assert failed(records, GOLD, full=1.0, most_skipped=0).measured == pytest.approx(29 / 30, abs=1e-4)


def test_skipping_everything_is_no_way_to_pass() -> None:
    records = [Annotation(item=item, annotator="a", task="t", status="skipped") for item in GOLD]
    assert failed(records, GOLD, most_skipped=1).found == "You skipped every item."
    assert failed(records, GOLD).measured == 0


def test_critical_items_and_weak_labels_forbid_a_pass() -> None:
    wrong = {**GOLD, "i0": "b"}
    assert failed(wrong, GOLD, critical=["i0"]).found.startswith(
        "These critical items must be right, but are not: `i0`."
    )
    assert labels_agree(wrong, GOLD, full=0.9, critical=["i1"])
    assert "gave `a` to fewer than" in failed(wrong, GOLD, least_recall=0.95).found


def test_macro_f1_and_kappa_can_be_judged() -> None:
    gold = {f"i{n}": "no" if n < 27 else "yes" for n in range(30)}
    lazy = dict.fromkeys(gold, "no")
    assert labels_agree(lazy, gold, full=0.9)
    assert failed(lazy, gold, by="macro F1").measured == pytest.approx((2 * 27 / 57) / 2, abs=1e-4)
    assert failed(lazy, gold, by="kappa").measured == 0.0


MISTAKES = {
    "one label": (dict.fromkeys(GOLD, "b"), {}, "The same label for everything"),
    "first option": (
        dict.fromkeys(GOLD, "a"),
        {"options": ["a", "b", "c"]},
        "you took the first option each time",
    ),
    "swapped": (
        {item: {"a": "b", "b": "a"}.get(label, label) for item, label in GOLD.items()},
        {},
        "You swapped `a` and `b`",
    ),
    "other form": ({f"z{n}": "a" for n in range(20)}, {}, "another form"),
    "overused": (
        {item: "c" if n % 2 else label for n, (item, label) in enumerate(GOLD.items())},
        {"sparing": {"c": 0.4}},
        "It is meant for 40% of them at most",
    ),
}


@pytest.mark.parametrize(("given", "options", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_made_on_purpose_is_recognised(
    given: dict[str, str], options: dict[str, object], said: str
) -> None:
    caught = failed(given, GOLD, **options)
    assert said in caught.misconception
    assert caught.advice


def test_a_keyword_rule_is_recognised_where_it_is_wrong() -> None:
    texts = {f"t{n}": "I want my refund" if n % 2 else "thanks, the refund came" for n in range(12)}
    texts |= {f"h{n}": "hello" for n in range(6)}
    gold = {item: "refund" if "want" in text else "other" for item, text in texts.items()}
    rule = keyword_rule(texts, {"REFUND": "refund"}, otherwise="other")
    known = [KnownLabels(rule, "You went by the word refund.", "Read on.")]
    assert failed(rule, gold, known=known).misconception == "You went by the word refund."
    honest = {**gold, **{f"h{n}": "refund" for n in range(6)}}
    assert failed(honest, gold, known=known).misconception == ""


@given(st.dictionaries(st.sampled_from(sorted(GOLD)), st.sampled_from("abcd")))
def test_any_labels_are_judged(labels: dict[str, str]) -> None:
    score = score_labels(labels, GOLD)
    assert score.low - 1e-12 <= score.accuracy <= score.high + 1e-12
    assert score.n_labelled == len(labels)
    credit = 0.0
    try:
        labels_agree(labels, GOLD, full=0.9, options="abc")
    except Failed as caught:
        credit = caught.credit
    assert 0 <= credit < 1


def crowd(seed: int = 0, raters: int = 9, items: int = 40) -> tuple[pd.DataFrame, dict[str, str]]:
    """Ratings that are right four times in five, and the truth."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, items)
    table = np.where(rng.random((items, raters)) < 0.8, truth[:, None], rng.integers(0, 3, (items, raters)))
    ids = [f"i{n}" for n in range(items)]
    return pd.DataFrame(np.array(list("xyz"))[table], index=ids), dict(
        zip(ids, np.array(list("xyz"))[truth], strict=True)
    )


@pytest.mark.parametrize("by", ["majority", "random rater", "acceptable"])
def test_the_truth_does_as_well_as_people_and_the_ceiling_is_shown(by: str) -> None:
    ratings, truth = crowd()
    passed = agrees_with_crowd(truth, ratings, raters="anonymous", full=0.95, by=by)  # type: ignore[arg-type]
    measure = passed.measures[0]
    assert measure.ceiling is not None
    assert 0.6 < measure.ceiling <= 1
    assert measure.low <= measure.value <= measure.high
    assert "left out" not in passed.note
    assert measure.ceiling_note


def test_a_random_rater_s_ceiling_is_the_mean_pairwise_agreement() -> None:
    ratings = pd.DataFrame([["x", "x", "y"], ["x", "x", "x"]], index=["i", "j"])
    passed = agrees_with_crowd({"i": "x", "j": "x"}, ratings, raters="anonymous", full=0.5, by="random rater")
    assert passed.measured == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert passed.measures[0].ceiling == pytest.approx((1 / 3 + 1) / 2, abs=1e-4)


def test_labels_that_nobody_gave_are_told() -> None:
    ratings, truth = crowd()
    with pytest.raises(Failed) as caught:
        agrees_with_crowd(dict.fromkeys(truth, "q"), ratings, raters="people", full=0.9)
    assert "No rater gave your label on 40 items" in caught.value.found
    assert "The same label for everything" in caught.value.misconception
    with pytest.raises(Failed, match="Only 1 of 40 items"):
        agrees_with_crowd({"i0": "x"}, ratings, raters="people", full=0.9)


def scores() -> tuple[pd.DataFrame, dict[str, float]]:
    rng = np.random.default_rng(1)
    truth = rng.uniform(-3, 3, 30)
    ids = [f"i{n}" for n in range(30)]
    table = pd.DataFrame(truth[:, None] + rng.normal(0, 1, (30, 8)), index=ids)
    return table, dict(zip(ids, truth.tolist(), strict=True))


def test_scores_near_the_crowd_pass_and_a_lean_is_recognised() -> None:
    table, truth = scores()
    passed = scores_near_crowd(truth, table, raters="anonymous", full=1.0)
    assert passed.measures[0].ceiling > passed.measures[0].value
    with pytest.raises(Failed) as caught:
        scores_near_crowd({i: v + 3 for i, v in truth.items()}, table, raters="anonymous", full=1.0, half=5)
    assert "higher than people's" in caught.value.misconception
    assert caught.value.credit == 0.5
    with pytest.raises(Failed) as caught:
        scores_near_crowd(dict.fromkeys(truth, 2.5), table, raters="anonymous", full=1.0)
    assert "You gave every item the same score" in caught.value.misconception


def test_a_known_answer_is_named_only_where_the_labels_are_that_answer() -> None:
    rule = KnownLabels(dict.fromkeys(GOLD, "a"), "You went by a rule.")
    by_rule = {item: "a" if place % 10 else label for place, (item, label) in enumerate(GOLD.items())}
    assert failed(by_rule, GOLD, known=[rule]).misconception == "You went by a rule."
    # The rule's label on the items where it is wrong, and never where it is right: that is no use of the rule.
    turned = {item: "b" if label == "a" else "a" for item, label in GOLD.items()}
    assert failed(turned, GOLD, known=[rule]).misconception != "You went by a rule."
