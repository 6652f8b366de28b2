"""Every exercise proves itself: untouched earns nothing, the solution earns all, each wrong answer its own message."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labelwright.authoring.learner_notebook import is_stale, learner_notebook, starter_cells
from labelwright.authoring.lint import lint
from labelwright.authoring.prove import (
    SEEDS,
    mistaken_cells,
    prove,
    prove_mutants,
    run,
    solve,
    try_wrong_answers,
)
from labelwright.checks.verdicts import OutcomeKind, Report, Verdict
from labelwright.checks.wrong_answers import faults, read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells

ROOT = Path(__file__).resolve().parents[2]
SLUGS = [exercise.slug for exercise in Course(ROOT).exercises]
REASON = "each case runs a whole notebook; quick are one run untouched, one solved and one wrong answer of each exercise"


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


def full_marks(exercise: Exercise, report: Report) -> None:
    finished(report)
    assert [(c.id, c.message) for c in report.checks if c.verdict is not Verdict.PASSED] == []
    assert (report.score, report.passed) == (exercise.max_score, True)
    assert report.notes == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_earns_full_marks(course: Course, exercise: Exercise) -> None:
    full_marks(exercise, run(course, exercise, solution_cells(exercise), SEEDS[0]))


@pytest.mark.slow(REASON)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_solution_earns_full_marks_for_each_learner_and_form(course: Course, exercise: Exercise) -> None:
    for learner, form in [*((learner, 1) for learner in SEEDS), *((learner, 2) for learner in SEEDS[:2])]:
        report = solve(course, exercise, learner, form)
        full_marks(exercise, report)
        assert (report.learner, report.form) == (learner, form)


@pytest.mark.slow(REASON)
@pytest.mark.parametrize("slug", SLUGS)
def test_each_wrong_answer_gets_its_own_message(course: Course, exercise: Exercise) -> None:
    answers = read_wrong_answers(exercise)
    found = {}
    for wrong, report in zip(answers, try_wrong_answers(course, exercise, answers, SEEDS[0]), strict=True):
        finished(report)
        found[wrong.name] = faults(wrong, report)
        # One that expects only passes is a right answer in another form.
        is_right = not wrong.sentence and all(w.verdict is Verdict.PASSED for w in wrong.expectations)
        assert (report.score == exercise.max_score) is is_right, wrong.name
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_wrong_answer_gets_its_own_message_from_the_grader(course: Course, exercise: Exercise) -> None:
    wrong = read_wrong_answers(exercise)[0]
    report = run(course, exercise, mistaken_cells(exercise, wrong), SEEDS[0])
    finished(report)
    assert faults(wrong, report) == []


@pytest.mark.slow("tries eight mutants of each exercise's solution; `author prove` tries forty")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_checks_find_mutants_of_the_solution(course: Course, exercise: Exercise) -> None:
    assert {
        proof.what: proof.faults for proof in prove_mutants(course, exercise, most=8) if not proof.holds
    } == {}


@pytest.mark.slow(REASON)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_grader_and_the_bench_say_the_same(course: Course, exercise: Exercise) -> None:
    answers = read_wrong_answers(exercise)[::9]
    for wrong, tried in zip(answers, try_wrong_answers(course, exercise, answers, SEEDS[0]), strict=True):
        graded = run(course, exercise, mistaken_cells(exercise, wrong), SEEDS[0])
        assert graded.outcome == tried.outcome
        assert graded.checks == tried.checks


@pytest.mark.usefixtures("course_data")
def test_every_folder_keeps_the_rules(course: Course) -> None:
    faults = {exercise.slug: lint(course, exercise) for exercise in course.exercises}
    assert {slug: found for slug, found in faults.items() if found} == {}


@pytest.mark.usefixtures("course_data")
def test_every_learner_notebook_is_built_and_builds_the_same_again(course: Course, tmp_path: Path) -> None:
    faults = []
    for exercise in course.exercises:
        elsewhere = tmp_path / exercise.slug
        shutil.copytree(exercise.folder, elsewhere)
        copy = exercise.model_copy(update={"folder": elsewhere})
        built = learner_notebook(exercise)
        if is_stale(exercise) or (exercise.folder / "learner.ipynb").read_bytes() != built.encode():
            faults.append(f"{exercise.slug}: learner.ipynb is not what its sources give")
        if not built == learner_notebook(exercise) == learner_notebook(copy):
            faults.append(f"{exercise.slug}: two builds differ")
    assert faults == []


def test_learners_do_not_get_a_solution(course: Course) -> None:
    faults = []
    for exercise in course.exercises:
        solution = {line.strip() for cell in solution_cells(exercise) for line in cell.splitlines()}
        starter = {line.strip() for cell in starter_cells(exercise) for line in cell.splitlines()}
        hidden = {line for line in solution - starter if line and line != "# solution"}
        if len(hidden) < 3:
            faults.append(f"{exercise.slug}: fewer than three lines of the solution are hidden")
        published = learner_notebook(exercise)
        faults += [f"{exercise.slug}: {line}" for line in hidden if len(line) > 30 and line in published]
    assert faults == []


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
    ("same-ratings-three-answers", "if gap <= 0.01 and", "if gap <= -0.01 and", "solution"),
    (
        "same-ratings-three-answers",
        "You drew columns instead",
        "You drew rows instead",
        "mistake columns-drawn",
    ),
]


@pytest.mark.mostly_slow(
    "untouched audit-a-published-lexicon", reason="each case proves an exercise until it breaks"
)
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
