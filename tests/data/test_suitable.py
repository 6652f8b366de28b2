"""The word list of what is not shown unasked: how words are compared, without a bad word in this file."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.data import content_filter as module
from labelwright.data.content_filter import suitable


@pytest.fixture
def blocked(monkeypatch: pytest.MonkeyPatch):
    """Put two harmless words on the list instead of the real ones."""
    digests = frozenset(sha256(word.encode()).hexdigest() for word in ("turnip", "beets"))
    monkeypatch.setattr(module, "_digests", lambda: digests)
    module._blocked.cache_clear()
    yield
    module._blocked.cache_clear()


@pytest.mark.usefixtures("blocked")
@pytest.mark.parametrize(
    "text",
    [
        "turnip",
        "You TURNIP!",
        "#turnip",
        "a turnip's",
        "turnip_soup",
        "turrrrnip",
        "beeeets",
        "turn1p",
        "b33ts",
        "beet$",
        "ｔｕｒｎｉｐ",
        "turnip!selfish",
        "no,turnip.",
    ],
)
def test_a_listed_word_is_found_as_people_write_it(text):
    assert not suitable(text)


@pytest.mark.usefixtures("blocked")
@pytest.mark.parametrize(
    "text", ["", "turnips", "bets", "beet", "a * b", "5*", "smile*", "4,100 & £3", "日本語"]
)
def test_other_words_pass(text):
    assert suitable(text)


@pytest.mark.parametrize("text", ["f**k", "What the f*** now", "sh*t", "b****!"])
def test_masked_words_are_refused(text):
    assert not suitable(text)


def test_the_real_list_is_digests_only():
    listed = module._digests()
    assert len(listed) > 400
    assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in listed)
    assert suitable(
        "The gay couple next door had a baby; the Jews of the town and its Muslims came to see it."
    )


@given(st.text(max_size=60))
def test_any_text_gets_an_answer(text):
    assert suitable(text) in (True, False)
