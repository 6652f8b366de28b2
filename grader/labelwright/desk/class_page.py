"""The class: a matrix of learners by exercises with the grades that count, who is stuck and who is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labelwright.desk.page import Person, View, exercise_key
from labelwright.desk.rendering import points
from labelwright.exchange.outside_text import one_line
from labelwright.gradebook.deadlines import Deadlines
from labelwright.gradebook.policy import Grade, Standing, has_grade
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise

STUCK_TRIES = 3
STUCK_LAST = 2
STUCK_RULE = (
    f"Stuck: {STUCK_TRIES} or more hand-ins for one exercise, not passed, and none of the last {STUCK_LAST} has more points "
    "than the best one before them."
)
MISSING_RULE = (
    "Missing: the learner's own deadline is over, nothing was handed in, and nobody gave a mark. "
    "An exercise without a deadline is never missing."
)
LISTED = 12
"""The most rows of each list under the matrix; the matrix itself has everybody."""


@dataclass(frozen=True)
class Cell:
    """One grade: what to show, its state as CSS classes, which add a sign, and the same as words.

    The words are empty for a plain pass, and where nothing was handed in and nothing is due.
    """

    text: str
    state: str
    words: str = ""


NOTHING = Cell("", "none")
MISSING = Cell("–", "missing", "missing, deadline over")
_STANDING = {
    Standing.EXCUSED: Cell("EX", "excused", "excused"),
    Standing.NOT_ATTEMPTED: Cell("○", "untouched", "handed in, nothing answered"),
    Standing.PARTLY_MARKED: Cell("…", "ungraded", "partly marked: points wait for a person"),
    Standing.NOT_GRADED: Cell("?", "ungraded", "handed in, not graded"),
}


@dataclass(frozen=True)
class Column:
    """One exercise of the matrix, with how many learners have a grade and how many passed."""

    key: str
    slug: str
    title: str
    max_score: float
    graded: int
    passed: int
    mean: float | None


@dataclass(frozen=True)
class Group:
    """The columns of one module, which are next to each other."""

    module: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Row:
    """One learner: their cells in the order of the columns, what they passed, and what needs a look."""

    person: Person
    section: str
    cells: tuple[Cell, ...]
    passed: int
    total: float
    is_stuck: bool
    is_missing: bool
    is_silent: bool


@dataclass(frozen=True)
class Stuck:
    """A learner who tries one exercise and gets no further."""

    person: Person
    key: str
    title: str
    tries: int
    best: float
    max_score: float


@dataclass(frozen=True)
class Late:
    """A learner with exercises that are missing."""

    person: Person
    titles: tuple[str, ...]


@dataclass(frozen=True)
class ClassData:
    """Everything on the page of the class."""

    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    sections: tuple[str, ...]
    stuck: tuple[Stuck, ...]
    missing: tuple[Late, ...]
    silent: tuple[Person, ...]
    rules: tuple[str, ...] = (STUCK_RULE, MISSING_RULE)
    listed: int = LISTED

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of all modules."""
        return tuple(column for group in self.groups for column in group.columns)


def read(view: View, key: str) -> ClassData:
    """Return the data of the page; `key` is not used."""
    # What is missing depends on the time, so the page is made again each minute.
    return view.recall(("class", view.anonymous, f"{view.now:%Y%m%d%H%M}"), lambda: _read(view))


def _read(view: View) -> ClassData:
    overview = view.overview
    sheet, due = overview.sheet, overview.due
    exercises = sorted(sheet.exercises, key=lambda each: (overview.modules.get(each.slug, "~"), each.slug))
    stuck = _stuck(sheet.submissions, sheet.grades)
    over = _Over(due, view)
    results = _results(view, sheet.grades)
    rows = tuple(
        _row(learner, exercises, results, stuck, over, view.people[learner.id]) for learner in sheet.learners
    )
    titles = {exercise.slug: one_line(exercise.title or exercise.slug) for exercise in exercises}
    most = {exercise.slug: exercise.max_score for exercise in exercises}
    return ClassData(
        _groups(exercises, results, overview.modules),
        rows,
        tuple(sorted({learner.section for learner in sheet.learners} - {""})),
        tuple(
            Stuck(
                view.people[who],
                exercise_key(slug),
                titles.get(slug, slug),
                tries,
                best,
                most.get(slug, 0.0),
            )
            for (who, slug), (tries, best) in sorted(stuck.items(), key=lambda pair: (-pair[1][0], pair[0]))
        ),
        tuple(_missing(rows, exercises, titles)),
        tuple(row.person for row in rows if row.is_silent),
    )


class _Over:
    """Says whether a learner's deadline for an exercise is over; looks each kind of deadline up once."""

    def __init__(self, due: Deadlines, view: View) -> None:
        self._due, self._now = due, view.now
        self._own = {(exercise, learner) for exercise, learner, _ in due.by_exercise if learner is not None}
        self._known: dict[tuple[str, str], bool] = {}

    def __call__(self, exercise: str, learner: str) -> bool:
        section = self._due.sections.get(learner, "")
        key = (exercise, section)
        if (exercise, learner) in self._own:
            return self._find(exercise, learner)
        if key not in self._known:
            self._known[key] = self._find(exercise, learner)
        return self._known[key]

    def _find(self, exercise: str, learner: str) -> bool:
        deadline = self._due.for_learner(exercise, learner)
        return bool(deadline and deadline.due and deadline.due < self._now)


