"""Rosters: what is read, what is refused with its line, and that nobody is ever dropped."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.errors import RosterError
from labelwright.gradebook.roster import COLUMNS, Learner, parse_roster, read_roster
from labelwright.gradebook.writes import learner_key

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def test_columns_may_stand_in_any_order_and_case():
    text = "\ufeffName;ID;e-mail\n".replace("e-mail", "Email") + "Byron, Ada;ada;ada@example.org\n\n;bo;\n"
    found = parse_roster(text.removeprefix("\ufeff"), "list.csv")
    assert found == [Learner("ada", "Byron, Ada", "ada@example.org"), Learner("bo")]


def test_a_file_saved_by_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes('id,name\r\nzoë,"Zoë ""Z"" Ångström"\r\n'.encode("utf-8-sig"))
    assert read_roster(path) == [Learner("zoë", 'Zoë "Z" Ångström')]


@given(
    st.lists(
        st.tuples(cells, cells, cells), min_size=1, max_size=8, unique_by=lambda row: learner_key(row[0])
    )
)
def test_what_is_written_as_csv_is_read_back(rows):
    rows = [row for row in rows if learner_key(row[0])]
    out = io.StringIO()
    csv.writer(out).writerows([("id", "name", "section"), *rows])
    if not rows:
        with pytest.raises(RosterError, match="names nobody"):
            parse_roster(out.getvalue(), "list.csv")
        return
    found = parse_roster(out.getvalue(), "list.csv")
    assert [(one.id, one.name, one.section) for one in found] == [
        (learner_key(row[0]), row[1].strip(), row[2].strip()) for row in rows
    ]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        messages = [learner.id for learner in parse_roster(text, "list.csv")]
    except RosterError as error:
        messages = [str(error)]
    assert all(messages)
    assert messages


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: the column id is missing"),
        ("name\nAda\n", "line 1: the column id is missing"),
        ("id,grade\nada,5\n", "line 1: the column 'grade' is not known"),
        ("id,name,ID\nada,x,y\n", "line 1: a column appears twice"),
        ("id,name\n", "names nobody"),
        ("id,name\nada,Byron, Ada\n", "line 2: 3 cells where line 1 has 2 columns"),
        ("id,name\n\n,Ada\n", "line 3: the id is empty"),
        ("id\nada\nbo\nada\n", "line 4: the id 'ada' is already in line 2"),
        ("id\nJos\u00e9\nJose\u0301\n", "line 3: the id 'José' is already in line 2"),
        ("id,email\nada,ada at home\n", "line 2: 'ada at home' is not an e-mail address"),
        ('id,name\nada,"Ada\nbo,Bo\n', "line 3: unexpected end of data"),
        ("id\n" + "x" * 400 + "\n", "line 2: id is longer than 320 characters"),
    ],
)
def test_a_problem_is_named_with_its_line(text, words):
    with pytest.raises(RosterError) as caught:
        parse_roster(text, "list.csv")
    assert words in str(caught.value)


def test_all_problems_are_listed_at_once_up_to_twenty():
    with pytest.raises(RosterError) as caught:
        parse_roster("id\nada\n" + "ada\n" * 30, "list.csv")
    lines = str(caught.value).splitlines()
    assert len([line for line in lines if "is already in line 2" in line]) == 20
    assert lines[-2:] == ["  ... and 10 more", "Fix these lines and import the file again."]


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "list.csv"
    path.write_bytes("id,name\nbo,Bo\nzoe,Zoë\n".encode("latin-1"))
    with pytest.raises(RosterError, match=r"line 3: this is not UTF-8 text. Save the sheet as 'CSV UTF-8'"):
        read_roster(path)
    with pytest.raises(RosterError, match="No such file"):
        read_roster(tmp_path / "none.csv")


def test_nobody_is_dropped_and_nothing_known_is_erased(book, make):
    book.record(make("carl"))
    first = book.import_roster([Learner("ada", "Ada", email="a@example.org"), Learner("bo", "Bo")])
    assert (first.added, first.elsewhere) == (("ada", "bo"), ("carl",))
    second = book.import_roster([Learner("ada", "Ada Byron"), Learner(" carl ", canvas_id="7")])
    assert (second.added, second.updated, second.unchanged, second.elsewhere) == (
        (),
        ("ada", "carl"),
        (),
        ("bo",),
    )
    third = book.import_roster([Learner("ada", "Ada Byron")])
    assert third.unchanged == ("ada",)
    assert book.roster() == [
        Learner("ada", "Ada Byron", "a@example.org"),
        Learner("bo", "Bo"),
        Learner("carl", canvas_id="7"),
    ]
    assert book.learners() == ["ada", "bo", "carl"]


def test_every_column_is_kept(book):
    one = Learner("ada", *(f"{name}@x" for name in COLUMNS[1:]))
    book.import_roster([one])
    assert book.roster() == [one]
