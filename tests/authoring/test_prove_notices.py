"""The proof fails where it must: a wrong expectation, a lenient check, a broken solution."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.learner_notebook import learner_notebook, starter
from labelwright.authoring.prove import prove
from labelwright.course.course import Course
from labelwright.course.percent import SOLUTION_LINE

PERCENT = "attempts/percent_for_share.py"


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


SPOILED = {
    "another message": (
        edit(PERCENT, "This is a percentage", "This is a ratio"),
        "attempt percent_for_share",
        "the message of share-of-ham does not contain 'This is a ratio'; it is: ",
    ),
    "another verdict": (
        edit(PERCENT, "share-of-ham failed", "share-of-ham not_attempted"),
        "attempt percent_for_share",
        "share-of-ham is failed, not not_attempted: ",
    ),
    "another check": (
        edit(PERCENT, "share-of-ham", "counts-every-label"),
        "attempt percent_for_share",
        "counts-every-label is passed, not failed: ",
    ),
    "no such check": (
        edit(PERCENT, "share-of-ham", "no-such"),
        "attempt percent_for_share",
        "no check is called 'no-such'; the checks are counts-every-label, ",
    ),
    "an attempt that is right": (
        edit(PERCENT, "ham_share = 62.5", "ham_share = 0.625"),
        "attempt percent_for_share",
        "share-of-ham is passed, not failed: ",
    ),
    "a fault that nobody expects": (
        edit(PERCENT, "ham_share = 62.5", "ham_share = 62.5\ncount_labels = 3"),
        "attempt percent_for_share",
        "counts-every-label is also failed, which no line expects: ",
    ),
    "a wrong solution": (
        edit("notebook.py", '["ham"] / len(batch)', '["ham"]'),
        "solution for ada",
        "share-of-ham is failed on the solution: ",
    ),
    "a solution that raises": (
        edit("notebook.py", '["ham"] / len(batch)', '["ham"] / 0'),
        "solution for ada",
        "it did not run to the end: Code cell 4 raised `ZeroDivisionError",
    ),
    "a starter that gives it away": (
        edit("notebook.py", "ham_share = ...", "ham_share = 0.625"),
        "untouched",
        "share-of-ham is passed on an untouched notebook: ",
    ),
    "a check that takes anything": (
        edit("checks.py", '    share = work.number("ham_share")', "    return Passed()\n    share = 0.0"),
        "untouched",
        "an untouched notebook earns 40 points",
    ),
    "a check that breaks": (
        edit("checks.py", '    share = work.number("ham_share")', '    share = work.number("ham_share") / 0'),
        "solution for ada",
        "share-of-ham is not_run on the solution: ",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_does_not_hold_is_said(own_counting: Any, name: str) -> None:
    change, step, sentence = SPOILED[name]
    change(own_counting.exercise.folder)
    exercise = Course(own_counting.course.root).exercise(own_counting.exercise.slug)
    proofs = {proof.what: proof for proof in prove(own_counting.course, exercise, ("ada",))}
    assert not proofs[step].holds
    assert any(sentence in fault for fault in proofs[step].faults), proofs[step].faults


def test_the_proof_goes_step_by_step(own_counting: Any) -> None:
    steps = [proof.what for proof in prove(own_counting.course, own_counting.exercise, ("ada", "grace"))]
    begun = ["untouched", "solution for ada", "solution for grace", "solution on a second form"]
    assert steps[:4] == begun
    assert [step.partition(" ")[0] for step in steps[4:8]] == ["attempt"] * 4
    assert steps[4:8] == sorted(steps[4:8])
    assert [step.partition(" ")[2] for step in steps[8:]] == ["mutants", "names given to mutants"]


def test_a_solution_may_be_a_tagged_cell(own_counting: Any) -> None:
    source = own_counting.exercise.folder / "notebook.py"
    source.write_text('# %%\nx = 1\n\n# %% tags=["solution"]\nsecret = 42\n', encoding="utf-8")
    assert "secret" not in learner_notebook(own_counting.exercise)


@pytest.mark.parametrize(
    ("source", "given"),
    [
        ("x = ...\n# solution\nx = 3", "x = ...\n# Write your code here."),
        ("x = ...\n  # solution  \nx = 3", "x = ...\n# Write your code here."),
        ("x = 3", "x = 3"),
        (SOLUTION_LINE, "# Write your code here."),
        ('x = "# solution"', 'x = "# solution"'),
    ],
)
def test_a_starter_stops_at_the_solution(source: str, given: str) -> None:
    assert starter(source) == given
