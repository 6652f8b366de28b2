"""Whose work it is: a table of what the LMS states, what the work states and who is on the class list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.gradebook.identity import (
    Claims,
    Known,
    People,
    State,
    fold,
    identify,
    learner_key,
    name_forms,
)

SLUG = "count"


def person(
    number: int, key: str, name: str = "", accounts: dict[str, str] | None = None, **more: object
) -> Known:
    """A person of the class list; `accounts` are on the list too."""
    listed = frozenset((place, fold(value)) for place, value in (accounts or {}).items())
    ids = frozenset(map(fold, [key, *more.pop("ids", ())]))  # type: ignore[misc]
    facts = {"on_roster": True, "ids": ids, "names": name_forms(name), "accounts": listed, "listed": listed}
    return Known(number, key, **{**facts, **more})  # type: ignore[arg-type]


ADA = person(1, "ada", "Lovelace, Ada", {"Canvas": "12345"}, ids=("ada@example.org", "1001"))
GRACE = person(2, "grace", "Grace Hopper", {"Canvas": "99"}, ids=("grace@example.org", "1002"))
TWINS = (person(1, "kim1", "Kim Lee"), person(2, "kim2", "Kim Lee"))
BARE = (person(1, "ada"), person(2, "grace"))
JOSE = person(3, "José", "José Núñez")
NO_LIST = ()
CLASS = (ADA, GRACE)

canvas = {"lms": "Canvas", "lms_id": "12345", "lms_name": "lovelaceada"}
stranger = {"lms": "Canvas", "lms_id": "777", "lms_name": "babbagecharles"}
SURE, OPEN = State.SURE, State.OPEN

CASES: list[tuple[str, dict[str, str], tuple[Known, ...], tuple[str, State, str]]] = [
    ("both say ada", {**canvas, "stated": "ada"}, CLASS, ("ada", SURE, "")),
    ("in capitals", {**canvas, "stated": "ADA"}, CLASS, ("ada", SURE, "")),
    ("her e-mail address", {**canvas, "stated": "Ada@Example.org"}, CLASS, ("ada", SURE, "")),
    ("her name on the list", {**canvas, "stated": "Ada Lovelace"}, CLASS, ("ada", SURE, "")),
    ("only Canvas", canvas, CLASS, ("ada", SURE, "")),
    (
        "the notebook says somebody else of the class",
        {**canvas, "stated": "grace"},
        CLASS,
        ("ada", OPEN, "Canvas says that lovelaceada (12345) handed this in, and the notebook says grace."),
    ),
    (
        "the notebook says somebody unknown",
        {**canvas, "stated": "mallory"},
        CLASS,
        ("ada", OPEN, "Canvas says that lovelaceada (12345) handed this in, and the notebook says mallory."),
    ),
    ("only the notebook", {"stated": "Grace"}, CLASS, ("grace", SURE, "")),
    (
        "only the notebook, somebody unknown",
        {"stated": "mallory"},
        CLASS,
        ("mallory", OPEN, "The notebook says mallory, who is not on the class list."),
    ),
    ("only the notebook, no list", {"stated": "mallory"}, NO_LIST, ("mallory", SURE, "")),
    (
        "the folder has one id of the list, the notebook another",
        {"stated": "ada", "file": "GRACE"},
        CLASS,
        ("grace", OPEN, "The name of the file says that GRACE handed this in, and the notebook says ada."),
    ),
    ("the folder is not an id", {"stated": "ada", "file": "homework"}, CLASS, ("ada", SURE, "")),
    (
        "the folder is the same person's",
        {"stated": "ada@example.org", "file": "Ada"},
        CLASS,
        ("ada", SURE, ""),
    ),
    (
        "a repository, and the notebook of somebody else",
        {"stated": "ada", "folders": ("week-1-dev-7",)},
        (ADA, person(2, "grace", accounts={"GitHub": "dev-7"})),
        ("grace", OPEN, "GitHub says that dev-7 handed this in, and the notebook says ada."),
    ),
    (
        "nobody",
        {"file": "homework"},
        CLASS,
        (
            "homework",
            OPEN,
            "Nobody says whose work this is. The id is the name of its file or folder, homework.",
        ),
    ),
    ("nobody, but the file is an id of the list", {"file": "Grace"}, CLASS, ("grace", SURE, "")),
    (
        "Canvas's person is not on the list",
        {**stranger, "stated": "ada"},
        CLASS,
        (
            "babbagecharles (777)",
            OPEN,
            "Canvas says that babbagecharles (777) handed this in, who is not on the class list. The notebook says ada.",
        ),
    ),
    ("a list without Canvas's ids and names", {**stranger, "stated": "ada"}, BARE, ("ada", SURE, "")),
    ("no list, Canvas and the notebook", {**canvas, "stated": "ada"}, NO_LIST, ("ada", SURE, "")),
    (
        "no list, Canvas alone",
        canvas,
        NO_LIST,
        (
            "lovelaceada (12345)",
            OPEN,
            "Canvas says that lovelaceada (12345) handed this in. No class list says which id that person has, and the "
            "notebook says nobody.",
        ),
    ),
    (
        "Canvas's name fits, its number does not",
        {"lms": "Canvas", "lms_id": "5", "lms_name": "lovelaceada"},
        CLASS,
        (
            "lovelaceada (5)",
            OPEN,
            "Canvas says that lovelaceada (5) handed this in, who is not on the class list.",
        ),
    ),
    (
        "Moodle by name",
        {"lms": "Moodle", "lms_id": "3", "lms_name": "Ada Lovelace"},
        CLASS,
        ("ada", SURE, ""),
    ),
    (
        "Moodle, two of one name",
        {"lms": "Moodle", "lms_id": "3", "lms_name": "Kim Lee"},
        TWINS,
        (
            "Kim Lee (3)",
            OPEN,
            "Moodle says that Kim Lee (3) handed this in, and several people of the class list have that name.",
        ),
    ),
    (
        "Moodle, blind, worksheet",
        {"lms": "Moodle", "lms_id": "41", "stated": "ada"},
        (person(1, "ada", accounts={"Moodle": "41"}),),
        ("ada", SURE, ""),
    ),
    (
        "Moodle, blind, no worksheet",
        {"lms": "Moodle", "lms_id": "41"},
        BARE,
        (
            "Participant 41",
            OPEN,
            "Moodle says that Participant 41 handed this in. No class list says which id that person has, and the notebook "
            "says nobody.",
        ),
    ),
    (
        "Gradescope by number",
        {"lms": "Gradescope", "lms_id": "1002", "lms_name": "G. H."},
        CLASS,
        ("grace", SURE, ""),
    ),
    (
        "Gradescope by e-mail address",
        {"lms": "Gradescope", "lms_id": "x", "lms_email": "GRACE@example.org"},
        CLASS,
        ("grace", SURE, ""),
    ),
    (
        "Gradescope without a list",
        {"lms": "Gradescope", "lms_id": "1002", "lms_name": "G"},
        NO_LIST,
        ("1002", SURE, ""),
    ),
    ("Blackboard's user name", {"lms": "Blackboard", "lms_id": "GRACE"}, CLASS, ("grace", SURE, "")),
    ("D2L's name", {"lms": "D2L", "lms_name": "Grace Hopper"}, CLASS, ("grace", SURE, "")),
    (
        "a composed and a decomposed name",
        {"lms": "D2L", "lms_name": "Jose\u0301 Nu\u0301n\u0303ez", "stated": "JOSE\u0301"},
        (JOSE,),
        ("José", SURE, ""),
    ),
    ("marks of direction", {**canvas, "stated": "\u202bada\u202c\u200f"}, CLASS, ("ada", SURE, "")),
]


@pytest.mark.parametrize(
    ("claims", "people", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_table(
    claims: dict[str, str], people: tuple[Known, ...], expected: tuple[str, State, str]
) -> None:
    found = identify(Claims(**claims), People.of(people), SLUG)
    assert (found.learner, found.state, found.why) == expected


def test_a_repository_of_github_classroom_is_its_account_s() -> None:
    people = People.of(
        [person(1, "ada", accounts={"GitHub": "Ada-L"}), person(2, "l", accounts={"GitHub": "x"})]
    )
    claims = Claims(file="first-shift-ada-l", folders=("first-shift-ada-l",))
    assert (identify(claims, people, SLUG).learner, identify(claims, people, SLUG).state) == ("ada", SURE)


def test_two_accounts_that_state_one_learner_are_not_merged() -> None:
    people = People()
    first = identify(Claims("Canvas", "1", lms_name="a", stated="ada"), people, SLUG)
    people.learn(first)
    second = identify(Claims("Canvas", "2", lms_name="b", stated="ada"), people, SLUG)
    assert (first.learner, second.learner, second.state) == ("ada", "b (2)", OPEN)
    again = identify(Claims("Canvas", "1", lms_name="a", stated="Ada"), people, "another")
    assert (again.learner, again.state) == ("ada", SURE)
    other = identify(Claims("Canvas", "1", lms_name="a", stated="bob"), people, SLUG)
    assert (other.learner, other.state) == ("ada", OPEN)


def test_moodle_s_number_is_another_one_in_each_assignment() -> None:
    people = People()
    people.learn(identify(Claims("Moodle", "7", stated="ada"), people, "one"))
    assert identify(Claims("Moodle", "8", stated="ada"), people, "two").state is SURE
    assert identify(Claims("Moodle", "9", stated="ada"), people, "one").state is OPEN


def test_what_a_person_decided_about_the_same_work_counts() -> None:
    claims = Claims(stated="mallory")
    people = People.of(CLASS, {(SLUG, "ab", claims.digest): "grace"})
    assert (identify(claims, people, SLUG, "ab").learner, identify(claims, people, SLUG, "ab").state) == (
        "grace",
        State.DECIDED,
    )
    assert identify(claims, people, SLUG, "cd").learner == "mallory"


@given(st.text())
def test_any_id_has_one_form(text: str) -> None:
    key = learner_key(text)
    assert learner_key(key) == key
    assert fold(key) == fold(text)
    assert len(fold(text)) <= 320
    assert (
        fold(text.swapcase().swapcase()) == fold(text)
        or len(key) == 320
        or key.upper().lower() != key.lower()
    )


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_claims_end_in_one_learner(stated: str, number: str, name: str) -> None:
    claims = Claims("Canvas", number, "", name, stated=stated, file="file")
    found = identify(claims, People.of(CLASS), SLUG)
    assert found.state in (SURE, OPEN)
    assert bool(found.why) is (found.state is OPEN)
