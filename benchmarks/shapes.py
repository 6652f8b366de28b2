"""The assignment in the shapes that are compared: our exercise folder, a plain notebook, nbgrader's and otter's sources."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assignment import FOLDER, SLUG, Cell, Work, cells
from variants import ASSERTIONS, REFERENCE

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
POINTS = 5
FIRST = next(iter(ASSERTIONS))


def write_ours(works: Iterable[Work], folder: Path) -> None:
    """Write a private course in `folder`/course and one notebook per learner in `folder`/submitted."""
    shutil.copytree(
        FOLDER, folder / "course" / "exercises" / SLUG, ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "course" / "datasets").mkdir()
    (folder / "submitted").mkdir()
    for work in works:
        made = [_code(work.answers[cell.task]) if cell.role == "answer" else _cell(cell) for cell in cells()]
        about = {"labelwright": {"exercise": SLUG, "version": 1, "learner": work.learner}}
        _write(folder / "submitted" / f"{work.learner}.ipynb", made, about)


DECLARED = """

from labelwright.checks import function, number  # noqa: E402

kappa_of_short_lists = function(
    "kappa", "kappa", "is right for short lists of labels", inputs=[(list("abab"), list("abbb")), (list("xxyz"), list("xyyz"))]
)
kappa_of_two_annotators = number("kappa", "kappa_ana_ben", "Cohen's kappa on the items that both labelled")
rule_on_new_texts = function(
    "rule", "label_text", "labels texts that it has not seen", inputs=[(text,) for text in PROBES]
)
accuracy_of_the_rule = number("rule", "accuracy", "the share of items where the rule gives the majority's label")
"""
"""The same checks, of which four take the right answer from the solution: it runs for each notebook."""


def write_declared(works: Iterable[Work], folder: Path) -> None:
    """Write the same as `write_ours`, with declared checks where a value is compared with the solution's."""
    write_ours(works, folder)
    checks = folder / "course" / "exercises" / SLUG / "checks.py"
    checks.write_text(checks.read_text(encoding="utf-8") + DECLARED, encoding="utf-8")


def write_busy(seconds: float, count: int, folder: Path) -> None:
    """Write `count` submissions to the same private course that only burn so many CPU seconds each."""
    write_ours([], folder)
    loop = (
        f"import time\nbegan = time.process_time()\nwhile time.process_time() - began < {seconds}:\n    pass"
    )
    for number in range(count):
        about = {"labelwright": {"exercise": SLUG, "version": 1, "learner": f"busy-{number}"}}
        _write(folder / "submitted" / f"busy-{number}.ipynb", [_code(loop)], about)


def write_plain(works: Iterable[Work], folder: Path, *, checks: bool) -> None:
    """Write plain notebooks into `folder`: the learner's cells, with or without the visible checks."""
    folder.mkdir(parents=True)
    for work in works:
        made = []
        for cell in cells():
            if cell.role == "answer":
                made.append(_code(work.answers[cell.task]))
            elif cell.role in ("prose", "given"):
                made.append(_cell(cell))
            elif cell.role == "check" and checks:
                made.append(_code(ASSERTIONS[cell.task].visible))
        _write(folder / f"{work.learner}.ipynb", made)


def write_nbgrader_source(path: Path) -> None:
    """Write nbgrader's source notebook: solution cells, and two test cells a task, one hidden."""
    made = []
    for cell in cells():
        if cell.role == "answer":
            source = f"### BEGIN SOLUTION\n{cell.source}\n### END SOLUTION"
            made.append(_graded(source, f"{cell.task}-answer", solution=True))
        elif cell.role == "check":
            tests = ASSERTIONS[cell.task]
            hidden = f"### BEGIN HIDDEN TESTS\n{REFERENCE if cell.task == FIRST else ''}{tests.hidden}\n### END HIDDEN TESTS"
            made.append(_graded(tests.visible, f"{cell.task}-visible", solution=False))
            made.append(_graded(hidden, f"{cell.task}-hidden", solution=False))
        elif cell.role != "tool":
            made.append(_cell(cell))
    _write(path, made)


def write_otter_source(path: Path) -> None:
    """Write otter's master notebook in its raw-cell format."""
    made = [
        _raw(
            "# ASSIGNMENT CONFIG\ninit_cell: true\ncheck_all_cell: false\nexport_cell: false\nrun_tests: false"
        )
    ]
    for cell in cells():
        if cell.role == "answer":
            made.append(_raw(f"# BEGIN QUESTION\nname: {cell.task}\npoints: {2 * POINTS}"))
            made.append(_raw("# BEGIN SOLUTION"))
            made.append(_code(f"{_mark(cell.task)}\n# BEGIN SOLUTION\n{cell.source}\n# END SOLUTION"))
            made.append(_raw("# END SOLUTION"))
        elif cell.role == "check":
            tests = ASSERTIONS[cell.task]
            made.append(_raw("# BEGIN TESTS"))
            made.append(_code(tests.visible))
            # Each of otter's tests runs in a copy of the namespace, so each makes its own reference.
            made.append(_code(f"# HIDDEN\n{REFERENCE}{tests.hidden}"))
            made += [_raw("# END TESTS"), _raw("# END QUESTION")]
        elif cell.role != "tool":
            made.append(_cell(cell))
    _write(path, made)


def fill_in(released: Path, work: Work, target: Path) -> None:
    """Write `released`, a learner's notebook as a peer made it, to `target` with this learner's answers in it."""
    document = json.loads(released.read_text(encoding="utf-8"))
    places = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in document["cells"]}
    for task, answer in work.answers.items():
        place = places.get(f"{task}-answer")
        if place is None:
            place = next(c for c in document["cells"] if _mark(task) in "".join(c["source"]))
            answer = f"{_mark(task)}\n{answer}"
        place["source"] = answer
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(document, indent=1), encoding="utf-8")


def _mark(task: str) -> str:
    return f"# answer of {task}"


def _cell(cell: Cell) -> dict[str, Any]:
    return _code(cell.source) if cell.role != "prose" else _any("markdown", cell.source)


def _code(source: str) -> dict[str, Any]:
    return {**_any("code", source), "execution_count": None, "outputs": []}


def _raw(source: str) -> dict[str, Any]:
    return _any("raw", source)


def _graded(source: str, name: str, *, solution: bool) -> dict[str, Any]:
    about: dict[str, Any] = {"schema_version": 3, "grade_id": name, "solution": solution, "task": False}
    about |= (
        {"grade": False, "locked": False} if solution else {"grade": True, "locked": True, "points": POINTS}
    )
    return {**_code(source), "metadata": {"nbgrader": about}}


def _any(kind: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source}


def _write(path: Path, made: list[dict[str, Any]], about: dict[str, Any] | None = None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    named = [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(made)]
    metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, **(about or {})}
    document = {"cells": named, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
