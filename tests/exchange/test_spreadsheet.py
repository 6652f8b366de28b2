"""Text in CSV: no cell runs as a formula in a spreadsheet, and every text is read back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.exchange.spreadsheet import escape_formula, unescape_formula


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("ada", "ada"),
        ("", ""),
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),
        ("1-1", "1-1"),
    ],
)
def test_no_cell_acts_as_a_formula(cell: str, safe: str) -> None:
    assert escape_formula(cell) == safe


def test_plain_numbers_stay_where_asked() -> None:
    assert [escape_formula(text, keep_numbers=True) for text in ("-1", "-0.5", "-1+1", "+1")] == [
        "-1",
        "-0.5",
        "'-1+1",
        "'+1",
    ]


@given(st.text(alphabet="'=+-@＝ \t\r\n1.a", max_size=12), st.booleans())
def test_every_text_is_read_back(text: str, keep_numbers: bool) -> None:
    cell = escape_formula(text, keep_numbers=keep_numbers)
    assert unescape_formula(cell) == text
    assert unescape_formula(text) == text or text.startswith("'")
