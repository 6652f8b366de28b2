"""Every way a notebook can be wrong has a named outcome and a message, and harms no other submission."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Verdict

K = OutcomeKind
Spoil = Callable[[Any], bytes]


def changed(change: Callable[[dict[str, Any]], Any]) -> Spoil:
    """The solved notebook's JSON after `change` worked on it (or what `change` gives back)."""

    def spoil(counting: Any) -> bytes:
        document = counting.document(learner="case")
        return json.dumps(change(document) or document).encode()

    return spoil


def stated(**facts: Any) -> Spoil:
    return changed(lambda document: document["metadata"]["labelwright"].update(facts))


def with_accents(document: dict[str, Any]) -> dict[str, Any]:
    document["cells"].append(
        {"cell_type": "code", "id": "x", "metadata": {}, "source": "word = 'café'  # naïve"}
    )
    return document


def encoded(encoding: str) -> Spoil:
    def spoil(counting: Any) -> bytes:
        return json.dumps(with_accents(counting.document(learner="case")), ensure_ascii=False).encode(
            encoding
        )

    return spoil


def old_format(document: dict[str, Any]) -> dict[str, Any]:
    cells = [
        {
            "cell_type": "code",
            "input": cell["source"],
            "language": "python",
            "outputs": [],
            "collapsed": False,
        }
        for cell in document["cells"]
    ]
    worksheet = {"cells": cells, "metadata": {}}
    return {"nbformat": 3, "nbformat_minor": 0, "metadata": document["metadata"], "worksheets": [worksheet]}


def twice_the_ids(document: dict[str, Any]) -> None:
    for cell in document["cells"]:
        cell["id"] = "same"


def copied(document: dict[str, Any]) -> None:
    document["cells"] = [cell for cell in document["cells"] for _ in (0, 1)]


def no_kernel(document: dict[str, Any]) -> None:
    del document["metadata"]["kernelspec"], document["metadata"]["language_info"]


def deep(counting: Any) -> bytes:
    return b'{"cells":' + b"[" * 200_000 + b"]" * 200_000 + b"}"


GRADED_IN_FULL: dict[str, tuple[Spoil, str]] = {
    "cp1252": (encoded("cp1252"), "it was read as Windows-1252"),
    "utf-16": (encoded("utf-16"), ""),
    "utf-8 with a mark": (encoded("utf-8-sig"), ""),
    "nbformat 3": (changed(old_format), "had the old format 3; it was converted"),
    "no kernel name": (changed(no_kernel), ""),
    "no metadata": (changed(lambda d: d.update(metadata={"labelwright": {"learner": "case"}})), ""),
    "no nbformat": (changed(lambda d: d.pop("nbformat") and None), ""),
    "duplicate ids": (changed(twice_the_ids), ""),
    "no ids": (changed(lambda d: [cell.pop("id") for cell in d["cells"]] and None), ""),
    "copied cells": (changed(copied), ""),
    "cells as text": (
        changed(lambda d: [c.update(source="".join(c["source"])) for c in d["cells"]] and None),
        "",
    ),
    "windows line ends": (
        changed(
            lambda d: (
                [c.update(source="".join(c["source"]).replace("\n", "\r\n")) for c in d["cells"]] and None
            )
        ),
        "",
    ),
    "strange cells too": (
        changed(lambda d: d["cells"].extend([None, 3, {}, {"cell_type": "code"}, {"cell_type": []}]) or d),
        "",
    ),
    "version as text": (stated(version="two"), ""),
    "version as truth": (stated(version=True), ""),
}

