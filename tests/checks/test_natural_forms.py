"""Each reader gives the same answer for every natural form of it, and says what the elements are where it refuses one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelwright.authoring.natural_forms import natural_forms
from labelwright.checks import Failed, chosen_labels, idempotent, read_annotations
from labelwright.checks.links import links_in
from labelwright.exchange.plain_data import Opaque

NAMES = ["ada", "grace", "mary"]
VOTES = pd.DataFrame({"item": [0, 0, 1], "label": [2, 1, 2], "note": ["x", "y", None]})
SPLIT = pd.DataFrame({"id": [1011, 7, 12], "part": ["test", "train", "train"]})
RULES = [{"covers": "a", "says": "b"}, {"covers": "c", "says": "d"}]
Reader = Callable[[Any], Any]


def rows(frame: pd.DataFrame, columns: list[str]) -> list[list[Any]]:
    """The rows of some columns, None for a missing cell."""
    listed = frame[columns].astype(object)
    return listed.where(listed.notna(), None).to_numpy().tolist()


def known(found: dict[Any, Any]) -> dict[Any, Any]:
    """A mapping with None for each missing value: pandas writes NaN."""
    return {key: value if isinstance(value, str) else None for key, value in found.items()}


READERS: dict[str, tuple[Any, Reader]] = {
    "number": (0.73, lambda w: w.number("x")),
    "whole number": (7, lambda w: w.number("x")),
    "text": ("ordinal", lambda w: w.text("x")),
    "numbers": ([0.5, 2.0, 1.25], lambda w: w.numbers("x", 3)),
    "one number of a list": ([0.5], lambda w: w.numbers("x", 1)),
    "interval": ((0.61, 0.74), lambda w: w.interval("x")),
    "names": (["b", "a", "c"], lambda w: sorted(w.strings("x"))),
    "known names": (["b", "a"], lambda w: sorted(w.strings("x", [*NAMES, "a", "b"]))),
    "ids that are numbers": ([1011, 7], lambda w: sorted(w.ids("x", [7, 1011, 12]))),
    "ids that are text": (["1011", "7"], lambda w: sorted(w.strings("x", ["7", "1011", "12"]))),
    "a set of ids": ({1011, 7}, lambda w: sorted(w.ids("x", [7, 1011, 12]))),
    "mapping to numbers": (dict(zip(NAMES, [0.5, 0.25, 1.0], strict=True)), lambda w: w.mapping("x", NAMES)),
    "mapping to texts": (dict(zip(NAMES, ["x", "y", "z"], strict=True)), lambda w: w.mapping("x", NAMES)),
    "mapping without known keys": ({"a": "x", "b": "y", "c": "z"}, lambda w: w.mapping("x")),
    "mapping of numbers": ({17: 3, 208: 7, 5: 3}, lambda w: w.mapping("x", range(1, 401))),
    "mapping of small numbers": ({1: 3, 2: 1, 3: 2}, lambda w: w.mapping("x", range(1, 4))),
    "mapping to gaps": (
        {"t1": "x", "t2": None, "t3": "y"},
        lambda w: known(w.mapping("x", ["t1", "t2", "t3"])),
    ),
    "intervals": (
        {"ada": (0.1, 0.2), "mary": (0.3, 0.5), "grace": (0.2, 0.9)},
        lambda w: w.intervals("x", NAMES),
    ),
    "table": (VOTES, lambda w: rows(w.table("x", list(VOTES)), list(VOTES))),
    "table of two columns": (SPLIT, lambda w: rows(w.table("x", list(SPLIT)), list(SPLIT))),
    "table by its index": (
        VOTES.set_axis(NAMES, axis=0),
        lambda w: (
            rows(w.table("x", ["name", *VOTES]), ["name", *VOTES]) if "name" in w.table("x", ["name"]) else 0
        ),
    ),
    "array": (np.array([[0.5, 0.5], [1.0, 0.0], [0.25, 0.75]]), lambda w: w.array("x").tolist()),
    "pairs": ([("r1", "r7"), ("r2", "r3")], lambda w: links_in(w.value("x"), "x", {"r1", "r2", "r3", "r7"})),
    "pairs of numbers": ([(1, 7), (2, 3)], lambda w: links_in(w.value("x"), "x", range(20))),
    "records": (RULES, lambda w: w.records("x", ["covers", "says"])),
}
CASES = [(reader, form) for reader, (value, _) in READERS.items() for form in natural_forms(value)]


@pytest.mark.parametrize(("reader", "form"), CASES)
def test_a_form_is_read_as_the_plain_one(work: Any, reader: str, form: str) -> None:
    value, read = READERS[reader]
    assert read(work(x=natural_forms(value)[form]())) == read(work(x=value))


@pytest.mark.parametrize("reader", READERS)
def test_the_plain_form_is_read_as_it_is(work: Any, reader: str) -> None:
    """Without this, a reader that gives the same for everything would pass."""
    value, read = READERS[reader]
    found = read(work(x=value))
    expected = {
        "whole number": 7.0,
        "names": ["a", "b", "c"],
        "known names": ["a", "b"],
        "ids that are numbers": [7, 1011],
        "ids that are text": ["1011", "7"],
        "a set of ids": [7, 1011],
        "table": [[0, 2, "x"], [0, 1, "y"], [1, 2, None]],
        "table of two columns": [[1011, "test"], [7, "train"], [12, "train"]],
        "table by its index": [["ada", 0, 2, "x"], ["grace", 0, 1, "y"], ["mary", 1, 2, None]],
        "array": [[0.5, 0.5], [1.0, 0.0], [0.25, 0.75]],
        "pairs": {frozenset({"r1", "r7"}), frozenset({"r2", "r3"})},
        "pairs of numbers": {frozenset({1, 7}), frozenset({2, 3})},
    }
    assert found == expected.get(reader, value)


OTHER_FORMS: dict[str, tuple[Any, Reader, Any]] = {
    "a mask by id": (pd.Series([True, False], index=["a", "b"]), lambda w: w.strings("x", ["a", "b"]), ["a"]),
    "truth values in a dict": ({"a": False, "b": True}, lambda w: w.strings("x", ["a", "b"]), ["b"]),
    "scores by id": (
        pd.Series([0.1, 0.2], index=["b", "a"]),
        lambda w: w.strings("x", ["a", "b", "c"]),
        ["b", "a"],
    ),
    "rows with their ids": (
        pd.DataFrame({"text": ["t", "u"], "id": ["b", "a"]}),
        lambda w: w.strings("x", ["a", "b", "c"]),
        ["b", "a"],
    ),
    "one id alone": ("b", lambda w: w.strings("x", ["a", "b"]), ["b"]),
    "a truth value is not the id 1": ([True], lambda w: isinstance(w.value("x")[0], bool), True),
    "labels of another axis": (
        pd.DataFrame([[1, 2], [3, 4]], index=["b", "a"], columns=["y", "x"]),
        lambda w: w.array("x", [["a", "b"], ["x", "y"]]).tolist(),
        [[4, 3], [2, 1]],
    ),
    "a table with other columns": (
        pd.DataFrame({"id": ["r1"], "0": [0.3], "1": [0.7]}),
        lambda w: w.array("x", [[0], [0, 1]]).tolist(),
        [[0.3, 0.7]],
    ),
    "numbers by label": ({"b": 2, "a": 1}, lambda w: w.numbers("x", 2, ["a", "b"]), [1, 2]),
    "an undefined number": (float("nan"), lambda w: str(w.number("x", undefined=True)), "nan"),
    "an undefined number as None": (None, lambda w: str(w.number("x", undefined=True)), "nan"),
    "an index of two levels": (
        VOTES.set_index(["item", "label"]),
        lambda w: rows(w.table("x", list(VOTES)), list(VOTES)),
        [[0, 2, "x"], [0, 1, "y"], [1, 2, None]],
    ),
}


@pytest.mark.parametrize("form", OTHER_FORMS)
def test_other_forms_are_read_too(work: Any, form: str) -> None:
    value, read, expected = OTHER_FORMS[form]
    assert read(work(x=value)) == expected


class Thing:
    """A class that no reader knows."""


REFUSED: dict[str, tuple[Any, Reader, str]] = {
    "elements of strings": ([["a"], [1]], lambda w: w.strings("x"), "a list of 2 lists, such as ['a']"),
    "things": ([Thing()], lambda w: w.strings("x"), "a list of 1 value of the type `Thing`"),
    "things in ids": ([Thing()], lambda w: w.ids("x", [1, 2]), "a list of 1 value of the type `Thing`"),
    "things in numbers": ([1.0, Thing()], lambda w: w.numbers("x", 2), "`x[1]` should be a single number"),
    "things in pairs": ([(Thing(), 1)], lambda w: links_in(w.value("x"), "x"), "<Thing>"),
    "pairs that are texts": (
        ["r1", "r7"],
        lambda w: links_in(w.value("x"), "x"),
        "a list of 2 texts, such as 'r1'",
    ),
    "pairs that are numbers": (5, lambda w: links_in(w.value("x"), "x"), "but it is 5."),
    "triples": (
        [("a", "b", "c")],
        lambda w: links_in(w.value("x"), "x"),
        "['a', 'b', 'c'], which is not a pair",
    ),
    "an iterator": (
        zip([1], [2], strict=True),
        lambda w: links_in(w.value("x"), "x"),
        "an iterator of the type `zip`",
    ),
    "a set for an order": ({1.0, 2.0}, lambda w: w.numbers("x", 2), "a set of 2 numbers, such as 1.0"),
    "text for a mapping": ("a", lambda w: w.mapping("x"), "the text 'a'"),
    "numbers for a mapping": ([1, 2], lambda w: w.mapping("x", NAMES), "a list of 2 numbers, such as 1"),
    "a key twice": ([("a", 1), ("a", 2)], lambda w: w.mapping("x"), "more than one entry for 'a'"),
    "one end": ([0.5], lambda w: w.interval("x"), "2 numbers, the low end and the high end"),
    "ends without names": (
        {"a": 1, "b": 2},
        lambda w: w.interval("x"),
        "a dict of 2 entries, such as 'a': 1",
    ),
    "texts for an array": ([["a"]], lambda w: w.array("x"), "a list of 1 list, ['a']"),
    "texts for records": (["a"], lambda w: w.records("x", ["says"]), "a list of 1 text, 'a'"),
    "a list for a table": ([1, 2], lambda w: w.table("x", ["id"]), "a list of 2 numbers, such as 1"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_what_the_elements_are(work: Any, case: str) -> None:
    value, read, words = REFUSED[case]
    with pytest.raises(Failed) as caught:
        read(work(x=value))
    said = f"{caught.value.found} {caught.value.advice}"
    assert words in caught.value.found
    assert caught.value.advice
    assert not any(internal in said for internal in ("Opaque", "Column(", "Table(", "kind="))


def test_no_internal_name_is_ever_shown() -> None:
    assert repr([Opaque("zip")]) == "[<zip>]"


def dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Clean a table: read text as dates, and leave dates alone, as a learner writes it who looks at the type."""
    days = [
        day if isinstance(day, pd.Timestamp) else pd.to_datetime(day, dayfirst=True) for day in frame["day"]
    ]
    return frame.assign(day=pd.to_datetime(pd.Series(days)), size=pd.Categorical(frame["size"]))