@dataclass(frozen=True, slots=True)
class _Result:
    """What the page needs of a grade, worked out once: a class has ten thousand."""

    standing: Standing
    score: float
    passed: bool
    is_late: bool
    has_work: bool


def _results(view: View, grades: Mapping[tuple[str, str], Grade]) -> dict[tuple[str, str], _Result]:
    """Return what the page needs of each grade; that of a grade which is still the same one is used again."""
    before: dict[tuple[str, str], tuple[Grade, _Result]] = view.memory.lasting.get("results", {})
    found = {}
    for pair, grade in grades.items():
        known = before.get(pair)
        found[pair] = known if known and known[0] is grade else (grade, _result(grade))
    view.memory.lasting["results"] = found
    return {pair: result for pair, (_, result) in found.items()}


def _result(grade: Grade) -> _Result:
    standing = grade.standing
    if standing is not Standing.GRADED:
        return _Result(standing, 0.0, False, False, grade.report is not None)
    return _Result(standing, grade.score, grade.passed, grade.is_late, grade.report is not None)


def _row(
    learner: Learner,
    exercises: Sequence[Exercise],
    results: Mapping[tuple[str, str], _Result],
    stuck: Mapping[tuple[str, str], object],
    over: _Over,
    person: Person,
) -> Row:
    cells, passed, total, work = [], 0, 0.0, False
    for exercise in exercises:
        pair = (learner.id, exercise.slug)
        result = results.get(pair)
        if result is None or result.standing is Standing.ABSENT:
            cells.append(MISSING if over(exercise.slug, learner.id) else NOTHING)
            continue
        work = work or result.has_work
        cells.append(_cell(result, pair in stuck))
        passed += result.passed
        total += result.score
    return Row(
        person,
        learner.section,
        tuple(cells),
        passed,
        total,
        any(cell.state == "stuck" for cell in cells),
        MISSING in cells,
        not work,
    )


def _cell(result: _Result, is_stuck: bool) -> Cell:
    plain = _STANDING.get(result.standing)
    if plain is not None:
        return plain
    text, late = points(round(result.score)), result.is_late
    exact = points(result.score)
    if result.passed:
        return Cell(text, "late", f"{exact}, passed, late") if late else Cell(text, "passed")
    if is_stuck:
        return Cell(text, "stuck", f"{exact}, stuck: several hand-ins, no progress")
    return Cell(text, "failed late" if late else "failed", f"{exact}, not passed{', late' if late else ''}")


def _groups(
    exercises: Sequence[Exercise], results: Mapping[tuple[str, str], _Result], modules: Mapping[str, str]
) -> tuple[Group, ...]:
    by_exercise: dict[str, list[_Result]] = defaultdict(list)
    for (_, slug), result in results.items():
        if result.standing is Standing.GRADED:
            by_exercise[slug].append(result)
    found: dict[str, list[Column]] = {}
    for exercise in exercises:
        graded = by_exercise[exercise.slug]
        mean = sum(result.score for result in graded) / len(graded) if graded else None
        column = Column(
            exercise_key(exercise.slug),
            exercise.slug,
            one_line(exercise.title or exercise.slug),
            exercise.max_score,
            len(graded),
            sum(result.passed for result in graded),
            mean,
        )
        found.setdefault(modules.get(exercise.slug, ""), []).append(column)
    return tuple(Group(one_line(module), tuple(columns)) for module, columns in found.items())


def _stuck(
    submissions: Sequence[Graded], grades: Mapping[tuple[str, str], Grade]
) -> dict[tuple[str, str], tuple[int, float]]:
    """Return who is stuck where, with the number of hand-ins and the best points; see STUCK_RULE."""
    tries: dict[tuple[str, str], list[float]] = defaultdict(list)
    for graded in submissions:
        report = graded.report
        if has_grade(report):
            tries[report.learner, report.exercise].append(report.score)
    found = {}
    for pair, scores in tries.items():
        grade = grades.get(pair)
        if len(scores) < STUCK_TRIES or grade is None or grade.passed or grade.standing is Standing.EXCUSED:
            continue
        if max(scores[-STUCK_LAST:]) <= max(scores[:-STUCK_LAST]):
            found[pair] = (len(scores), max(scores))
    return found


def _missing(rows: Sequence[Row], exercises: Sequence[Exercise], titles: Mapping[str, str]) -> list[Late]:
    found = []
    for row in rows:
        without = [each.slug for each, cell in zip(exercises, row.cells, strict=True) if cell is MISSING]
        if without:
            found.append(Late(row.person, tuple(titles[slug] for slug in without)))
    return sorted(found, key=lambda late: -len(late.titles))
