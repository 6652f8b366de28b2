"""Crews of simulated workers: plausible, seeded, named simulated, and evenly loaded."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labelwright.simulation import PROFILES, SimulationError, Worker, assign, crew

LABELS = ("refund", "complaint", "other")
EVERYBODY = dict.fromkeys(PROFILES, 1)
FROZEN_PROFILES = ["clicker", "leaning", "first-answer", "careful", "hasty", "steady", "confuser"]
FROZEN_LEANING = Worker(
    id="simulated-2",
    skill=0.8108,
    reads=0.6072,
    bias={"other": 0.189},
    seconds=13.0,
    profile="leaning",
)
FROZEN_CONFUSER = Worker(
    id="simulated-7",
    skill=0.7472,
    reads=0.4152,
    confuses={"other": {"refund": 0.6726}},
    seconds=11.5,
    profile="confuser",
)


def test_a_crew_is_frozen():
    drawn = crew(7, 42, labels=LABELS, mix=EVERYBODY)
    assert [worker.profile for worker in drawn] == FROZEN_PROFILES
    assert drawn[1] == FROZEN_LEANING
    assert drawn[6] == FROZEN_CONFUSER


def test_the_same_seed_gives_the_same_crew_and_another_seed_another():
    assert crew(5, 1) == crew(5, 1)
    assert {worker.skill for worker in crew(5, 1)} & {worker.skill for worker in crew(5, 2)} == set()


@given(st.integers(0, 2**64 - 1))
def test_every_worker_lies_in_the_ranges_of_the_profile(seed):
    for worker in crew(7, seed, labels=LABELS, mix=EVERYBODY):
        profile = PROFILES[worker.profile]
        for field in ("skill", "reads", "seconds", "fatigue", "spam"):
            low, high = getattr(profile, field)
            assert low <= getattr(worker, field) <= high, (worker, field)
        assert worker.spam_answer == profile.spam_answer
        assert len(worker.bias) == (profile.bias[1] > 0)
        assert len(worker.confuses) == (profile.confuses[1] > 0)
        assert all(right not in row for right, row in worker.confuses.items())


def test_a_worker_says_that_it_is_simulated_wherever_it_shows():
    for worker in crew(7, 3, labels=LABELS, mix=EVERYBODY):
        assert worker.id.startswith("simulated-")
        assert "simulated-" in repr(worker)
        assert "simulated-" in str(worker)
    with pytest.raises(ValidationError, match="simulated"):
        Worker(id="ann", skill=0.8)


def test_a_mix_is_shared_out_by_largest_remainder():
    def counts(n, **mix):
        found = Counter(worker.profile for worker in crew(n, 9, labels=LABELS, mix=mix))
        return {name: found[name] for name in mix}

    assert counts(8, steady=5, clicker=2, confuser=1) == {"steady": 5, "clicker": 2, "confuser": 1}
    assert counts(4, careful=1, steady=2, hasty=1) == {"careful": 1, "steady": 2, "hasty": 1}
    assert counts(5, careful=1, steady=1) == {"careful": 3, "steady": 2}
    assert counts(5, careful=2, steady=1) == {"careful": 3, "steady": 2}
    assert counts(10, careful=0.25, steady=0.75) == {"careful": 3, "steady": 7}
    assert counts(3, careful=1, hasty=0) == {"careful": 3, "hasty": 0}


def test_the_place_of_a_worker_gives_no_profile_away():
    first = {crew(4, seed, mix={"steady": 3, "clicker": 1})[0].profile for seed in range(30)}
    assert first == {"steady", "clicker"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"n": 0}, "a crew of 0 workers"),
        ({"mix": {"lazy": 1}}, "no profile of workers is called 'lazy'"),
        ({"mix": {}}, "at least one above 0"),
        ({"mix": {"steady": -1, "hasty": 2}}, "numbers of 0 or more"),
        ({"mix": {"leaning": 1}}, "'leaning' need labels"),
        ({"mix": {"confuser": 1}, "labels": ["a", "a"]}, "'confuser' need labels"),
    ],
)
def test_an_impossible_crew_is_refused(arguments, said):
    with pytest.raises(SimulationError, match=said):
        crew(**{"n": 3, "seed": 1, **arguments})


ITEMS = [{"id": f"i{number}", "text": "x"} for number in range(40)]


@pytest.mark.parametrize(("per_item", "overlap"), [(1, 0), (1, 0.3), (2, 0.25), (5, 0), (1, 1)])
def test_items_are_dealt_out_evenly(per_item, overlap):
    workers = crew(5, 1)
    dealt = assign(ITEMS, workers, seed=4, per_item=per_item, overlap=overlap)
    assert list(dealt) == [item["id"] for item in ITEMS]
    sizes = Counter(len(names) for names in dealt.values())
    shared = round(overlap * 40)
    assert sizes[5] == (40 if per_item == 5 else shared)
    assert sizes[per_item] == (40 if per_item == 5 else 40 - shared)
    load = Counter(name for names in dealt.values() for name in names)
    assert set(load) == {worker.id for worker in workers}
    assert max(load.values()) - min(load.values()) <= 1


def test_dealing_depends_on_the_seed_and_not_on_the_order():
    workers = crew(5, 1)
    dealt = assign(ITEMS, workers, seed=4, per_item=2)
    again = assign(ITEMS[::-1], workers[::-1], seed=4, per_item=2)
    assert {item: set(names) for item, names in dealt.items()} == {
        item: set(names) for item, names in again.items()
    }
    assert dealt != assign(ITEMS, workers, seed=5, per_item=2)


@pytest.mark.parametrize("arguments", [{"per_item": 0}, {"per_item": 6}, {"overlap": 1.1}, {"overlap": -0.1}])
def test_an_impossible_deal_is_refused(arguments):
    with pytest.raises(SimulationError, match=r"per_item=|overlap="):
        assign(ITEMS, crew(5, 1), seed=4, **arguments)
