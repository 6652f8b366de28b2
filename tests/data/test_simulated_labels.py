"""What a simulated crew answers: exact effects of skill, spam, fatigue and rules, and numbers that never change."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.data import seed
from labelwright.quality import percent
from labelwright.rng import Rng
from labelwright.simulation import (
    SimulationError,
    Worker,
    crew,
    difficulty_from_shares,
    label_items,
    make_guideline,
    summarise,
)

LABELS = ("complaint", "other", "refund")
TEXTS = {"refund": "I want my money back", "complaint": "shame on you", "other": "good morning"}
TRUTH = {f"i{n}": LABELS[int(Rng(1).share_for("truth", str(n)) * 3)] for n in range(300)}
ITEMS = [{"id": name, "text": TEXTS[label]} for name, label in TRUTH.items()]
RIGHT = {
    "id": "money-back",
    "kind": "decision",
    "covers": ["refund", "complaint"],
    "when": {"contains": ["money back"]},
    "says": "refund",
}
WRONG = {**RIGHT, "id": "wrong", "says": "complaint"}

FROZEN_LABELS = ["other", "complaint", "complaint", "refund", "refund", "other"]
FROZEN_SECONDS = [8.7, 8.2, 9.6, 12.1, 7.1, 15.3]
FROZEN_DIGEST = "f83e0a80d8fe56d4"


def guideline(*rules, **fields):
    stated = {"name": "Intents", "question": "Which?", "labels": [{"name": label} for label in LABELS]}
    return make_guideline({**stated, "rules": rules, **fields})


def worker(number=1, skill=0.6, **fields):
    return Worker(id=f"simulated-{number}", skill=skill, **fields)


def work(workers, *rules, items=ITEMS, truth=TRUTH, draw=5, first_fits=False, **options):
    return label_items(items, truth, workers, guideline(*rules, first_fits=first_fits), seed=draw, **options)


def answers(annotations):
    return {(one.item, one.annotator): one.value.label if one.value else None for one in annotations}


def right(annotations, truth=TRUTH):
    given = answers(annotations)
    return sum(label == truth[item] for (item, _), label in given.items()) / len(given)


def confusions(annotations, truth=TRUTH):
    return Counter(
        (truth[item], label) for (item, _), label in answers(annotations).items() if label != truth[item]
    )


def frozen(annotations):
    lines = [[one.item, one.annotator, one.status, one.seconds, one.note] for one in annotations]
    text = json.dumps([*lines, sorted(answers(annotations).values())])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def everything():
    workers = crew(7, 11, labels=LABELS, mix={"careful": 2, "leaning": 1, "confuser": 1, "clicker": 3})
    shares = {name: {label: 0.6, "other": 0.4} for name, label in TRUTH.items() if label != "other"}
    return work(workers, RIGHT, shares=shares, draw=seed("ada", "run-a-project"))


def test_labels_are_frozen():
    found = everything()
    assert [one.value.label for one in found[:6]] == FROZEN_LABELS
    assert [one.seconds for one in found[:6]] == FROZEN_SECONDS
    assert frozen(found) == FROZEN_DIGEST


def test_a_fresh_interpreter_with_another_hash_seed_says_the_same():
    code = (
        "from labelwright.simulation import crew, label_items\n"
        "truth = {str(n): 'abc'[n % 3] for n in range(60)}\n"
        "items = [{'id': name, 'text': 'x'} for name in truth]\n"
        "found = label_items(items, truth, crew(4, 1, labels='abc', mix={'leaning': 1}), seed=2)\n"
        "print([(one.item, one.value.label, one.seconds) for one in found])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": value},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for value in ("0", "1")
    }
    assert len(said) == 1
    assert said.pop().count("(") == 240


def test_the_same_seed_gives_the_same_labels_and_each_learner_others():
    ada, again, grace = (
        answers(work([worker()], draw=seed(name, "run-a-project"))) for name in ("ada", "ada", "grace")
    )
    assert ada == again
    different = sum(ada[key] != grace[key] for key in ada)
    assert 100 < different < 300


def test_skill_is_the_share_of_right_labels_on_a_middling_item():
    for skill in (0.4, 0.6, 0.8, 0.95):
        many = [worker(number, skill) for number in range(10)]
        assert right(work(many)) == pytest.approx(skill, abs=0.025)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 2**32))
def test_more_skill_never_loses_a_right_answer(one, other, draw):
    low, high = sorted((one, other))
    before, after = (
        answers(work([worker(skill=skill)], items=ITEMS[:80], draw=draw)) for skill in (low, high)
    )
    assert [key for key, label in before.items() if label == TRUTH[key[0]] != after[key]] == []


def test_a_harder_item_is_got_wrong_more_often_but_never_worse_than_guessing():
    shares = [
        right(work([worker(skill=0.7)], difficulty=dict.fromkeys(TRUTH, hard))) for hard in (0, 0.3, 0.6, 1)
    ]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    hardest = [worker(number, 0.5) for number in range(10)]
    assert right(work(hardest, difficulty=dict.fromkeys(TRUTH, 1.0))) == pytest.approx(1 / 3, abs=0.025)


@pytest.mark.parametrize(
    ("shares", "labels", "hard"),
    [
        ({"a": 10}, 2, 0),
        ({"a": 5, "b": 5}, 2, 1),
        ({"a": 0.75, "b": 0.25}, 2, 0.5),
        ({"a": 1, "b": 1, "c": 1}, 3, 1),
        ({"a": 2, "b": 1}, 3, 0.5),
        ({"a": 1, "b": 1}, 3, 0.75),
    ],
)
def test_difficulty_comes_from_how_a_crowd_split(shares, labels, hard):
    assert difficulty_from_shares(shares, labels) == pytest.approx(hard)


def test_slips_go_where_the_crowd_went():
    shares = {name: {"refund": 0.7, "complaint": 0.3} for name, label in TRUTH.items() if label == "refund"}
    found = confusions(work([worker(number) for number in range(4)], shares=shares))
    assert found["refund", "complaint"] > 100
    assert found["refund", "other"] == 0
    assert min(found["other", "refund"], found["other", "complaint"]) > 50


def test_a_worker_confuses_and_leans_as_it_says():
    exact = [worker(number, 1, confuses={"refund": {"other": 0.7}}) for number in range(6)]
    found = confusions(work(exact))
    assert set(found) == {("refund", "other")}
    refunds = 6 * list(TRUTH.values()).count("refund")
    assert found["refund", "other"] / refunds == pytest.approx(0.7, abs=0.05)
    leaning = confusions(work([worker(1, 1, bias={"other": 0.2})]))
    assert set(leaning) == {("refund", "other"), ("complaint", "other")}
    lost = worker(1, 0.5, bias={"other": 0.9}, confuses={"refund": {"complaint": 0.9}})
    assert not any(
        label == "refund" for (item, _), label in answers(work([lost])).items() if TRUTH[item] == "refund"
    )


def agreement(annotations):
    rows = {}
    for one in annotations:
        rows.setdefault(one.item, []).append(one.value.label)
    return percent([rows[item] for item in TRUTH]).value


def test_spam_lowers_agreement_and_is_quick():
    found = [work([worker(n, 0.85, spam=spam) for n in range(4)]) for spam in (0, 0.3, 0.6, 1)]
    values = [agreement(one) for one in found]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.7
    assert values[-1] == pytest.approx(1 / 3, abs=0.05)
    assert summarise(found[-1], per_hour=1).seconds < summarise(found[0], per_hour=1).seconds / 2


def test_one_who_always_takes_the_first_answer_does_and_reads_no_rule():
    given = work([worker(spam=1, spam_answer="first", reads=1)], RIGHT)
    assert set(answers(given).values()) == {"complaint"}
    assert {one.note for one in given} == {""}


def test_fatigue_costs_more_the_longer_the_day():
    tired = answers(work([worker(n, 0.9, fatigue=0.004) for n in range(8)]))
    place = {name: at for at, name in enumerate(TRUTH)}
    halves = [
        [label == TRUTH[item] for (item, _), label in tired.items() if (place[item] < 150) is early]
        for early in (True, False)
    ]
    early, late = (sum(half) / len(half) for half in halves)
    assert early == pytest.approx(0.60, abs=0.04)
    assert late == pytest.approx(1 / 3, abs=0.04)


def test_order_matters_to_the_tired_only():
    fresh, tired = [worker(1)], [worker(1, fatigue=0.001)]
    assert answers(work(fresh, RIGHT)) == answers(work(fresh, RIGHT, items=ITEMS[::-1]))
    assert answers(work(tired, RIGHT)) != answers(work(tired, RIGHT, items=ITEMS[::-1]))
    both = [worker(1), worker(2, 0.9)]
    assert answers(work(both)) == answers(work(both[::-1]))
    assert answers(work(both)).items() >= answers(work(fresh)).items()


CREW = [worker(number, 0.6, reads=0.75) for number in range(1, 6)]


@cache
def unaided():
    return work(CREW)


def test_a_covering_rule_lowers_exactly_the_matching_confusion():
    before, after = answers(unaided()), answers(work(CREW, RIGHT))
    changed = {key: (label, after[key]) for key, label in before.items() if label != after[key]}
    assert set(changed.values()) == {("complaint", "refund")}
    assert {TRUTH[item] for item, _ in changed} == {"refund"}
    found, less = confusions(unaided()), confusions(work(CREW, RIGHT))
    pair = ("refund", "complaint")
    assert less[pair] / found[pair] == pytest.approx(0.25, abs=0.08)
    assert {**found, pair: 0} == {**less, pair: 0}


@pytest.mark.parametrize(
    "rule",
    [
        {**RIGHT, "when": {"contains": ["never said"]}},
        {**RIGHT, "covers": ["refund", "other"], "when": {"contains": ["shame"]}, "says": "other"},
        {"id": "r", "kind": "definition", "covers": ["refund"]},
    ],
)
def test_a_rule_that_does_not_fit_changes_only_what_it_speaks_of(rule):
    before, after = answers(unaided()), answers(work(CREW, rule))
    assert all(
        (before[key], after[key]) == ("refund", "other") and TRUTH[key[0]] == "complaint"
        for key in before
        if before[key] != after[key]
    )


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(["decision", "example", "counter-example"]))
def test_better_readers_gain_more_from_a_right_rule(one, other, kind):
    low, high = sorted((one, other))
    before, after = (
        answers(work([worker(reads=reads)], {**RIGHT, "kind": kind}, items=ITEMS[:80]))
        for reads in (low, high)
    )
    assert [key for key, label in before.items() if label == TRUTH[key[0]] != after[key]] == []


def test_an_example_helps_less_than_a_definition_and_that_less_than_a_decision():
    left = [
        confusions(work(CREW, {**RIGHT, "kind": kind}))["refund", "complaint"]
        for kind in ("decision", "definition", "example")
    ]
    assert left == sorted(left)
    assert left[0] < left[1] < left[2] < confusions(unaided())["refund", "complaint"]


def test_a_wrong_rule_raises_errors_and_a_contradictory_one_splits_the_readers():
    pair = ("refund", "complaint")
    none, good, both, bad = (
        confusions(work(CREW, *rules))[pair] for rules in ((), (RIGHT,), (RIGHT, WRONG), (WRONG,))
    )
    assert good < none < both < bad
    assert confusions(work(CREW, RIGHT, WRONG, {**WRONG, "id": "again"}))[pair] == both
    assert confusions(work(CREW, RIGHT, WRONG, first_fits=True))[pair] == good
    assert confusions(work(CREW, WRONG, RIGHT, first_fits=True))[pair] == bad


def test_saying_a_rule_twice_wins_nobody_over():
    twice = answers(work(CREW, RIGHT, {**RIGHT, "id": "again"}))
    assert twice == answers(work(CREW, RIGHT))


def test_a_definition_with_a_condition_speaks_to_everybody():
    rule = {
        "id": "r",
        "kind": "definition",
        "covers": ["refund"],
        "when": {"contains": ["money back"]},
    }
    found, less = confusions(unaided()), confusions(work(CREW, rule))
    for label in ("complaint", "other"):
        assert 0 < less["refund", label] < found["refund", label]
        assert less[label, "refund"] == found[label, "refund"]


def test_a_tie_rule_speaks_on_hard_items_where_no_other_does():
    tie = {"id": "tie", "kind": "tie", "covers": ["refund", "complaint"], "says": "complaint"}
    easy, hard = (work(CREW, tie, RIGHT, difficulty=dict.fromkeys(TRUTH, value)) for value in (0.0, 0.9))
    assert not [one for one in easy if one.note == "rule tie"]
    tied = {TRUTH[one.item] for one in hard if one.note == "rule tie"}
    assert tied == {"complaint", "other"}


def test_a_skip_rule_is_read_before_the_others():
    skip = {"id": "s", "kind": "skip", "covers": ["refund"], "when": {"contains": ["money back"]}}
    found = work([worker(skill=1, reads=1)], RIGHT, skip, items=ITEMS[:60])
    assert {TRUTH[one.item] for one in found if one.status == "skipped"} == {"refund"}
    assert {one.status for one in found if TRUTH[one.item] == "refund"} == {"skipped"}
    first = work([worker(skill=1, reads=1)], RIGHT, skip, items=ITEMS[:60], first_fits=True)
    assert {one.status for one in first} == {"done"}


def test_an_item_to_skip_is_skipped_more_with_a_rule():
    truth = {**TRUTH, **dict.fromkeys([f"i{n}" for n in range(100)])}
    items = [{**item, "meta": {"broken": truth[item["id"]] is None}} for item in ITEMS]
    rule = {"id": "broken", "kind": "skip", "when": {"has": {"broken": True}}, "reason": "broken item"}
    before, after = (work(CREW, *rules, items=items, truth=truth) for rules in ((), (rule,)))
    skipped = [[one for one in found if one.status == "skipped"] for found in (before, after)]
    assert 250 < len(skipped[0]) < len(skipped[1]) < 500
    assert {truth[one.item] for one in skipped[1]} == {None}
    assert {one.reason for one in skipped[0]} == {"cannot tell"}
    assert {one.reason for one in skipped[1]} == {"cannot tell", "broken item"}


def test_everything_says_that_it_is_simulated():
    for one in everything():
        assert one.origin == "simulated"
        assert one.annotator.startswith("simulated-")
        assert "origin='simulated'" in repr(one)
        assert one.guideline == "1"
        assert one.at is None
        assert one.task == "Intents"
    assert str(summarise(everything(), per_hour=20)).startswith("Simulated annotators: 2,100 labels")


def test_without_a_guideline_the_labels_come_from_the_truth():
    found = label_items(ITEMS, TRUTH, CREW, seed=5)
    assert answers(found) == answers(unaided())
    assert {(one.task, one.guideline) for one in found} == {("simulated labelling", "")}
    more = label_items(ITEMS, TRUTH, CREW, seed=5, labels=[*LABELS, "unused"], task="t")
    assert {one.task for one in more} == {"t"}
    assert "unused" in set(answers(more).values())


def test_only_the_assigned_items_are_labelled():
    found = work(CREW, assignment={"i3": ["simulated-2"], "i9": ["simulated-1", "simulated-2"]})
    assert sorted(answers(found)) == [("i3", "simulated-2"), ("i9", "simulated-1"), ("i9", "simulated-2")]


def test_time_is_right_skewed_around_the_mean():
    seconds = sorted(one.seconds for one in work([worker(seconds=10)]))
    assert sum(seconds) / len(seconds) == pytest.approx(10, rel=0.05)
    assert seconds[len(seconds) // 2] < 9.5
    assert seconds[0] >= 5
    assert seconds[-1] <= 25
    slow = work([worker(seconds=10)], difficulty=dict.fromkeys(TRUTH, 1.0))
    assert sum(one.seconds for one in slow) == pytest.approx(1.25 * sum(seconds), rel=0.01)


def test_cost_is_added_up_exactly():
    found = work(CREW[:2], items=ITEMS[:30])
    hourly = summarise(found, per_hour=18)
    assert hourly.seconds == pytest.approx(sum(one.seconds for one in found))
    assert hourly.cost == pytest.approx(hourly.seconds / 200, abs=0.005)
    assert sum(hourly.by_worker.values()) == pytest.approx(hourly.seconds)
    assert (hourly.labels, hourly.skipped, hourly.items) == (60, 0, 30)
    piece = summarise(found, per_label=0.05)
    assert (piece.cost, piece.per_label) == (3.0, 0.05)
    assert "2 simulated workers" in str(piece)
    assert "at 0.05 per annotation" in str(piece)
    assert summarise([], per_hour=1).cost == 0


def test_people_and_two_rates_do_not_go_into_a_simulated_cost():
    found = work(CREW[:1], items=ITEMS[:3])
    mixed = [*found, found[0].model_copy(update={"origin": "human", "annotator": "me"})]
    with pytest.raises(SimulationError, match="1 of 4 annotations are not simulated, the first by 'me'"):
        summarise(mixed, per_hour=1)
    for rates in ({}, {"per_hour": 1, "per_label": 1}, {"per_hour": -1}, {"per_label": float("nan")}):
        with pytest.raises(SimulationError, match="one rate"):
            summarise(found, **rates)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"truth": {}}, "item 'i0' has no truth"),
        ({"truth": {**TRUTH, "i0": "praise"}}, "the truth of item 'i0' names 'praise'"),
        ({"shares": {"i0": {"praise": 1}}}, "the shares of item 'i0' names 'praise'"),
        ({"shares": {"i0": {"other": 0}}}, "a sum above 0"),
        ({"difficulty": {"i0": 2}}, "the difficulty of item 'i0' is 2"),
        ({"labels": ["refund"]}, "only 1 label"),
        ({"labels": ["refund", "other"]}, "the guideline names 'complaint'"),
        ({"workers": [worker(), worker()]}, "have the same id"),
        ({"workers": [worker(bias={"praise": 0.1})]}, "simulated-1 prefers or confuses 'praise'"),
        ({"assignment": {"i0": ["ann"]}}, "assigned to 'ann', who is not in the crew"),
    ],
)
def test_what_does_not_fit_together_is_refused(options, said):
    with pytest.raises(SimulationError, match=said):
        work(**{"workers": CREW, **options})
