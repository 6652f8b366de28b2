"""Class lists as Canvas, Moodle, Gradescope and GitHub Classroom export them, with what each leaves out."""

from __future__ import annotations

import pytest

from labelwright.errors import RosterError
from labelwright.gradebook.roster import Learner, parse_class_list

ADA, GRACE = "Lovelace, Ada", "Hopper, Grace"

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Count the labels (77),Final Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,20,(read only)\n"
    f'"{ADA}",12345,1001,alovelace,Morning,18,90\n'
    f'"{GRACE}",99,1002,ghopper,"Morning and Evening",,\n'
)
CANVAS_NAMES = (
    "LastName,FirstName,ID,SIS Login ID,Section\n    Points Possible,,,,\nLovelace,Ada,12345,alovelace,M\n"
)
WORKSHEET = (
    'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    'Participant 41,"Ada Lovelace",1001,ada@example.org,"Submitted for grading",,20,Yes,"1 May 2026",-,\n'
    'Participant 42,"Grace Hopper",,grace@example.org,"No submission",,20,Yes,-,-,\n'
)
PARTICIPANTS = (
    '"First name","Last name","ID number","Email address",Groups\n'
    "Ada,Lovelace,1001,ada@example.org,Morning\nGrace,Hopper,,grace@example.org,\n"
)
ON_SCREEN = '"Full name","Email address",Roles,Groups\n"Ada Lovelace",ada@example.org,Student,M\n"T",t@example.org,Teacher,\n'
GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Sections\nAda,Lovelace,1001,ada@example.org,Student,Morning\n"
    "Kim,Lee,,kim@example.org,TA,\n"
)
GRADESCOPE_NAME = "Name,SID,Email\nAda Lovelace,,ada@example.org\n"
GITHUB = 'identifier,github_username,github_id,name\n1001,Ada-L,55,Ada Lovelace\n1002,,,""\n'

LISTS: dict[str, tuple[str, str, list[Learner], int]] = {
    "Canvas": (
        CANVAS,
        "Canvas",
        [
            Learner("alovelace", ADA, "", "Morning", "12345", "1001", "alovelace"),
            Learner("ghopper", GRACE, "", "Morning and Evening", "99", "1002", "ghopper"),
        ],
        2,
    ),
    "Canvas with two columns of names": (
        CANVAS_NAMES,
        "Canvas",
        [Learner("alovelace", ADA, "", "M", "12345", "", "alovelace")],
        1,
    ),
    "Canvas with semicolons": (
        CANVAS_NAMES.replace(",", ";"),
        "Canvas",
        [Learner("alovelace", ADA, "", "M", "12345", "", "alovelace")],
        1,
    ),
    "Moodle's worksheet": (
        WORKSHEET,
        "Moodle's grading worksheet",
        [
            Learner(
                "1001",
                "Ada Lovelace",
                "ada@example.org",
                moodle_id_number="1001",
                accounts=(("Moodle", "41"),),
            ),
            Learner("grace@example.org", "Grace Hopper", "grace@example.org", accounts=(("Moodle", "42"),)),
        ],
        0,
    ),
    "Moodle's participants": (
        PARTICIPANTS,
        "Moodle's participants",
        [
            Learner("1001", ADA, "ada@example.org", "Morning", moodle_id_number="1001"),
            Learner("grace@example.org", GRACE, "grace@example.org"),
        ],
        0,
    ),
    "Moodle's table of participants": (
        ON_SCREEN,
        "Moodle's participants",
        [Learner("ada@example.org", "Ada Lovelace", "ada@example.org", "M")],
        1,
    ),
    "Gradescope": (
        GRADESCOPE,
        "Gradescope",
        [Learner("1001", ADA, "ada@example.org", "Morning", sis_user_id="1001")],
        1,
    ),
    "Gradescope with one column of names": (
        GRADESCOPE_NAME,
        "Gradescope",
        [Learner("ada@example.org", "Ada Lovelace", "ada@example.org")],
        0,
    ),
    "GitHub Classroom": (
        GITHUB,
        "GitHub Classroom",
        [Learner("1001", "Ada Lovelace", github_username="Ada-L"), Learner("1002")],
        0,
    ),
    "our own": ("id;name;section\nada;Ada;M\n", "labelwright", [Learner("ada", "Ada", "", "M")], 0),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_read_as_it_is_exported(name: str) -> None:
    text, kind, learners, left_out = LISTS[name]
    found = parse_class_list(text, "list.csv")
    assert (found.kind, list(found.learners), len(found.left_out)) == (kind, learners, left_out)


def test_the_instructor_chooses_the_column_of_the_id() -> None:
    found = parse_class_list(CANVAS, "list.csv", "SIS User ID")
    assert [learner.id for learner in found.learners] == ["1001", "1002"]
    with pytest.raises(RosterError, match="no column 'Matricola'"):
        parse_class_list(CANVAS, "list.csv", "Matricola")
    with pytest.raises(RosterError, match="the id is empty"):
        parse_class_list(WORKSHEET, "list.csv", "ID number")
    with pytest.raises(RosterError, match="own columns"):
        parse_class_list("id\nada\n", "list.csv", "name")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (CANVAS + f'"{ADA}",5,,ALOVELACE,M,,\n', "line 6: the id 'ALOVELACE' is already in line 4"),
        (CANVAS + "Short,1\n", "line 6: 2 cells where line 1 has 7 columns"),
        (
            "Identifier,Status,Grade\nParticipant 41,x,\n",
            "line 2: the id is empty. Fill one of id_number, username",
        ),
        ("Student;ID\nAda;5\n", "line 1: the column 'Student' is not known"),
        ("Nom,Ville\nAda,x\n", "the column id is missing"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(RosterError) as caught:
        parse_class_list(text, "list.csv")
    assert words in str(caught.value)


def test_lists_of_several_systems_are_one_class(book, make) -> None:
    book.import_roster(parse_class_list(CANVAS, "c", "SIS User ID").learners)
    change = book.import_roster(parse_class_list(GITHUB, "g").learners)
    assert change.added == ()
    book.import_roster(parse_class_list(GRADESCOPE, "g").learners)
    book.import_roster(parse_class_list(WORKSHEET, "w").learners[:1])
    assert book.learners() == ["1001", "1002"]
    ada = book.roster()[0]
    assert (ada.canvas_id, ada.github_username, ada.email) == ("12345", "Ada-L", "ada@example.org")
    people = book.people()
    assert {person.key for person in people.known.values()} == {"1001", "1002"}
    again = book.import_roster(parse_class_list(WORKSHEET, "w").learners[:1])
    assert again.unchanged == ("1001",)


def test_a_changed_id_finds_the_learner_by_another_number(book) -> None:
    book.import_roster(parse_class_list(CANVAS, "c").learners)
    change = book.import_roster(parse_class_list(CANVAS, "c", "SIS User ID").learners)
    assert (change.added, change.unchanged) == ((), ("alovelace", "ghopper"))
