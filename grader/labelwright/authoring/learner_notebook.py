"""Derive the learner's notebook, the solution and the attempts from an exercise's one source, notebook.py."""

from __future__ import annotations

import json
from hashlib import sha1
from pathlib import Path
from typing import Any

import jupytext

from labelwright.course.exercise import Exercise, ExerciseError

SOLUTION_LINE = "# solution"
SOLUTION_TAG = "solution"
TODO = "# Write your code here."


def source_cells(exercise: Exercise) -> list[Any]:
    """The cells of notebook.py (jupytext percent format); ExerciseError where it cannot be read."""
    path = exercise.folder / "notebook.py"
    if not path.is_file():
        raise ExerciseError(f"{path} is missing. It is the source of the exercise's notebook.")
    try:
        notebook: Any = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except Exception as error:
        raise ExerciseError(f"{path} cannot be read as jupytext percent format: {error}") from None
    return list(notebook.cells)


def learner_notebook(exercise: Exercise) -> str:
    """The learner's notebook as JSON text: starter code, no solution, no outputs, stable cell ids."""
    cells: list[dict[str, Any]] = []
    for cell in source_cells(exercise):
        if SOLUTION_TAG in cell.metadata.get("tags", []):
            continue
        source = starter(cell.source) if cell.cell_type == "code" else cell.source
        cells.append(_cell(exercise.slug, len(cells), cell.cell_type, source))
    document = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "labelwright": {"exercise": exercise.slug, "version": exercise.version},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def starter(source: str) -> str:
    """A code cell as the learner gets it: what stands above the line `# solution`, then a place to write."""
    lines = source.splitlines()
    for place, line in enumerate(lines):
        if line.strip() == SOLUTION_LINE:
            return "\n".join([*lines[:place], TODO])
    return source


def has_solution(exercise: Exercise) -> bool:
    """Whether notebook.py holds a solution at all."""
    return any(
        SOLUTION_TAG in cell.metadata.get("tags", [])
        or (cell.cell_type == "code" and starter(cell.source) != cell.source)
        for cell in source_cells(exercise)
    )


def solution_cells(exercise: Exercise) -> list[str]:
    """The code of the solved notebook, a string a cell."""
    return [cell.source for cell in source_cells(exercise) if cell.cell_type == "code"]


def starter_cells(exercise: Exercise) -> list[str]:
    """The code of the learner's notebook, a string a cell."""
    document = json.loads(learner_notebook(exercise))
    return ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]


def filled_notebook(exercise: Exercise, code: list[str], learner: str) -> bytes:
    """A notebook with these code cells, as a learner would hand it in."""
    document = json.loads(learner_notebook(exercise))
    document["cells"] = [_cell(exercise.slug, i, "code", source) for i, source in enumerate(code)]
    document["metadata"]["labelwright"]["learner"] = learner
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def write_learner_notebook(exercise: Exercise) -> bool:
    """Write learner.ipynb; False where it is up to date already."""
    if not is_stale(exercise):
        return False
    (exercise.folder / "learner.ipynb").write_text(learner_notebook(exercise), encoding="utf-8", newline="\n")
    return True


def is_stale(exercise: Exercise) -> bool:
    """Whether learner.ipynb differs from what notebook.py gives now."""
    path = exercise.folder / "learner.ipynb"
    return not path.is_file() or _text(path) != learner_notebook(exercise)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _cell(slug: str, index: int, kind: str, source: str) -> dict[str, Any]:
    cell: dict[str, Any] = {
        "cell_type": kind,
        # jupytext draws random ids; these are the same in every build.
        "id": sha1(f"{slug}:{index}".encode(), usedforsecurity=False).hexdigest()[:12],
        "metadata": {},
        "source": source.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