def test_a_second_run_gets_the_first_result_as_it_is(work: Any) -> None:
    raw = pd.DataFrame({"day": ["03/04/2026", "05/06/2026"], "size": ["s", "m"]})
    assert idempotent(work(clean=dated), "clean", raw)
    asked = work(f=lambda day: type(day).__name__ if isinstance(day, pd.Timestamp) else pd.Timestamp(day))
    assert asked.call("f", "2026-01-02", times=2) == "Timestamp"
    with pytest.raises(Failed, match="changes its own result"):
        idempotent(work(clean=lambda frame: frame.assign(size=frame["size"] + "!")), "clean", raw)


ANNOTATED = {
    "dict": {7: "a", 8: "b"},
    "Series with a gap": pd.Series(["a", "b", None], index=[7.0, 8.0, 9.0]),
    "pairs": [(7, "a"), (8, "b")],
    "table": pd.DataFrame({"label": ["a", "b"], "item": [7, 8]}),
    "table with ids": pd.DataFrame({"id": ["7", "8"], "label": ["a", "b"], "remark": ["", ""]}),
    "table by its index": pd.DataFrame({"label": ["a", "b"]}, index=[7, 8]),
}


@pytest.mark.parametrize("form", ANNOTATED)
def test_annotations_are_read_by_the_text_of_their_ids(work: Any, form: str) -> None:
    found = read_annotations(work(x=ANNOTATED[form]), "x", items=["7", "8"])
    assert chosen_labels(found) == {"7": "a", "8": "b"}
