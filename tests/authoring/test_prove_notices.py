"""The proof fails where it must: a wrong expectation, a lenient check, a broken solution."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.learner_notebook import learner_notebook, starter
from labelwright.authoring.prove import prove, prove_forms
from labelwright.course.course import Course
from labelwright.course.percent import SOLUTION_LINE

MISTAKES = "mistakes.py"
BREAKS = '''

@check("share")
def breaks(work: Work) -> None:
    """It breaks."""
    1 / work.number("ham_share") / 0
'''
ONLY_FLOATS = BREAKS.replace(
    '1 / work.number("ham_share") / 0',
    'if not isinstance(work.value("ham_share"), float):\n        raise Failed("It is not a float.")',
)
TAKES_ANYTHING = BREAKS.replace('1 / work.number("ham_share") / 0', "return None")


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def spoil_checks(code: str) -> Callable[[Path], None]:
    """Add a check that is written as a function."""

    def change(folder: Path) -> None:
        path = folder / "checks.py"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("import function", "import Failed, Work, check, function") + code, encoding="utf-8"
        )

    return change


SPOILED = {
    "another message": (
        edit(MISTAKES, "should be a single number", "should be a ratio"),
        "mistake text-for-number",
        "the message of share-of-ham does not contain 'should be a ratio'; it is: ",
    ),
    "another verdict": (
        edit(MISTAKES, "share-of-ham failed", "share-of-ham not_attempted"),
        "mistake text-for-number",
        "share-of-ham is failed, not not_attempted: ",
    ),
    "another check": (
        edit(MISTAKES, "share-of-ham", "counts-every-label"),
        "mistake text-for-number",
        "counts-every-label is passed, not failed: ",
    ),
    "no such check": (
        edit(MISTAKES, "share-of-ham", "no-such"),
        "mistake text-for-number",
        "no check is called 'no-such'; the checks are counts-every-label, ",
    ),
    "a wrong answer that is right": (
        edit(MISTAKES, 'ham_share = "five of eight"', "ham_share = 0.625"),
        "mistake text-for-number",
        "share-of-ham is passed, not failed: ",
    ),
    "a mistake that is right": (
        edit(MISTAKES, "ham_share = 100 * ham_share", "ham_share = 1 * ham_share"),
        "mistake percent-for-share",
        "no check says: This is a percentage, but the task asks for a share from 0 to 1.",
    ),
    "a fault that nobody expects": (
        edit(MISTAKES, 'ham_share = "five of eight"', 'ham_share = "five of eight"\ncount_labels = 3'),
        "mistake text-for-number",
        "counts-every-label is also failed, which no line expects: ",
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
        spoil_checks(TAKES_ANYTHING),
        "untouched",
        "an untouched notebook earns 20 points",
    ),
    "a check that breaks": (
        spoil_checks(BREAKS),
        "solution for ada",
        "The check breaks crashed (ZeroDivisionError",
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


def test_two_mistakes_that_give_one_value_are_both_named(own_counting: Any) -> None:
    cell = "# %% hundredfold\n# The share was multiplied.\nham_share *= 100\n\n# %% text"
    edit(MISTAKES, "# %% text", cell)(own_counting.exercise.folder)
    proofs = {proof.what: proof for proof in prove(own_counting.course, own_counting.exercise, ("ada",))}
    assert proofs["mistake percent-for-share"].holds
    assert proofs["mistake hundredfold"].holds


def test_the_proof_goes_step_by_step(own_counting: Any) -> None:
    steps = [proof.what for proof in prove(own_counting.course, own_counting.exercise, ("ada", "grace"))]
    begun = ["untouched", "solution for ada", "solution for grace", "solution on a second form"]
    assert steps[:4] == begun
    assert [step.partition(" ")[0] for step in steps[4:8]] == ["mistake"] * 4
    assert [step.partition(" ")[2] for step in steps[8:]] == [
        "forms of right answers",
        "shortcuts",
        "mutants",
        "names given to mutants",
    ]


def test_a_form_that_is_refused_must_be_listed(own_counting: Any) -> None:
    spoil_checks(ONLY_FLOATS)(own_counting.exercise.folder)
    exercise = Course(own_counting.course.root).exercise(own_counting.exercise.slug)
    said = prove_forms(own_counting.course, exercise, "ada").faults
    assert "`ham_share`, list of one: It is not a float." in said
    listed = (
        f'[[refused]]\nname = "ham_share"\nform = "{fault.split(": ")[0].split(", ")[1]}"\n'
        'says = "not a float"\nwhy = "It asks for a float."\n'
        for fault in said
    )
    (own_counting.exercise.folder / "proof.toml").write_text("\n".join(listed), encoding="utf-8")
    assert prove_forms(own_counting.course, exercise, "ada").faults == ()
    with (own_counting.exercise.folder / "proof.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[refused]]\nname = "ham_share"\nform = "float"\nsays = "x"\nwhy = "y"\n')
    assert prove_forms(own_counting.course, exercise, "ada").faults == ("`ham_share`, float: is not refused",)


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