REFUSED: dict[str, tuple[Spoil, OutcomeKind, str]] = {
    "empty file": (lambda c: b"", K.EMPTY, "The file is empty."),
    "only spaces": (lambda c: b" \n\t ", K.EMPTY, "The file is empty."),
    "no cells": (changed(lambda d: d.update(cells=[])), K.EMPTY, "has no code in it"),
    "only prose": (
        changed(lambda d: d.update(cells=[{"cell_type": "markdown", "source": "hello"}])),
        K.EMPTY,
        "has no code in it",
    ),
    "blank cells": (
        changed(lambda d: [c.update(source=[" \n"]) for c in d["cells"]] and None),
        K.EMPTY,
        "has no code in it",
    ),
    "cut in half": (lambda c: c.notebook()[: len(c.notebook()) // 2], K.UNREADABLE, "stops in the middle"),
    "random bytes": (
        lambda c: random.Random(1).randbytes(5_000),
        K.UNREADABLE,
        "It stops being JSON at line",
    ),
    "an HTML page": (
        lambda c: b"<!doctype html><title>Sign in</title>",
        K.UNREADABLE,
        "It is a web page, not a notebook.",
    ),
    "a list": (lambda c: b"[1, 2]", K.UNREADABLE, "It is JSON, but not a notebook."),
    "a table": (lambda c: b'{"rows": [1]}', K.UNREADABLE, "has no cells"),
    "cells as a table": (changed(lambda d: d.update(cells={"a": 1})), K.UNREADABLE, "has no cells"),
    "nested too deeply": (deep, K.UNREADABLE, "nested too deeply"),
    "a giant number": (lambda c: b'{"n": ' + b"9" * 9_000 + b"}", K.UNREADABLE, "a giant number"),
    "format of words": (changed(lambda d: d.update(nbformat="four")), K.UNREADABLE, "notebook format 'four'"),
    "format of tomorrow": (changed(lambda d: d.update(nbformat=99)), K.UNREADABLE, "notebook format 99"),
    "unknown exercise": (
        stated(exercise="never-heard-of"),
        K.UNKNOWN_EXERCISE,
        "no exercise called 'never-heard-of'",
    ),
    "a near name": (
        stated(exercise="count-the-lables"),
        K.UNKNOWN_EXERCISE,
        "Did you mean 'count-the-labels'?",
    ),
    "a path for a name": (stated(exercise="../../etc"), K.UNKNOWN_EXERCISE, "no exercise called '../../etc'"),
    "a very long name": (stated(exercise="x" * 400), K.UNKNOWN_EXERCISE, "no exercise called 'xxx"),
    "a broken letter in the name": (stated(exercise="count\ud800"), K.UNKNOWN_EXERCISE, "no exercise called"),
    "a null in the name": (stated(exercise="count\0the"), K.UNKNOWN_EXERCISE, "no exercise called"),
    "another version": (
        stated(version=7),
        K.WRONG_VERSION,
        "for version 7 of the exercise; this course has version 1",
    ),
    "a huge version": (stated(version=10**30), K.WRONG_VERSION, "this course has version 1"),
}


@pytest.mark.mostly_slow(
    "cp1252", "nbformat 3", "no metadata", "copied cells", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("name", GRADED_IN_FULL)
def test_what_can_be_repaired_is_graded_in_full(batch: Any, name: str) -> None:
    spoil, note = GRADED_IN_FULL[name]
    report = batch.one(lambda folder: void(folder / "case.ipynb", spoil(batch.counting)))
    assert (report.outcome.kind, report.score) == (K.FINISHED, 100.0), report.outcome
    assert report.learner == "case"
    assert note in " ".join(report.notes)
    assert bool(note) == bool(report.notes)


@pytest.mark.mostly_slow(
    "empty file",
    "only prose",
    "cut in half",
    "an HTML page",
    "nested too deeply",
    "a near name",
    "another version",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_graded_is_named(batch: Any, name: str) -> None:
    spoil, kind, sentence = REFUSED[name]
    report = batch.one(lambda folder: void(folder / "case.ipynb", spoil(batch.counting)))
    assert report.outcome.kind is kind, report.outcome
    assert sentence in report.outcome.sentence
    assert report.outcome.advice
    assert not report.passed
    assert report.checks == ()
    assert report.learner in ("case", "ada")


def test_a_notebook_that_names_no_exercise_is_told_so(batch: Any) -> None:
    payload = json.dumps({"cells": [{"cell_type": "code", "source": "x = 1"}], "nbformat": 4}).encode()
    report = batch.one(lambda folder: void(folder / "case.ipynb", payload))
    assert report.outcome.kind is K.UNKNOWN_EXERCISE
    assert "does not say which exercise it is for" in report.outcome.sentence


def test_the_call_names_the_exercise_where_the_metadata_is_lost(batch: Any) -> None:
    document = batch.counting.document()
    document["metadata"] = {}
    report = batch.one(lambda folder: void(folder / "case.ipynb", json.dumps(document).encode()))
    assert (report.learner, report.exercise, report.score) == ("case", "count-the-labels", 100.0)


def test_wherever_a_notebook_is_cut_off_it_is_told_that_it_stops(counting: Any) -> None:
    from labelwright.grading.notebooks import NotebookError, read_notebook

    payload = counting.notebook()
    for cut in range(1, len(payload)):
        with pytest.raises(NotebookError) as caught:
            read_notebook(payload[:cut])
        assert caught.value.outcome.kind is K.UNREADABLE
        assert "The file stops in the middle" in str(caught.value), (
            f"cut at {cut}: {payload[cut - 9 : cut]!r}"
        )


WRONG_ANSWERS = {
    "deleted cell": ("", Verdict.NOT_ATTEMPTED, "`ham_share` does not exist yet."),
    "renamed": ("share_of_ham = 0.625", Verdict.NOT_ATTEMPTED, "`ham_share` does not exist yet."),
    "still the starter's": ("ham_share = ...", Verdict.NOT_ATTEMPTED, "still `...`, as in the starter"),
    "wrong type": (
        "ham_share = 'five'",
        Verdict.FAILED,
        "`ham_share` should be a single number, but it is the text 'five'",
    ),
    "wrong shape": (
        "ham_share = [0.6, 0.7]",
        Verdict.FAILED,
        "`ham_share` should be a single number, but it is a list of 2 numbers, such as 0.6",
    ),
    "no result": ("ham_share = None", Verdict.FAILED, "did a function forget to return its result?"),
    "not a number": (
        "ham_share = float('nan')",
        Verdict.FAILED,
        "`ham_share` is nan, which is not a finite number.",
    ),
    "infinite": (
        "ham_share = -float('inf')",
        Verdict.FAILED,
        "`ham_share` is -inf, which is not a finite number.",
    ),
    "giant": ("ham_share = 10 ** 400", Verdict.FAILED, "an integer of more than 64 bits"),
    "a table": (
        "import pandas as pd\nham_share = pd.DataFrame({'a': [1, 2]})",
        Verdict.FAILED,
        "is a DataFrame with 2 rows and 1 column",
    ),
    "a function": (
        "def ham_share(): pass",
        Verdict.FAILED,
        "should be a single number, but it is a function",
    ),
    "broken letters": ("ham_share = 'a\\ud800b'", Verdict.FAILED, "but it is the text 'a\\ud800b'"),
    "terabytes of text": (
        "ham_share = 'x' * 40_000_000",
        Verdict.FAILED,
        "`ham_share` should be a single number, but it is the text 'xxx",
    ),
}


@pytest.mark.mostly_slow(
    "deleted cell", "wrong type", "terabytes of text", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("name", WRONG_ANSWERS)
def test_a_wrong_answer_gets_its_own_message(batch: Any, name: str) -> None:
    answer, verdict, message = WRONG_ANSWERS[name]
    cells = batch.counting.solved()
    place = next(i for i, cell in enumerate(cells) if cell.startswith("ham_share = ..."))
    report = batch.cells([*cells[:place], answer, *cells[place + 1 :]])
    result = report.checks[-1]
    assert report.outcome.kind is K.FINISHED, report.outcome
    assert (result.id, result.verdict) == ("share-of-ham", verdict), result
    assert message in result.message
    assert [check.verdict for check in report.checks[:-1]] == [Verdict.PASSED] * 2
    assert report.score == 60.0


def void(path: Path, payload: bytes) -> None:
    path.write_bytes(payload)
