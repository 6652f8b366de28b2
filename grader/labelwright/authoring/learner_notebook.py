"""Write the learner's notebook, and the solution from an exercise's one source, notebook.py."""

from __future__ import annotations

import json
from hashlib import sha1
from pathlib import Path
from typing import Any

from labelwright.course.exercise import Exercise
from labelwright.course.percent import code_before_solution, is_solution_cell, source_cells

TODO = "# Write your code here."


def learner_notebook(exercise: Exercise) -> str:
    """Return the learner's notebook as JSON text: starter code, no solution, no outputs, stable cell ids."""
    cells: list[dict[str, Any]] = []
    for cell in source_cells(exercise):
        if is_solution_cell(cell):
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
    """Return a code cell as the learner gets it: what is above the line `# solution`, then a place to write."""
    before = code_before_solution(source)
    return source if before is None else "\n".join([*before, TODO])


def starter_cells(exercise: Exercise) -> list[str]:
    """Return the code of the learner's notebook, one string per cell."""
    document = json.loads(learner_notebook(exercise))
    return ["".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "code"]


def filled_notebook(exercise: Exercise, code: list[str], learner: str) -> bytes:
    """Return a notebook with these code cells, as a learner would hand it in."""
    document = json.loads(learner_notebook(exercise))
    document["cells"] = [_cell(exercise.slug, i, "code", source) for i, source in enumerate(code)]
    document["metadata"]["labelwright"]["learner"] = learner
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def write_learner_notebook(exercise: Exercise) -> bool:
    """Write learner.ipynb if it is out of date; return whether it was written."""
    if not is_stale(exercise):
        return False
    (exercise.folder / "learner.ipynb").write_text(learner_notebook(exercise), encoding="utf-8", newline="\n")
    return True


def is_stale(exercise: Exercise) -> bool:
    """Return whether learner.ipynb differs from what notebook.py gives now."""
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
