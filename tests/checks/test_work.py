"""What a check asks for by name comes back typed, or as a message that says what was found in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelwright.checks.verdicts import Failed, NotAttempted
from labelwright.checks.work import Work
from labelwright.exchange.plain_data import MAX_TEXT, dumps

FRAME = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
SERIES = pd.Series([1.0, 2.0], index=["x", "y"], name="s")
WHY = "The next steps, and the people who use your data, expect this form."


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3.0), (0.5, 0.5), (np.float32(0.5), 0.5), ([7], 7.0), (pd.Series([2]), 2.0), (np.array([4]), 4.0)],
    ids=repr,
)
def test_a_number_is_a_number_in_many_dresses(work: Any, value: object, number: float) -> None:
    assert work(x=value).number("x") == number


GETTERS = {
    "number": (lambda w: w.number("x"), "a single number", "such as 0.73"),
    "text": (lambda w: w.text("x"), "a string", 'such as "ordinal"'),
    "strings": (lambda w: w.strings("x"), "a list of strings", 'such as ["good", "bad"]'),
    "numbers": (lambda w: w.numbers("x", 2), "2 numbers", "such as a tuple or a list"),
    "table": (lambda w: w.table("x"), "a pandas DataFrame", "as the task describes it"),
    "column": (lambda w: w.column("x"), "a pandas Series", "as the task describes it"),
}
KINDS: dict[str, tuple[object, str]] = {
    "nothing": (None, "None (did a function forget to return its result?)"),
    "truth": (True, "True"),
    "text": ("hello", "the text 'hello'"),
    "long text": ("x" * 99, f"the text {'x' * 60!r}"),
    "number": (0.5, "0.5"),
    "list": ([1, 2, 3], "a list of 3 numbers, such as 1"),
    "mixed list": ([1, "a", None], "a list of 3 values: numbers, texts and missing values"),
    "list of lists": ([[1, 2, 3]], "a list of 1 list, [1, 2, 3]"),
    "things": ([object(), object(), object()], "a list of 3 values of the type `object`"),
    "functions": ([len], "a list of 1 function"),
    "tables": ([FRAME], "a list of 1 DataFrame"),
    "empty": ([], "an empty list"),
    "iterator": (iter([1]), "an iterator of the type `list_iterator`"),
    "set": ({"a"}, "a set of 1 text, 'a'"),
    "dict": ({"a": 1, "b": 2, "c": 3}, "a dict of 3 entries, such as 'a': 1"),
    "frame": (FRAME, "a DataFrame with 2 rows and 2 columns"),
    "series": (SERIES, "a Series of 2 numbers, such as 1.0"),
    "function": (lambda: 0, "a function"),
    "thing": (object(), "of the type `object`"),
    "giant": (10**40, "an integer of more than 64 bits"),
}
FITS = {
    ("number", "number"),
    ("text", "text"),
    ("text", "long text"),
    ("strings", "set"),
    ("strings", "dict"),
    ("strings", "empty"),
    ("numbers", "series"),
    ("table", "frame"),
    ("column", "series"),
}
WRONG = [(getter, kind) for getter in GETTERS for kind in KINDS if (getter, kind) not in FITS]


@pytest.mark.parametrize(("getter", "kind"), WRONG)
def test_each_wrong_kind_is_named(work: Any, getter: str, kind: str) -> None:
    ask, wanted, example = GETTERS[getter]
    value, found = KINDS[kind]
    with pytest.raises(Failed) as caught:
        ask(work(x=value))
    assert caught.value.found == f"`x` should be {wanted}, but it is {found}."
    assert caught.value.why == WHY
    assert caught.value.advice.endswith(f"Make `x` {wanted}, {example}.")
    assert ("Put it into a list: `x = list(...)`." in caught.value.advice) == (kind == "iterator")
    assert caught.value.credit == 0.0


@pytest.mark.parametrize(("getter", "kind"), sorted(FITS))
def test_each_right_kind_is_taken(work: Any, getter: str, kind: str) -> None:
    assert GETTERS[getter][0](work(x=KINDS[kind][0])) is not None


@pytest.mark.parametrize("getter", GETTERS)
def test_what_is_not_there_is_not_attempted(work: Any, getter: str) -> None:
    with pytest.raises(NotAttempted) as caught:
        GETTERS[getter][0](work())
    assert str(caught.value) == "`x` does not exist yet. The task says what to make and how to name it."
    with pytest.raises(NotAttempted) as caught:
        GETTERS[getter][0](work(x=...))
    assert str(caught.value) == "`x` is still `...`, as in the starter. Replace it with your answer."


@pytest.mark.parametrize(
    ("value", "shown"), [(float("nan"), "nan"), (float("inf"), "inf"), (-np.inf, "-inf")]
)
def test_a_number_is_finite(work: Any, value: float, shown: str) -> None:
    with pytest.raises(Failed) as caught:
        work(x=value).number("x")
    assert caught.value.found == f"`x` is {shown}, which is not a finite number."
    assert "division by zero" in caught.value.why
    with pytest.raises(Failed, match=r"`x\[1\]` is"):
        work(x=(1.0, value)).numbers("x", 2)


def test_texts_and_lists_are_tidied(work: Any) -> None:
    assert work(x="  ordinal\n").text("x") == "ordinal"
    assert work(x={"b", "a"}).strings("x") == ["a", "b"]
    assert work(x=pd.Series(["b", "a"])).strings("x") == ["b", "a"]
    assert work(x=pd.Index(["b", "a"])).strings("x") == ["b", "a"]
    assert work(x=np.array([0.5, 1])).numbers("x", 2) == [0.5, 1.0]


def test_tables_are_rebuilt_here(work: Any) -> None:
    asked = work(x=FRAME, y=SERIES)
    pd.testing.assert_frame_equal(asked.table("x"), FRAME, check_index_type=False, check_column_type=False)
    assert asked.table("x") is not asked.table("x")
    assert asked.column("y").to_dict() == {"x": 1.0, "y": 2.0}


def test_a_long_file_arrives_whole(work: Any, tmp_path: Path) -> None:
    text = "".join(f'{{"item": {number}, "label": "schön \U0001f600"}}\n' for number in range(20_000))
    assert len(text) > 3 * MAX_TEXT
    (tmp_path / "labels.jsonl").write_text(text, encoding="utf-8", newline="\n")
    assert work().file("labels.jsonl") == text


def test_functions_are_called_and_files_are_read(work: Any, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text("id,label\n", encoding="utf-8")
    asked = work(double=lambda value: value * 2, shape=lambda table: list(table.shape))
    assert asked.call("double", 4) == 8
    assert asked.call("shape", FRAME) == [2, 2]
    assert asked.file("labels.csv") == "id,label\n"
    with pytest.raises(NotAttempted, match=r"The file `gone.csv` does not exist yet\."):
        asked.file("gone.csv")
    with pytest.raises(NotAttempted, match=r"`gone\(\.\.\.\)` does not exist yet\."):
        asked.call("gone")


def test_what_a_function_raises_is_the_learners_to_read(work: Any) -> None:
    with pytest.raises(Failed) as caught:
        work(f=lambda: 1 / 0).call("f")
    assert caught.value.found == "`f(...)` raised ZeroDivisionError: division by zero."
    assert "read the last line of the error" in caught.value.advice


def test_a_value_is_asked_for_once(counting: Any) -> None:
    asked: list[dict[str, Any]] = []

    def ask(question: dict[str, Any]) -> bytes:
        asked.append(question)
        return dumps({"state": "here", "value": 3})

    work = Work(None, ask)  # type: ignore[arg-type]
    assert [work.number("x"), work.number("x"), work.value("x")] == [3.0, 3.0, 3]
    assert len(asked) == 1


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"junk",
        b"[]",
        b"5",
        dumps({"state": "here"}),
        dumps({"state": "lost"}),
        dumps([]),
        dumps({"state": [1]}),
    ],
)
def test_a_hostile_answer_is_a_failure_never_a_value(payload: bytes) -> None:
    work = Work(None, lambda question: payload)  # type: ignore[arg-type]
    for ask in (lambda: work.value("x"), lambda: work.call("x"), lambda: work.file("x")):
        with pytest.raises(Failed, match="could not be read as data"):
            ask()


def test_who_and_which_form_is_told(work: Any) -> None:
    assert (work().learner, work().form) == ("ada", 2)
