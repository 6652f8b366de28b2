"""Written texts: facts kept, nothing added, constraints, edits within a band, reading grade, real quotes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks import (
    Fact,
    Failed,
    constraints_met,
    count_of,
    edit_share,
    edited_within,
    facts_stated,
    json_with,
    nothing_invented,
    quotes_stand,
    reading_grade,
    reads_at,
    with_words,
    without_words,
)

SOURCE = "The bridge opened in 1932. It is 1,149 metres long and joins Dawes Point with Milsons Point."
FACTS = [
    Fact("the year", ("1932",)),
    Fact("the length", ("1,149 m", "1149 m", "1,149 metres", "1149 metres")),
]
texts = st.text(max_size=300)


def test_facts_are_found_as_whole_words_in_any_case() -> None:
    assert facts_stated("Opened 1932, it measures 1149 METRES.", FACTS).measured == 2
    assert not Fact("y", ("193",)).stated("in 1932")
    assert not Fact("y", ("149",)).stated("1,149 metres")
    assert not Fact("y", ("1",)).stated("1.5 metres")
    assert Fact("y", ("1.5",)).stated("It is 1.5.")
    assert not Fact("cat", ("cat",)).stated("category concatenate")


def test_missing_facts_and_wrong_statements_are_named() -> None:
    with pytest.raises(Failed) as caught:
        facts_stated("It opened in 1932.", FACTS)
    assert caught.value.found == "Your text states 1 of 2 required facts. Not found: `the length`."
    assert caught.value.credit == 0.25
    with pytest.raises(Failed) as caught:
        facts_stated(SOURCE, FACTS, forbidden=[Fact("that it joins Dawes Point", ("Dawes Point",))])
    assert "It still says something that is wrong" in caught.value.found
    assert "left the wrong statement" in caught.value.misconception
    assert caught.value.credit == 0


def test_new_numbers_and_names_are_found_and_old_ones_are_not() -> None:
    assert (
        nothing_invented("From Milsons Point it runs 1149 metres. Nobody knew in 1932.", SOURCE).measured == 0
    )
    with pytest.raises(Failed) as caught:
        nothing_invented("It opened in 1933, says John Bradfield, and I agree.", SOURCE)
    assert (
        caught.value.found
        == "Your text has 3 numbers or names that the source does not have: `1933`, `John`, `Bradfield`."
    )
    assert nothing_invented("That is Milsons' and Dawes's pride.", SOURCE).measured == 0
    assert nothing_invented("Built under John Bradfield.", SOURCE, allowed=["John Bradfield"])


@given(texts)
def test_a_source_invents_nothing_against_itself_and_quotes_itself(text: str) -> None:
    assert nothing_invented(text, text).measured == 0
    assert edit_share(text, text) == 0
    if text.strip():
        assert quotes_stand([text], text).measured == 1.0


@given(texts, texts)
def test_the_share_of_edits_is_a_share_and_symmetric(one: str, two: str) -> None:
    assert 0 <= edit_share(one, two) <= 1
    assert edit_share(one, two) == edit_share(two, one)


def test_edits_are_counted_by_words() -> None:
    assert edit_share("the cat sat down", "the dog sat down") == 0.25
    assert edited_within("the cat sat down", "the dog sat down").measured == 0.25
    with pytest.raises(Failed, match="0% of the words changed") as caught:
        edited_within("the cat sat", "the cat sat")
    assert "handed in the text as you got it" in caught.value.misconception
    with pytest.raises(Failed) as caught:
        edited_within("the cat sat", "all new words here")
    assert "You wrote a new text" in caught.value.misconception


def test_the_reading_grade_is_the_published_formula() -> None:
    # 12 letters, 4 words, 2 sentences.
    assert reading_grade("The cat sat. Yes!") == pytest.approx(4.71 * 12 / 4 + 0.5 * 2 - 21.43)
    assert reading_grade("...") != reading_grade("...")
    assert reads_at("The cat sat. Yes!", most=8)
    with pytest.raises(Failed, match="7 words in 1 sentence") as caught:
        reads_at(
            "Institutional considerations necessitate comprehensive documentation requirements everywhere",
            most=12,
        )
    assert "You took long words" in caught.value.misconception


QUOTES = {
    "changed": ("the Bridge opened in 1932", "capital letters, spaces or punctuation marks"),
    "cut": ("The bridge ... joins Dawes Point", "You left words out"),
    "paraphrase": ("The bridge was opened", "you put it in your own words"),
    "empty": (" ", "One quote is empty"),
}


@pytest.mark.parametrize(("quote", "said"), QUOTES.values(), ids=QUOTES)
def test_a_quote_that_does_not_stand_there_is_explained(quote: str, said: str) -> None:
    with pytest.raises(Failed) as caught:
        quotes_stand(["opened in 1932", quote], SOURCE, half=0.5)
    assert said in caught.value.misconception
    assert caught.value.credit == 0.5


TEXT = "- one thing\n- two things\n\nThat is all."
BREAKS = [
    (count_of("word", most=4), "it has 7 words"),
    (count_of("bullet", least=3), "it has 2 bullets"),
    (count_of("sentence", least=4), "it has 3 sentences"),
    (count_of("line", most=2), "it has 3 lines"),
    (count_of("paragraph", least=3), "it has 2 paragraphs"),
    (count_of("character", most=9), f"it has {len(TEXT)} characters"),
    (without_words("All"), "it says `All`"),
    (with_words("three"), "it does not say `three`"),
    (json_with(), "it is not JSON"),
]


@pytest.mark.parametrize(("constraint", "fault"), BREAKS, ids=[one.name for one, _ in BREAKS])
def test_a_broken_constraint_says_how(constraint: object, fault: str) -> None:
    with pytest.raises(Failed) as caught:
        constraints_met(TEXT, [constraint])  # type: ignore[list-item]
    assert fault in caught.value.found


def test_kept_constraints_pass_and_half_of_them_earn_half() -> None:
    kept = [
        count_of("word", least=7, most=7),
        count_of("bullet", least=2, most=2),
        with_words("THINGS"),
        without_words("thin"),
    ]
    assert constraints_met(TEXT, kept).measured == 4
    with pytest.raises(Failed) as caught:
        constraints_met(TEXT, [kept[0], json_with()])
    assert caught.value.credit == 0.5
    assert constraints_met('{"a": 1, "b": []}', [json_with("a", "b"), json_with()])
    with pytest.raises(Failed, match="its keys differ in `b`"):
        constraints_met('{"a": 1}', [json_with("a", "b")])
    with pytest.raises(Failed, match="JSON, but not an object"):
        constraints_met("[" * 10 + "]" * 10, [json_with()])
    with pytest.raises(ValueError, match="unit is 'page'"):
        count_of("page")


@given(texts)
def test_any_text_is_judged(text: str) -> None:
    for constraint, _ in BREAKS:
        assert isinstance(constraint.fault(text), str)
    for fact in FACTS:
        assert isinstance(fact.stated(text), bool)


def test_a_text_beyond_all_bounds_is_refused_and_deep_json_is_no_crash() -> None:
    with pytest.raises(Failed, match="60,000 characters"):
        constraints_met("a" * 60_000, [])
    with pytest.raises(Failed, match="it is"):
        constraints_met("[" * 40_000, [json_with()])
