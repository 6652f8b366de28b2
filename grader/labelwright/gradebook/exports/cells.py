"""What the export files share: safe cells, plain numbers, names of columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from labelwright.gradebook.policy import Grade
from labelwright.gradebook.sheet import Exercise
from labelwright.gradebook.table import neutral


class Missing(StrEnum):
    """What stands where nothing was handed in: no grade yet, or 0 points."""

    BLANK = "blank"
    ZERO = "zero"


def number(value: float) -> str:
    """Points with at most two decimals, which is as fine as Canvas keeps them."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def score(grade: Grade, missing: Missing, blank: str = "") -> str:
    """The points that count; `blank` or 0 where nothing was handed in and nothing marked."""
    return number(grade.score) if grade.present or missing is Missing.ZERO else blank


def headings(exercises: Sequence[Exercise], taken: Collection[str] = ()) -> list[str]:
    """One column name an exercise: its title, or its slug where that is empty, not unique, or `taken`."""
    titles = [exercise.title for exercise in exercises]
    return [
        exercise.slug
        if not exercise.title
        or titles.count(exercise.title) > 1
        or any(word in exercise.title for word in taken)
        else exercise.title
        for exercise in exercises
    ]


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text; what people wrote goes through `safe` first."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def safe(*cells: str) -> list[str]:
    """Cells in which no spreadsheet reads a formula."""
    return [neutral(cell) for cell in cells]
