"""The class as a matrix of learners by exercises, with means and medians of the grades that exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from labelwright.gradebook.policy import Grade, Standing
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise, Sheet
from labelwright.gradebook.statement import Statement, number, statement_of


@dataclass(frozen=True)
class Average:
    """The mean and the median of the grades that exist, and how many they are; both are empty text without any."""

    mean: str = ""
    median: str = ""
    count: int = 0


@dataclass(frozen=True)
class Row:
    """One learner with a statement for each exercise; `average` is in percent of the points."""

    learner: Learner
    cells: tuple[Statement, ...]
    average: Average


@dataclass(frozen=True)
class Matrix:
    """The class: exercises in learning order, learners by name, and the average of each exercise in points."""

    exercises: tuple[Exercise, ...]
    rows: tuple[Row, ...]
    averages: tuple[Average, ...]
    overall: Average


def matrix_of(sheet: Sheet, learners: Iterable[Learner], exercises: Iterable[Exercise]) -> Matrix:
    """Return the matrix of some learners and exercises; what has no grade counts in no mean and no median."""
    columns = tuple(exercises)
    people = sorted(
        learners, key=lambda learner: (learner.name.casefold() or learner.id.casefold(), learner.id)
    )
    grades = {person.id: [sheet.grade(person, column) for column in columns] for person in people}
    rows = tuple(
        Row(person, tuple(map(statement_of, grades[person.id])), _average(_percents(grades[person.id])))
        for person in people
    )
    averages = tuple(
        _average([own[place].score for own in grades.values() if own[place].standing is Standing.GRADED])
        for place in range(len(columns))
    )
    overall = _average([percent for own in grades.values() for percent in _percents(own)])
    return Matrix(columns, rows, averages, overall)


def matrix_cells(matrix: Matrix) -> list[list[str]]:
    """Return the matrix as rows of text for a spreadsheet; a cell without a grade is empty, never 0."""
    head = [
        "learner",
        "name",
        "section",
        *(column.slug for column in matrix.exercises),
        "mean_percent",
        "median_percent",
    ]
    body = [
        [
            row.learner.id,
            row.learner.name,
            row.learner.section,
            *(cell.points for cell in row.cells),
            row.average.mean,
            row.average.median,
        ]
        for row in matrix.rows
    ]
    means = ["", "mean", "", *(each.mean for each in matrix.averages), matrix.overall.mean, ""]
    medians = ["", "median", "", *(each.median for each in matrix.averages), "", matrix.overall.median]
    return [head, *body, means, medians]


def _percents(grades: Iterable[Grade]) -> list[float]:
    """Return each existing grade in percent of its points; a grade out of 0 points has none."""
    return [
        100.0 * grade.score / grade.max_score
        for grade in grades
        if grade.standing is Standing.GRADED and grade.max_score
    ]


def _average(values: Sequence[float]) -> Average:
    if not values:
        return Average()
    return Average(number(fmean(values)), number(median(values)), len(values))
