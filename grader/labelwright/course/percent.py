"""Read an exercise's notebook.py, which is a notebook in jupytext's percent format: its cells and its solution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jupytext

from labelwright.course.exercise import Exercise, ExerciseError

SOLUTION_LINE = "# solution"
"""What is below this line in a code cell is the solution, and the learner does not get it."""
SOLUTION_TAG = "solution"
"""A cell with this tag is part of the solution only."""


def read_cells(path: Path) -> list[Any]:
    """Return the cells of a file in percent format; ExerciseError if it cannot be read."""
    if not path.is_file():
        raise ExerciseError(f"{path} is missing. It is the source of the exercise's notebook.")
    try:
        notebook: Any = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent")
    except Exception as error:
        raise ExerciseError(f"{path} cannot be read as jupytext percent format: {error}") from None
    return list(notebook.cells)


def source_cells(exercise: Exercise) -> list[Any]:
    """Return the cells of notebook.py, text and code; ExerciseError if it cannot be read."""
    return read_cells(exercise.folder / "notebook.py")


def solution_cells(exercise: Exercise) -> list[str]:
    """Return the code of the solved notebook, one string per cell."""
    return [cell.source for cell in source_cells(exercise) if cell.cell_type == "code"]


def has_solution(exercise: Exercise) -> bool:
    """Return whether notebook.py contains a solution."""
    return any(
        is_solution_cell(cell) or (cell.cell_type == "code" and code_before_solution(cell.source) is not None)
        for cell in source_cells(exercise)
    )


def is_solution_cell(cell: Any) -> bool:
    """Return whether the whole cell belongs to the solution."""
    return bool(SOLUTION_TAG in cell.metadata.get("tags", []))


def code_before_solution(source: str) -> list[str] | None:
    """Return the lines above the line `# solution`; None if the cell has no such line."""
    lines = source.splitlines()
    for number, line in enumerate(lines):
        if line.strip() == SOLUTION_LINE:
            return lines[:number]
    return None
