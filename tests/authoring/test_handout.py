"""What learners of a private course get, tried from the handout to the instructor's grade, in both ways."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.handout import WITH_SOLUTIONS, hand_out
from labelwright.authoring.new import new_card, new_exercise
from labelwright.checks.verdicts import Origin, OutcomeKind, Report
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.percent import solution_cells
from labelwright.course.root import CourseError
from labelwright.grading.batch import grade_here
from labelwright.grading.hand_ins import collect
from labelwright.grading.submissions import Submission
from labelwright.notebook.session import Session, open_session
from labelwright.notebook.submission_file import write_submission
from labelwright.notebook.workspace import Workspace, WorkspaceError, start

SLUG = "own-ham"
LEARNERS = ("ada", "ben")
TRUTHS = {name: f"right answer of {name}" for name in ("a row", "gold.jsonl", "pool.csv", "the generator")}


def filled_in(card: Path) -> None:
    """Write something true into every marked field of a card."""
    text = card.read_text(encoding="utf-8")
    for field, value in (
        ("kind", '"authored"'),
        ("date_published", '"2026-11-30"'),
        ("skills", '["label"]'),
        ("year", "2026"),
    ):
        text = re.sub(rf'^{field} = \[?"FILL IN.*$', f"{field} = {value}", text, flags=re.MULTILINE)
    card.write_text(re.sub(r'"FILL IN[^"]*"', '"Our own."', text), encoding="utf-8")


HAND_WRITTEN = '''"""Checks that are written as functions."""

from labelwright.checks import Work, check


@check("counts")
def counts(work: Work) -> None:
    """It counts."""


@check("share")
def share(work: Work) -> None:
    """It is a share."""
'''


def make_private(root: Path) -> Course:
    """Make a course whose one exercise draws five of forty rows, with gold, a pool, a generator and a helper next to it."""
    root.mkdir()
    course = Course(root)
    folder = new_exercise(course, SLUG, module="m01-new")
    lines = [f'm{n},message {n},{"spam" if n % 3 else "ham"},"{TRUTHS["a row"]} {n}"' for n in range(40)]
    (root / "own.csv").write_text("\n".join(["id,text,label,truth", *lines, ""]), encoding="utf-8")
    filled_in(new_card(course, "own-messages", [root / "own.csv"]))
    description = (folder / "exercise.toml").read_text(encoding="utf-8")
    drawn = (
        '[sample]\ndataset = "own-messages"\nn = 5\nkey = "id"\npool = "pool.csv"\nmade_by = "planted.py"\n'
    )
    drawn += 'columns = ["id", "text", "label"]\n'
    description = description.replace("datasets = []", 'datasets = ["own-messages"]')
    description = description.replace("\n[limits]", f"\n{drawn}\n[limits]")
    (folder / "exercise.toml").write_text(description, encoding="utf-8")
    pool = "\n".join(["id,gold", *(f"m{n},{TRUTHS['pool.csv']}" for n in range(30)), ""])
    (folder / "pool.csv").write_text(pool, encoding="utf-8")
    (folder / "gold.jsonl").write_text(json.dumps({"gold": TRUTHS["gold.jsonl"]}) + "\n", encoding="utf-8")
    (folder / "planted.py").write_text(
        f'"""Plant."""\n\nPLANTED = "{TRUTHS["the generator"]}"\n\n\ndef make(rows):\n'
        '    """Return the rows."""\n    return rows\n',
        encoding="utf-8",
    )
    (folder / "test_own.py").write_text("def test_own(): ...\n", encoding="utf-8")
    notebook = (folder / "notebook.py").read_text(encoding="utf-8")
    asked = re.sub(r"^batch = .*$", 'batch = list(ex.sample()["label"])', notebook, flags=re.MULTILINE)
    (folder / "notebook.py").write_text(asked, encoding="utf-8")
    return Course(root)


@pytest.fixture
def private(tmp_path: Path) -> Course:
    return make_private(tmp_path / "course")


@pytest.fixture
def unchecked(private: Course, tmp_path: Path) -> Path:
    """A handout without checks, for ada and ben."""
    hand_out(private, tmp_path / "out", checks=False, learners=LEARNERS)
    return tmp_path / "out"


Learner = Callable[..., Workspace]


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch) -> Learner:
    """Go into a handout and start there, as a learner does."""

    def begin(folder: Path, learner: str = "") -> Workspace:
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
        monkeypatch.chdir(folder)
        workspace, copied, _ = start(open_course(), folder / "work", learner)
        assert [path.name for path in copied] == [f"{SLUG}.ipynb"]
        monkeypatch.chdir(copied[0].parent)
        return workspace

    return begin


def solve(workspace: Workspace, exercise: Exercise) -> Session:
    """Write the solution into the learner's notebook, run it as a kernel would, and return the session."""
    path = workspace.notebook(SLUG)
    document = json.loads(path.read_text(encoding="utf-8"))
    blank = next(cell for cell in document["cells"] if cell["cell_type"] == "code")
    cells = solution_cells(exercise)
    document["cells"] = [{**blank, "id": f"c{n}", "source": source} for n, source in enumerate(cells)]
    path.write_text(json.dumps(document), encoding="utf-8")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), namespace)
    session = namespace["ex"]
    assert isinstance(session, Session)
    return session


