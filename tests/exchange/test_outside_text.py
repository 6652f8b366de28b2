"""Text from outside is cleaned by one module, and nothing disappears without a sign."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.exchange.outside_text import lines, markdown, one_line, printable
from labelwright.exchange.spreadsheet import csv_rows, sheet_csv, unescape_formula

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("a\r\nb\tc\nd", "a b c d"),
        ("\x1b[31mred\x07", "�[31mred�"),
        ("\u202eadA", "�adA"),
        ("Zoé 李 שרה", "Zoé 李 שרה"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u00a0b", "a b"),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    for cleaned in (one_line(text), printable(text), markdown(text)):
        assert not CONTROLS.search(cleaned), ascii(cleaned)
    assert not CONTROLS.search(lines(text).replace("\n", "").replace("\t", ""))
    assert len(one_line(text)) == len(text.replace("\r\n", "\n"))


texts = st.text(max_size=12) | st.sampled_from(
    ["=1+1", "+49", "-1", "@a", "'=1", "\t=1", "\r=1", "a;b", "a,b", '"', "ü"]
)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), st.booleans())
def test_a_sheet_is_read_back_by_our_own_reader(people: list[tuple[str, str]], semicolon: bool) -> None:
    text = sheet_csv(
        [["name", "comment", "score"], *([*pair, "-12.5"] for pair in people)], ["score"], semicolon
    )
    head, rows = csv_rows(text, "a sheet")
    assert head == ["name", "comment", "score"]
    read = [tuple(unescape_formula(cell) for cell in row[:2]) for _, row in rows]
    assert read == [(one_line(name), one_line(comment)) for name, comment in people]
    assert {row[2] for _, row in rows} == {"-12,5" if semicolon else "-12.5"}
    strict = csv.reader(io.StringIO(text), delimiter=";" if semicolon else ",")
    for row in list(strict)[1:]:
        assert not any(cell.lstrip()[:1] in ("=", "+", "-", "@") for cell in row[:2] if cell.strip())
