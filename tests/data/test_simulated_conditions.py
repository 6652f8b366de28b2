"""When a rule fits an item, which patterns may be searched, and numbers that never change."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from labelwright.annotations.record import Item
from labelwright.rng import Rng
from labelwright.simulation import Condition
from labelwright.simulation.condition import MOST_SEARCHED, PatternError, compiled


def item(text="", **fields):
    return Item(id="1", text=text, **fields)


def test_numbers_are_frozen():
    assert Rng(0).share_for() == 0.8153782528755844
    assert Rng(7).share_for("look", "simulated-1", "a") == 0.22112703294809766
    assert Rng(2**64 - 1).share_for("山", "\ud800", "é") == 0.20173581286620312


@given(st.integers(0, 2**64 - 1), st.lists(st.text(), max_size=4))
def test_a_number_is_a_share_of_one(seed, words):
    assert 0 <= Rng(seed).share_for(*words) < 1


def test_numbers_are_spread_evenly_and_words_are_kept_apart():
    draws = [Rng(1).share_for("spread", str(number)) for number in range(4000)]
    tenths = [sum(n / 10 <= draw < (n + 1) / 10 for draw in draws) for n in range(10)]
    assert min(tenths) > 340
    assert max(tenths) < 460
    assert (
        len(
            {
                Rng(1).share_for("a", "b"),
                Rng(1).share_for("ab"),
                Rng(1).share_for("a", "", "b"),
                Rng(2).share_for("a", "b"),
            }
        )
        == 4
    )


@pytest.mark.parametrize(
    ("stated", "text", "fits"),
    [
        ({}, "", True),
        ({"contains": ["refund"]}, "A REFUND, please", True),
        ({"contains": ["refund"]}, "refunding", False),
        ({"contains": ["fund"]}, "a refund", False),
        ({"contains": ["fund"]}, "a refund for the fund", True),
        ({"contains": ["money back"]}, "my money\n  back!", True),
        ({"contains": ["no", "yes"]}, "yes", True),
        ({"contains": ["café"]}, "the cafe\u0301", True),
        ({"contains": ["caf"]}, "café", False),
        ({"contains": ["退款"]}, "我要退款了", True),
        ({"contains": ["straße"]}, "STRASSE", True),
        ({"contains": ["C++"]}, "in c++ now", True),
        ({"contains": [":)"]}, "fine:)", True),
        ({"lacks": ["angry"]}, "I am angry", False),
        ({"lacks": ["angry"], "contains": ["I"]}, "I am", True),
        ({"matches": r"order #\d{4}"}, "Order #1234", True),
        ({"matches": r"order #\d{4}"}, "order #123", False),
        ({"matches": "late"}, "x" * MOST_SEARCHED + "late", False),
        ({"shortest": 3}, "ab", False),
        ({"shortest": 2, "longest": 2}, "ab", True),
        ({"longest": 2}, "a😀b", False),
        ({"longest": 3}, "a😀b", True),
    ],
)
def test_a_condition_on_the_text(stated, text, fits):
    assert Condition.model_validate(stated).holds(item(text)) is fits


def test_every_shown_part_of_an_item_is_looked_at_and_meta_only_by_has():
    wanted = Condition(contains=("needle",))
    for fields in ({"prompt": "needle"}, {"responses": ("a", "needle")}, {"source": "needle"}):
        assert wanted.holds(item("text", **fields))
    assert not wanted.holds(item("text", meta={"note": "needle"}))


@pytest.mark.parametrize(
    ("has", "fits"),
    [
        ({"channel": "mail"}, True),
        ({"channel": "mail", "stars": 1}, True),
        ({"channel": "chat"}, False),
        ({"stars": True}, False),
        ({"gone": ""}, False),
        ({"vip": True}, True),
    ],
)
def test_a_condition_on_features(has, fits):
    assert Condition(has=has).holds(item(meta={"channel": "mail", "stars": 1, "vip": True})) is fits


def test_a_condition_in_words():
    stated = Condition(
        contains=("a", "b", "c"), lacks=("d",), matches="e+", has={"vip": True}, shortest=1, longest=9
    )
    assert stated.phrase() == (
        'the text contains "a", "b" or "c" and the text does not contain "d" and the pattern `e+` is found and the '
        "item's vip is true and the text has at least 1 characters and the text has at most 9 characters"
    )
    assert Condition().is_any
    assert Condition().phrase() == ""


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"shortest": 9, "longest": 1}, "no text fits both"),
        ({"contains": [" "]}, "is empty"),
        ({"matches": "("}, "not a regular expression"),
        ({"containing": ["a"]}, "Extra inputs"),
    ],
)
def test_an_impossible_condition_is_refused(stated, said):
    with pytest.raises(ValidationError, match=said):
        Condition.model_validate(stated)


REFUSED = [
    "(a+)+$",
    "(a|aa)+$",
    "(?:a*)*b",
    "(a{1,9}){1,9}b",
    r"(a)\1",
    "(?=a)b",
    "(?<!a)b",
    "(?i)a",
    "(?P<x>a)(?P=x)",
    "a*b*c*",
    "a*" * 20,
    "a{0,200}b{0,200}",
    "(a|a)" * 30,
    "(x+x+)?y",
    "a" * 301,
    "[",
]


@pytest.mark.parametrize("pattern", REFUSED)
def test_a_pattern_that_could_run_for_hours_is_refused(pattern):
    with pytest.raises(PatternError):
        compiled(pattern)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("refunds?|returns?|money.*back", "MONEY is back"),
        (r"[]*+]x", "*x"),
        (r"[^]\]]y", "zy"),
        (r"\(\d+\)", "(12)"),
        (r"a{,3}b", "aab"),
        (r"(?P<day>mon|tue)day", "Monday"),
        (r"x{2}", "xx"),
        (r"\N{BULLET} a*?b", "\u2022 b"),
        ("{a}", "{a}"),
        (r"(?:not )?paid", "paid"),
    ],
)
def test_a_usual_pattern_is_searched(pattern, text):
    assert compiled(pattern).search(text)


@given(st.text("ab(|)?*+{1,9}[]\\.^$", max_size=24))
def test_whatever_is_accepted_searches_in_bounded_time(pattern):
    try:
        made = compiled(pattern)
    except PatternError:
        return
    began = time.process_time()
    for text in ("a" * MOST_SEARCHED, "ab" * (MOST_SEARCHED // 2)):
        made.search(text)
    assert time.process_time() - began < 10