def handed_in(workspace: Workspace) -> Path:
    return next(workspace.notebook(SLUG).parent.glob("*.labelwright.zip"))


def grade(course: Course, path: Path, change: Callable[[Submission], Submission] = lambda s: s) -> Report:
    (submission,) = collect([path])
    return grade_here(course.root, change(submission), Origin.GRADER, False)


def texts(folder: Path) -> dict[str, str]:
    """Every file below a folder, but not the list of what was written, with its text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_with_checks_the_learner_checks_and_the_instructor_grades(
    private: Course, tmp_path: Path, begin: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    made = hand_out(private, tmp_path / "out", checks=True)
    shutil.move(private.root, tmp_path / "elsewhere")
    workspace = begin(tmp_path / "out", "ada")
    session = solve(workspace, Course(tmp_path / "elsewhere").exercise(SLUG))
    assert sum(result.points for result in session.results) == 40
    session.check()
    assert "100 of 100 points, passed" in capsys.readouterr().out
    report = grade(Course(tmp_path / "elsewhere"), handed_in(workspace))
    assert (report.score, report.learner, report.notes) == (100, "ada", ())
    assert made.left_out == {}


def test_without_checks_the_instructor_marks_what_was_handed_in(
    private: Course, unchecked: Path, tmp_path: Path, begin: Learner, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.move(private.root, tmp_path / "elsewhere")
    course = Course(tmp_path / "elsewhere")
    workspace = begin(unchecked / "ada")
    assert workspace.learner == "ada"
    session = solve(workspace, course.exercise(SLUG))
    said = capsys.readouterr().out
    assert "Your instructor marks this exercise" in said
    assert "`ex.submit()` makes the file to send" in said
    assert session.results == []
    session.hint("share")
    assert "hint 1 of 2" in capsys.readouterr().out
    for path in (handed_in(workspace), workspace.notebook(SLUG)):
        report = grade(course, path)
        assert (report.outcome.kind, report.score, report.notes) == (OutcomeKind.FINISHED, 100, ())


def test_without_checks_nothing_that_answers_is_handed_out(private: Course, unchecked: Path) -> None:
    exercise = private.exercise(SLUG)
    solution = {
        line.strip()
        for cell in solution_cells(exercise)
        if "\n# solution\n" in cell
        for line in cell.split("\n# solution\n")[1].splitlines()
        if line.strip()
    }
    wrong = {one.code for one in read_wrong_answers(exercise)}
    assert len(solution) > 4
    assert len(wrong) == 4
    rows = {
        name: set(re.findall(r"message \d+", "".join(texts(unchecked / name).values()))) for name in LEARNERS
    }
    assert [len(found) for found in rows.values()] == [5, 5]
    assert rows["ada"] != rows["ben"]
    for name in LEARNERS:
        files = texts(unchecked / name)
        assert {Path(file).name for file in files} == {
            *("README.md", "handout.json", "exercise.toml", "hints.md", "learner.ipynb", "sample.json")
        }
        everything = "\n".join(files.values())
        cells = json.loads(files[f"exercises/{SLUG}/learner.ipynb"])["cells"]
        everything += "\n".join("".join(cell["source"]) for cell in cells)
        lines = {line.strip() for line in everything.splitlines()}
        assert solution & lines == set()
        assert [text for text in (*TRUTHS.values(), *wrong, "PLANTED", "@check") if text in everything] == []
        assert [
            field
            for field in ("datasets", "sample", "limits")
            if f"{field}" in files[f"exercises/{SLUG}/exercise.toml"]
        ] == []
        others = next(other for other in LEARNERS if other != name)
        assert others not in re.findall(r"\w+", everything)


def test_with_checks_only_what_a_check_needs_is_handed_out(private: Course, tmp_path: Path) -> None:
    folder = private.root / "exercises" / SLUG
    hand_out(private, tmp_path / "out", checks=True)
    files = texts(tmp_path / "out")
    below = f"exercises/{SLUG}/"
    assert {name.removeprefix(below) for name in files if name.startswith(below)} == {
        *("exercise.toml", "checks.py", "notebook.py", "mistakes.py", "planted.py", "pool.csv", "gold.jsonl"),
        *("hints.md", "learner.ipynb"),
    }
    assert {"datasets/own-messages/dataset.toml", "datasets/own-messages/own.csv"} < set(files)
    assert WITH_SOLUTIONS in files["README.md"]
    (folder / "checks.py").write_text(HAND_WRITTEN, encoding="utf-8")
    for name, line, needed in (
        ("checks.py", "", False),
        ("checks.py", "SOURCE = 'notebook.py'", True),
        ("planted.py", "from .notebook import x", True),
    ):
        before = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(f"{before}\n{line}\n", encoding="utf-8")
        hand_out(Course(private.root), tmp_path / "out", checks=True)
        given = texts(tmp_path / "out")
        assert (f"{below}notebook.py" in given) is needed, name
        assert f"{below}mistakes.py" not in given
        (folder / name).write_text(before, encoding="utf-8")


def test_work_on_the_rows_of_another_learner_is_refused(
    private: Course, unchecked: Path, begin: Learner
) -> None:
    workspace = begin(unchecked / "ada")
    with pytest.raises(WorkspaceError, match="handed out to 'ada', and its rows are theirs"):
        start(open_course(), unchecked / "ada" / "second", "ben")
    borrowed = Workspace(workspace.root, "ben", workspace.course)
    path = write_submission(borrowed, open_course().exercise(SLUG), workspace.notebook(SLUG))
    report = grade(private, path)
    assert (report.outcome.kind, report.checks, report.learner) == (OutcomeKind.REFUSED, (), "ben")
    assert "handed out to 'ada', but it is the work of 'ben'" in report.outcome.sentence
    notebook = json.loads(workspace.notebook(SLUG).read_text(encoding="utf-8"))
    notebook["metadata"]["labelwright"]["learner"] = "ben"
    workspace.notebook(SLUG).write_text(json.dumps(notebook), encoding="utf-8")
    assert grade(private, workspace.notebook(SLUG)).outcome == report.outcome


@pytest.mark.parametrize("learners", [LEARNERS, ()])
def test_work_on_rows_that_the_course_no_longer_draws_is_refused(
    private: Course, tmp_path: Path, begin: Learner, learners: tuple[str, ...]
) -> None:
    hand_out(private, tmp_path / "out", checks=False, learners=learners)
    workspace = begin(tmp_path / "out" / "ada" if learners else tmp_path / "out", "ada")
    path = write_submission(workspace, open_course().exercise(SLUG), workspace.notebook(SLUG))
    description = private.root / "exercises" / SLUG / "exercise.toml"
    text = description.read_text(encoding="utf-8")
    description.write_text(text.replace("n = 5", "n = 6"), encoding="utf-8")
    report = grade(private, path)
    assert (report.outcome.kind, report.max_score) == (OutcomeKind.REFUSED, 100)
    assert "the course now draws other rows" in report.outcome.sentence
    hand_out(Course(private.root), tmp_path / "out", checks=False, learners=learners)
    again = write_submission(workspace, open_course().exercise(SLUG), workspace.notebook(SLUG))
    assert again != path
    first, second = (next(iter(collect([file]))).sha256 for file in (path, again))
    assert first != second
    assert grade(private, again).outcome.kind is OutcomeKind.FINISHED


def test_without_a_roster_everyone_has_the_same_rows_and_the_report_says_so(
    private: Course, tmp_path: Path, begin: Learner
) -> None:
    hand_out(private, tmp_path / "out", checks=False)
    workspace = begin(tmp_path / "out", "cara")
    solve(workspace, private.exercise(SLUG))
    for path in (handed_in(workspace), workspace.notebook(SLUG)):
        report = grade(private, path)
        assert (report.learner, report.score) == ("cara", 100)
        assert report.notes == ("It uses the sample that was handed out to everyone.",)


@pytest.mark.parametrize(
    ("stated", "note"),
    [
        (
            {"learner": "ada", "sample": "yes"},
            "not in a form that can be read. It was graded with the sample of 'ada'",
        ),
        ({}, "does not say whose sample it uses. It was graded with the sample of 'notebook'"),
        ({"learner": "ada"}, ""),
    ],
)
def test_a_sample_that_is_not_known_is_said_and_never_guessed(
    private: Course, tmp_path: Path, stated: dict[str, str], note: str
) -> None:
    document = json.loads((private.root / "exercises" / SLUG / "learner.ipynb").read_text(encoding="utf-8"))
    document["metadata"]["labelwright"] = {"exercise": SLUG, **stated}
    (tmp_path / "notebook.ipynb").write_text(json.dumps(document), encoding="utf-8")
    notes = grade(private, tmp_path / "notebook.ipynb").notes
    assert [note in said for said in notes] == ([True] if note else [])


def test_a_notebook_of_the_handout_handed_in_without_start_still_says_whose_rows_it_uses(
    private: Course, unchecked: Path, tmp_path: Path
) -> None:
    handed = unchecked / "ada" / "exercises" / SLUG / "learner.ipynb"
    assert grade(private, handed).learner == "ada"
    hand_out(private, tmp_path / "all", checks=False)
    shutil.copy(tmp_path / "all" / "exercises" / SLUG / "learner.ipynb", tmp_path / "cara.ipynb")
    report = grade(private, tmp_path / "cara.ipynb")
    assert (report.learner, report.notes) == (
        "cara",
        ("It uses the sample that was handed out to everyone.",),
    )


@pytest.mark.parametrize(
    ("learner", "digest"),
    [("ada", ""), ("guest", "0" * 64), ("", ""), ("\ud800\n<b>", "\ud800"), ("x" * 10**6, "x" * 10**6)],
    ids=["no rows", "everyone's", "nobody's", "broken Unicode", "long"],
)
def test_a_mark_that_somebody_made_up_is_refused(
    private: Course, tmp_path: Path, learner: str, digest: str
) -> None:
    document = json.loads((private.root / "exercises" / SLUG / "learner.ipynb").read_text(encoding="utf-8"))
    mark = {"learner": learner, "sha256": digest}
    document["metadata"]["labelwright"] = {"exercise": SLUG, "learner": "ada", "sample": mark}
    (tmp_path / "notebook.ipynb").write_text(json.dumps(document), encoding="utf-8")
    report = grade(private, tmp_path / "notebook.ipynb")
    assert (report.outcome.kind, report.score) == (OutcomeKind.REFUSED, 0)
    assert len(report.outcome.sentence) < 500


def test_a_changed_sample_and_a_missing_dataset_are_explained(unchecked: Path, begin: Learner) -> None:
    begin(unchecked / "ada")
    session = open_session(SLUG, {})
    assert session.sample().shape == (5, 3)
    with pytest.raises(ExerciseError, match=r"not part of what your instructor handed out.*ex\.sample\(\)"):
        session.file("own-messages")
    path = unchecked / "ada" / "exercises" / SLUG / "sample.json"
    path.write_text(path.read_text(encoding="utf-8").replace("spam", "ham"), encoding="utf-8")
    with pytest.raises(ExerciseError, match="is not the sample that was handed out"):
        open_session(SLUG, {}).sample()
    (unchecked / "ada" / "handout.json").write_text("{", encoding="utf-8")
    with pytest.raises(CourseError, match="Ask your instructor for the folder again"):
        open_session(SLUG, {}).sample()


def test_files_that_it_did_not_write_are_never_overwritten_or_removed(
    private: Course, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "README.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CourseError, match=r"README\.md\nNothing was written"):
        hand_out(private, out, checks=True)
    assert texts(out) == {"README.md": "mine"}
    (out / "README.md").rename(out / "mine.md")
    hand_out(private, out, checks=True)
    (out / "exercises" / SLUG / "notes.md").write_text("mine", encoding="utf-8")
    again = hand_out(private, out, checks=False, learners=LEARNERS)
    assert again.removed > 5
    kept = {name for name in texts(out) if not name.startswith(LEARNERS)}
    assert kept == {"mine.md", f"exercises/{SLUG}/notes.md", "handout-files.json"}
    (out / "ben" / "README.md").write_text("changed", encoding="utf-8")
    before = texts(out)
    for learners in (LEARNERS, ("ada",)):
        with pytest.raises(CourseError, match="or were changed since"):
            hand_out(private, out, checks=False, learners=learners)
        assert texts(out) == before


def test_a_link_out_of_the_folder_is_not_followed(private: Course, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "exercises").symlink_to(private.root / "exercises")
    before = texts(private.root)
    with pytest.raises(CourseError, match="Nothing was written"):
        hand_out(private, tmp_path / "out", checks=False)
    assert texts(private.root) == before


@pytest.mark.parametrize("inside", [".", "exercises/out", "datasets"])
def test_a_handout_never_goes_into_the_course_itself(private: Course, inside: str) -> None:
    before = texts(private.root)
    with pytest.raises(CourseError, match="belongs to the course itself"):
        hand_out(private, private.root / inside, checks=False)
    assert texts(private.root) == before


def test_an_exercise_that_reads_a_whole_file_is_left_out_and_named(private: Course, tmp_path: Path) -> None:
    folder = new_exercise(private, "reads-all", module="m01-new", dataset="own-messages")
    notebook = (folder / "notebook.py").read_text(encoding="utf-8")
    (folder / "notebook.py").write_text(
        f'{notebook}\n# %%\npath = ex.file("own-messages")\n', encoding="utf-8"
    )
    description = private.root / "exercises" / SLUG / "exercise.toml"
    text = description.read_text(encoding="utf-8")
    description.write_text(text.replace("requires = []", 'requires = ["reads-all"]'), encoding="utf-8")
    made = hand_out(Course(private.root), tmp_path / "out", checks=False)
    assert list(made.left_out) == ["reads-all"]
    assert "Let it use ex.sample(), or hand out with --checks" in made.left_out["reads-all"]
    assert [exercise.slug for exercise in Course(tmp_path / "out").exercises] == [SLUG]
    shutil.rmtree(private.root / "exercises" / SLUG)
    with pytest.raises(CourseError, match=r"No exercise can be handed out\. reads-all: its notebook reads"):
        hand_out(Course(private.root), tmp_path / "none", checks=False)
