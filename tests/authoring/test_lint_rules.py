"""Lint finds every planted fault, one rule at a time, and says what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.learner_notebook import write_learner_notebook
from labelwright.authoring.lint import lint
from labelwright.course.course import Course

Plant = Callable[[Path], object]


def edit(name: str, old: str, new: str) -> Plant:
    def plant(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return plant


def write(name: str, text: str) -> Plant:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def remove(name: str) -> Plant:
    return lambda folder: (folder / name).unlink()


def more_cell(code: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / "mistakes.py").open("a", encoding="utf-8") as file:
            file.write(f"\n# %% more\n{code}")

    return change


def made_by(code: str, more: str = "") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "made.py").write_text(f'"""Make."""\n\nimport pandas as pd\n{code}', encoding="utf-8")
        edit("exercise.toml", "[limits]", f'[sample]\nmade_by = "made.py"\n{more}\n[limits]')(folder)

    return change


FAULTS: dict[str, tuple[Plant, str]] = {
    "a stray file": (write("notes.docx", "x"), "notes.docx does not belong in an exercise folder"),
    "an unknown requirement": (
        edit("exercise.toml", "requires = []", 'requires = ["gone"]'),
        "requires 'gone', which is not an exercise here",
    ),
    "an unknown dataset": (
        edit("exercise.toml", "datasets = []", 'datasets = ["gone"]'),
        "datasets names 'gone'; datasets/gone/ has no card",
    ),
    "a skill that is not on the map": (
        edit("exercise.toml", 'skills = ["label"]', 'skills = ["juggle"]'),
        "skills names 'juggle', which is not on the map of skills. Use: curate, clean",
    ),
    "no notebook": (remove("notebook.py"), "notebook.py is missing"),
    "no solution": (edit("notebook.py", "# solution", "# answer"), "has no solution"),
    "another exercise opened": (
        edit("notebook.py", 'exercise("count-the-labels")', 'exercise("other")'),
        "does not open the exercise",
    ),
    "a task that is never checked": (
        edit("notebook.py", 'ex.check("share")', "pass"),
        "has no cell that checks task 'share'. Add: ex.check(\"share\")",
    ),
    "a stale notebook": (
        edit("learner.ipynb", "Count the labels", "Counting"),
        "Run: labelwright author build",
    ),
    "no learner notebook": (remove("learner.ipynb"), "Run: labelwright author build"),
    "no checks": (remove("checks.py"), "checks.py is missing"),
    "checks that do not load": (write("checks.py", "1 / 0"), "cannot be loaded: ZeroDivisionError"),
    "a task without a check": (
        edit("checks.py", 'number(\n    "share"', 'number(\n    "counts"'),
        "the task 'share' has no check",
    ),
    "a forbidden import": (
        edit(
            "checks.py",
            "from labelwright.checks import function, number",
            "from labelwright.checks import function, number\nimport labelwright.grading",
        ),
        "imports labelwright.grading. A check uses only",
    ),
    "a forbidden import inside": (
        edit(
            "checks.py",
            "BATCHES = [",
            "def more():\n    import labelwright.gradebook.book\n\n\nBATCHES = [",
        ),
        "imports labelwright.gradebook.book",
    ),
    "no hints": (remove("hints.md"), "has no hints for task 'counts'"),
    "a task without hints": (edit("hints.md", "## share", "### share"), "has no hints for task 'share'"),
    "hints for no task": (edit("hints.md", "## share", "## sharing"), "`## sharing` is not a task"),
    "a single hint": (edit("hints.md", "---", "- - -"), "has 1 hint; write at least 2"),
    "hints not in UTF-8": (
        lambda folder: (folder / "hints.md").write_bytes(b"## counts\n\xe9"),
        "cannot be read as UTF-8",
    ),
    "no wrong answers": (remove("mistakes.py"), "contains 0 wrong answers; write at least 4"),
    "too few wrong answers": (
        edit("mistakes.py", "# %% text-for-number\n", ""),
        "contains 3 wrong answers; write at least 4",
    ),
    "a wrong answer that says nothing": (
        more_cell("x = 1\n"),
        "the cell 'more' does not say what it is",
    ),
    "a wrong answer that is not Python": (
        more_cell("# This is a share.\nx = = 1\n"),
        "the cell 'more' is not Python",
    ),
    "two wrong answers of one name": (
        edit("mistakes.py", "# %% text-for-number", "# %% percent-for-share"),
        "two cells are called 'percent-for-share'",
    ),
    "a wrong answer with a name that cannot be": (
        edit("mistakes.py", "# %% text-for-number", "# %% Text for number"),
        "'Text for number' cannot be the name of a cell",
    ),
    "a sentence that no check can say": (
        more_cell("# This is a share.\nbatch = []\n"),
        "it changes batch, and no declared check asks for that",
    ),
    "a chosen name that nobody makes": (
        edit("exercise.toml", 'skills = ["label"]', 'skills = ["label"]\nchosen = ["ham_shar"]'),
        "chosen names 'ham_shar', which the solution in notebook.py never makes",
    ),
    "a check of a name that nobody makes": (
        edit("checks.py", '"ham_share"', '"ham_shar"'),
        "share-of-ham asks for 'ham_shar', which the solution in notebook.py never makes",
    ),
    "a solution that only Jupyter can run": (
        edit("notebook.py", "ham_share = ...\n# solution", "ham_share = ...\n# solution\n%time 1"),
        "the solution has a cell that is not plain Python",
    ),
    "a word that the task does not offer": (
        more_cell("# It is a word.\nham_share = 'most'\n"),
        "the task does not offer 'most' for `ham_share`",
    ),
    "a solution that is given away": (
        edit("notebook.py", "ham_share = ...\n# solution", "ham_share = ...\n#solution"),
        "has the line '#solution'. Write it exactly so: # solution",
    ),
    "a sample that is another one each time": (
        made_by("import random\n\n\ndef make():\n    return pd.DataFrame({'x': [random.random()]})\n"),
        "makes another sample each time",
    ),
    "a sample without the column": (
        made_by("\n\ndef make():\n    return pd.DataFrame({'x': [1]})\n", 'columns = ["y"]\n'),
        "the sample cannot be drawn",
    ),
    "a number of rows for nothing": (
        made_by("\n\ndef make():\n    return pd.DataFrame({'x': [1]})\n", "n = 30\n"),
        "n of [sample] says 30 rows, and made.py makes 1",
    ),
    "an expectation not understood": (
        more_cell("# expect: share-of-ham goes wrong\nx = 1\n"),
        "cannot be read. Write: # expect:",
    ),
    "an unknown verdict": (
        more_cell('# expect: share-of-ham lost "x"\nx = 1\n'),
        "cannot be read. Write: # expect:",
    ),
    "an expectation of no check": (
        more_cell('# expect: no-such-check failed "x"\nx = 1\n'),
        "the check 'no-such-check' does not exist. Use one of: counts-an-empty-list",
    ),
    "an expectation of no message": (
        more_cell("# expect: share-of-ham failed\nx = 1\n"),
        "share-of-ham expects no message",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(own_counting: Any, name: str) -> None:
    plant, sentence = FAULTS[name]
    course, slug = own_counting.course, own_counting.exercise.slug
    assert lint(course, course.exercise(slug)) == []
    plant(own_counting.exercise.folder)
    exercise = Course(course.root).exercise(slug)
    if name not in ("a stale notebook", "no learner notebook", "no notebook"):
        write_learner_notebook(exercise)
    findings = lint(Course(course.root), exercise)
    assert any(sentence in finding for finding in findings), findings
    assert all(str(own_counting.exercise.folder) in finding for finding in findings)


@pytest.mark.parametrize("name", ["extra.py", "labels.csv", "items.jsonl", ".keep"])
def test_what_may_lie_there_is_no_fault(own_counting: Any, name: str) -> None:
    write(name, "")(own_counting.exercise.folder)
    assert lint(own_counting.course, own_counting.exercise) == []


SHOWN = 'dataset = "own-messages"\nn = 2\nkey = "id"\ncolumns = ["id"]'
OPENS = '\npath = ex.file("own-messages")'


@pytest.mark.parametrize(
    ("sample", "use", "finding"),
    [
        (SHOWN, "", ""),
        (SHOWN, OPENS, ""),
        (SHOWN + '\nwhole_files = ["own-messages"]', OPENS, ""),
        (SHOWN + '\nmade_by = "made.py"', "", ""),
        (
            SHOWN + '\nmade_by = "made.py"',
            OPENS,
            "shows what was changed in your sample; your own rows are `ex.sample()`. If the notebook must work on the "
            'whole published file, write in [sample]: whole_files = ["own-messages"]',
        ),
        (SHOWN + '\nmade_by = "made.py"\nwhole_files = ["own-messages"]', OPENS, ""),
        ('made_by = "made.py"', OPENS, "does not name it in whole_files"),
        (
            SHOWN + '\nwhole_files = ["own-messages"]',
            "",
            "whole_files names 'own-messages', but notebook.py never",
        ),
    ],
)
def test_a_notebook_works_on_a_whole_file_only_where_that_is_declared(
    sampled: Any, sample: str, use: str, finding: str
) -> None:
    made = sampled(sample, {"own.csv": "id,truth\na,1\nb,2\nc,3\n"})
    (made.exercise.folder / "made.py").write_text(
        "import pandas as pd\n\n\ndef make():\n    return pd.DataFrame({'id': [1]})\n", encoding="utf-8"
    )
    edit("notebook.py", 'ex = exercise("count-the-labels")', f'ex = exercise("count-the-labels"){use}')(
        made.exercise.folder
    )
    write_learner_notebook(made.exercise)
    findings = lint(made.course, made.exercise)
    assert len(findings) == bool(finding)
    assert all(finding in found for found in findings), findings
