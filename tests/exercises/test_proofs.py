"""Every exercise proves itself: untouched earns nothing, the solution earns all, each attempt its own message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labelwright.authoring.learner_notebook import is_stale, learner_notebook, starter_cells
from labelwright.authoring.lint import lint
from labelwright.authoring.prove import SEEDS, attempt_cells, prove, run
from labelwright.checks.attempts import faults, read_attempts
from labelwright.checks.verdicts import OutcomeKind, Report, Verdict
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells

ROOT = Path(__file__).resolve().parents[2]
SLUGS = [exercise.slug for exercise in Course(ROOT).exercises]
STEPS = [(slug, attempt.name) for slug in SLUGS for attempt in read_attempts(Course(ROOT).exercise(slug))]


@pytest.fixture
def exercise(course: Course, slug: str) -> Exercise:
    return course.exercise(slug)


def finished(report: Report) -> None:
    assert report.outcome.kind is OutcomeKind.FINISHED, report.outcome


@pytest.mark.parametrize("slug", SLUGS)
def test_untouched_earns_nothing(course: Course, exercise: Exercise) -> None:
    report = run(course, exercise, starter_cells(exercise), SEEDS[0])
    finished(report)
    assert {check.verdict for check in report.checks} <= {Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN}
    assert (report.score, report.passed) == (0.0, False)


@pytest.mark.parametrize("learner", SEEDS)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_earns_full_marks(course: Course, exercise: Exercise, learner: str) -> None:
    report = run(course, exercise, solution_cells(exercise), learner)
    finished(report)
    assert [(c.id, c.message) for c in report.checks if c.verdict is not Verdict.PASSED] == []
    assert (report.score, report.passed) == (exercise.max_score, True)
    assert report.notes == ()


@pytest.mark.parametrize("learner", SEEDS[:2])
@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_earns_full_marks_on_a_second_form(
    course: Course, exercise: Exercise, learner: str
) -> None:
    report = run(course, exercise, solution_cells(exercise), learner, form=2)
    assert [(c.id, c.message) for c in report.checks if c.verdict is not Verdict.PASSED] == []
    assert (report.score, report.passed, report.form) == (exercise.max_score, True, 2)


@pytest.mark.parametrize(("slug", "name"), STEPS)
def test_each_attempt_gets_its_own_message(course: Course, exercise: Exercise, name: str) -> None:
    attempt = next(attempt for attempt in read_attempts(exercise) if attempt.name == name)
    report = run(course, exercise, attempt_cells(exercise, attempt), SEEDS[0])
    finished(report)
    assert faults(attempt, report) == []
    assert report.score < exercise.max_score


@pytest.mark.parametrize("slug", SLUGS)
def test_the_folder_keeps_the_rules(course: Course, exercise: Exercise) -> None:
    assert lint(course, exercise) == []
    assert len(read_attempts(exercise)) >= 4


@pytest.mark.parametrize("slug", SLUGS)
def test_the_learner_notebook_is_built_and_builds_the_same_again(exercise: Exercise, tmp_path: Path) -> None:
    assert not is_stale(exercise)
    elsewhere = tmp_path / exercise.slug
    shutil.copytree(exercise.folder, elsewhere)
    again = exercise.model_copy(update={"folder": elsewhere})
    assert learner_notebook(exercise) == learner_notebook(exercise) == learner_notebook(again)
    assert (exercise.folder / "learner.ipynb").read_bytes() == learner_notebook(exercise).encode()


@pytest.mark.parametrize("slug", SLUGS)
def test_learners_do_not_get_the_solution(exercise: Exercise) -> None:
    solution = {line.strip() for cell in solution_cells(exercise) for line in cell.splitlines()}
    starter = {line.strip() for cell in starter_cells(exercise) for line in cell.splitlines()}
    hidden = {line for line in solution - starter if line and line != "# solution"}
    assert len(hidden) >= 3
    published = learner_notebook(exercise)
    assert [line for line in hidden if len(line) > 30 and line in published] == []


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A copy of the course whose checks may be spoiled."""
    root = tmp_path_factory.mktemp("spoiled")
    for name in ("exercises", "datasets"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Course(root)


MUTATIONS = [
    ("audit-a-published-lexicon", "if stated == 0:", "if stated == 1:", "solution"),
    ("audit-a-published-lexicon", "stated = work.number", "return\n    stated = work.number", "untouched"),
    (
        "same-ratings-three-answers",
        "alpha(ratings(work), level)",
        "alpha(ratings(work), level) + 0.01",
        "solution",
    ),
    ("same-ratings-three-answers", "throws the order away", "is not so good", "attempt nominal_chosen"),
]


@pytest.mark.parametrize(
    ("slug", "old", "new", "step"), MUTATIONS, ids=[m[3] + " " + m[0] for m in MUTATIONS]
)
def test_a_spoiled_check_breaks_the_proof(copy: Course, slug: str, old: str, new: str, step: str) -> None:
    path = copy.root / "exercises" / slug / "checks.py"
    source = path.read_text(encoding="utf-8")
    assert source.count(old) == 1
    path.write_text(source.replace(old, new), encoding="utf-8")
    try:
        broken = (proof for proof in prove(copy, copy.exercise(slug), SEEDS[:1]) if not proof.holds)
        first = next(broken)
    finally:
        path.write_text(source, encoding="utf-8")
    assert first.what.startswith(step)
    assert first.faults
