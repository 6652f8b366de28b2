"""Tokens stay the same when names, literals, comments, layout and cells change, and code that is broken is read too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.desk.code_tokens import Place, token_places, tokens

PLAIN = "total = 0\nfor row in table.rows:\n    total += row['mass'] * 2\nprint(total)"


def same(one: list[str], other: list[str]) -> bool:
    return np.array_equal(tokens(one), tokens(other))


@pytest.mark.parametrize(
    "other",
    [
        's = 9\nfor x in q.rows:\n    s += x["länge"] * 3.5e-3\nprint(s)',
        "# Summe\ntotal = 0 # null\n\n\nfor row in table.rows:\n\ttotal += row['mass'] * 2;\nprint(total)\n",
        "%matplotlib inline\n!pip install x\ntotal = 0\nfor row in table.rows:\n    total += row['mass'] * 2\nprint(total)\ntotal?",
        "%%time\ntotal = 0\nfor row in table. rows:\n    total += row['''mass'''] * 0x2\nprint(total)",
        "total = 0\nfor row in table.rows:\n    total += \\\n        row[rf'mass'] * 2\nprint(total,)",
    ],
    ids=["names and literals", "comments and layout", "magics", "time", "line breaks"],
)
def test_what_a_copier_changes_first_changes_no_token(other: str) -> None:
    assert same([PLAIN], [other])


def test_cells_do_not_matter() -> None:
    assert same([PLAIN], PLAIN.replace("\nprint", "\0print").split("\0"))


def test_methods_keywords_and_builtins_keep_their_names() -> None:
    assert not same(["table.head()"], ["table.tail()"])
    assert not same(["sum(x)"], ["max(x)"])
    assert not same(["if x: y"], ["while x: y"])


def test_a_cell_in_another_language_is_not_code() -> None:
    assert same([PLAIN, "%%bash\nfor f in *; do echo $f; done"], [PLAIN])


def test_a_long_row_of_answers_counts_as_its_first_tokens() -> None:
    short, long = (f"answers = [{', '.join(['0.5'] * count)}]" for count in (3, 400))
    assert len(tokens([long])) == len(tokens([short])) < 10


@pytest.mark.parametrize(
    "broken", ["def f(:\n  x = '''never closed", "x = 'open\ny = 1", "€ = §", "\ud800 = 1", "x = 1_0__.e"]
)
def test_code_that_python_cannot_parse_is_read(broken: str) -> None:
    found, places = token_places([broken])
    assert len(found) == len(places) > 0


def test_places_are_cells_and_lines() -> None:
    _, places = token_places(["a = 1\n\n# nothing\nb.c()", "d"])
    assert [*dict.fromkeys(places)] == [Place(1, 1), Place(1, 4), Place(2, 1)]


def test_places_after_a_magic_and_a_long_text_are_right() -> None:
    _, places = token_places(["%%time\nx = '''a\nb'''\ny = 1"])
    assert [*dict.fromkeys(place.line for place in places)] == [2, 4]


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_gives_as_many_places_as_tokens(cells: list[str]) -> None:
    found, places = token_places(cells)
    assert np.array_equal(found, tokens(cells))
    assert len(places) == len(found)
