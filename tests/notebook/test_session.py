"""Checking in a live notebook says what grading the same notebook says, and is never a traceback of ours."""

from __future__ import annotations

import contextlib
import io
import json
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from labelwright.authoring.prove import mistaken_cells, run
from labelwright.checks.verdicts import Verdict
from labelwright.checks.wrong_answers import read_wrong_answers
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.course.root import CourseError
from labelwright.exchange.grading_session import GradingSession, active
from labelwright.notebook.progress import read_progress, save_results
from labelwright.notebook.session import Session, open_session
from labelwright.notebook.workspace import Workspace, WorkspaceError, start

SLUG = "count-the-labels"
ROOT = Path(__file__).resolve().parents[2]


def works() -> list[tuple[str, str]]:
    """For each exercise: the solution and one wrong answer."""
    found = []
    for exercise in Course(ROOT).exercises:
        names = [wrong.name for wrong in read_wrong_answers(exercise)]
        found += [(exercise.slug, name) for name in ("solution", names[-1])]
    return found


@pytest.mark.mostly_slow(2, reason="each case runs an exercise's notebook twice")
@pytest.mark.usefixtures("course_data")
@pytest.mark.parametrize(("slug", "name"), works())
def test_a_live_check_says_what_grading_says(
    course: Course, slug: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = course.exercise(slug)
    wrong = next((one for one in read_wrong_answers(exercise) if one.name == name), None)
    cells = mistaken_cells(exercise, wrong) if wrong else solution_cells(exercise)
    start(course, tmp_path / "work", "grace")
    monkeypatch.chdir(tmp_path / "work")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in cells:
            if "ex.submit" not in cell:
                exec(compile(cell, "<cell>", "exec"), namespace)
        namespace["ex"].check()
    report = run(course, exercise, cells, "grace")
    assert [result.model_dump() for result in namespace["ex"].results] == [
        c.model_dump() for c in report.checks
    ]
    # A wrong answer need not be wrong for every sample.
    assert wrong or report.score == report.max_score


@pytest.fixture
def session(counting: Any, workspace: Workspace) -> Session:
    """A session over a namespace in which only one task is done."""
    return Session(counting.course, counting.exercise, workspace, {"ham_share": 0.625, "count_labels": ...})


def test_a_check_shows_and_keeps_its_results(
    session: Session, counting: Any, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    session.check("share")
    assert [(r.id, r.verdict) for r in session.results] == [("share-of-ham", Verdict.PASSED)]
    assert "40 of 40 points; 40 of 100 in the whole exercise" in capsys.readouterr().out
    session.check()
    assert [r.verdict for r in session.results] == [Verdict.NOT_ATTEMPTED, Verdict.NOT_RUN, Verdict.PASSED]
    assert "40 of 100 points, not passed yet" in capsys.readouterr().out
    assert read_progress(workspace.root).of(counting.exercise).score == 40


def test_a_function_that_exits_does_not_take_the_notebook_along(counting: Any, workspace: Workspace) -> None:
    def leaves(labels: list[str]) -> None:
        raise SystemExit(1)

    session = Session(counting.course, counting.exercise, workspace, {"count_labels": leaves})
    with contextlib.redirect_stdout(io.StringIO()):
        session.check("counts")
    assert session.results[0].verdict is Verdict.FAILED
    assert "raised SystemExit: 1." in session.results[0].found


def test_broken_letters_are_shown_not_raised(counting: Any, workspace: Workspace) -> None:
    namespace = {"count_labels": lambda labels: {"a\ud800": 1}}
    session = Session(counting.course, counting.exercise, workspace, namespace)
    with contextlib.redirect_stdout(io.StringIO()):
        session.check()
    assert session.results[0].verdict is Verdict.FAILED


def test_what_a_function_prints_and_warns_in_a_check_is_not_shown(
    counting: Any, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    def prints(labels: list[str]) -> dict[str, int]:
        print("hidden rows", labels)
        warnings.warn("hidden warning", UserWarning, stacklevel=1)
        return {}

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        Session(counting.course, counting.exercise, workspace, {"count_labels": prints}).check()
    said = capsys.readouterr()
    assert "not right yet" in said.out
    assert "hidden" not in said.out + said.err


def test_a_cell_that_is_no_python_is_told_as_the_cause(
    counting: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = SimpleNamespace(
        user_ns={"In": ["", "def count_labels(labels):\n    return {", "ham_share = 1", "x = count_labels"]},
        transform_cell=lambda source: source,
        display_pub=None,
    )
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    session = Session(counting.course, counting.exercise, workspace, {})
    with contextlib.redirect_stdout(io.StringIO()):
        session.check()
    assert "the cell that makes it failed. It has a SyntaxError in line 2" in session.results[0].found
    assert "does not exist yet" in session.results[-1].found


def test_hints_without_a_task_list_the_tasks(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    session.hint()
    session.hint("counts")
    out = capsys.readouterr().out
    assert '`ex.hint("counts")`: Count each label' in out
    assert "hint 1 of 2" in out


def test_hints_are_shown_step_by_step(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    session.hint("counts")
    session.hint("counts")
    out = capsys.readouterr().out
    assert "Count each label: hint 1 of 2" in out
    assert "Count each label: hint 2 of 2" in out


@pytest.mark.parametrize("ask", [lambda s: s.check("cuonts"), lambda s: s.hint("cuonts")])
def test_an_unknown_task_names_those_there_are(session: Session, ask: Callable[[Session], None]) -> None:
    with pytest.raises(CourseError, match=r"no task called 'cuonts'\. Its tasks are: counts, share"):
        ask(session)


def test_submit_writes_the_file_and_notes_it(
    session: Session, counting: Any, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    session.submit()
    name = f"{SLUG}--ada--1.labelwright.zip"
    assert name in capsys.readouterr().out
    assert (workspace.root / SLUG / name).is_file()
    assert read_progress(workspace.root).of(counting.exercise).submitted == [name]


def test_a_guest_checks_and_cannot_hand_in(counting: Any, capsys: pytest.CaptureFixture[str]) -> None:
    session = Session(counting.course, counting.exercise, None, {"ham_share": 5 / 8})
    session.check("share")
    assert "40 of 40 points" in capsys.readouterr().out
    assert repr(session) == "Count the labels, for guest"
    with pytest.raises(WorkspaceError, match=r"You are working as a guest, .* Run `labelwright start`"):
        session.submit()


def test_an_exercise_without_a_sample_says_so(session: Session) -> None:
    with pytest.raises(CourseError, match="uses the whole dataset and has no sample"):
        session.sample()
    with pytest.raises(CourseError, match=r"uses these datasets: none\. 'other' is not one"):
        session.file("other")


def test_the_workspace_finds_its_course_again(workspace: Workspace) -> None:
    assert repr(open_session(SLUG, {})) == "Count the labels, for ada"
    with pytest.raises(CourseError, match="Did you mean 'count-the-labels'"):
        open_session("count-labels", {})


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """A real IPython shell, as a notebook's kernel has one."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    made = InteractiveShell.instance()
    yield made
    if made.history_manager is not None:
        made.history_manager.end_session()
        made.history_manager.enabled = False
    InteractiveShell.clear_instance()


def ran(shell: Any, source: str) -> str:
    """What the shell prints for a cell."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        shell.run_cell(source, store_history=True)
    return out.getvalue()


def test_our_errors_are_words_in_a_notebook(shell: Any, workspace: Workspace) -> None:
    out = ran(shell, "from labelwright import exercise\nex = exercise('count-labels')")
    assert "Did you mean 'count-the-labels'?" in out
    assert "Traceback" not in out
    assert "course.py" not in out
    assert ran(shell, f"from labelwright import exercise\nex = exercise('{SLUG}')") == ""
    out = ran(shell, "ex.check('nothing')")
    assert "no task called 'nothing'" in out
    assert "Traceback" not in out


def test_a_card_is_shown_in_a_notebook(shell: Any, workspace: Workspace) -> None:
    ran(shell, f"from labelwright import exercise\nex = exercise('{SLUG}')\nham_share = 0.5")
    out = ran(shell, "ex.check('share')")
    assert "Give one label's share: 0 of 40 points" in out
    assert "`ham_share` is 0.5000" in out


def test_an_unsaved_notebook_is_noticed(shell: Any, workspace: Workspace, counting: Any) -> None:
    opening = f"from labelwright import exercise\nex = exercise('{SLUG}')"
    ran(shell, opening)
    out = ran(shell, "ham_share = 0.625\nex.submit()")
    assert "The notebook on disk is older than what you ran. Save it" in out
    document = counting.document([opening, "ham_share = 0.625\nex.submit()"])
    workspace.notebook(SLUG).write_text(json.dumps(document), encoding="utf-8")
    out = ran(shell, "ham_share = 0.625\nex.submit()")
    assert "Send this file to your instructor" in out
    assert len(list(workspace.notebook(SLUG).parent.glob("*.zip"))) == 1


def test_a_grading_run_gets_a_kit_and_a_notebook_does_not() -> None:
    assert active() is None
    session = GradingSession("slug")
    assert (session.check(), session.hint("a"), session.submit()) == (None, None, None)
    with pytest.raises(LookupError, match="uses the whole dataset and has no sample"):
        session.sample()


def test_a_run_from_the_top_never_takes_a_pass_away(
    session: Session, counting: Any, workspace: Workspace
) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        session.check("share")
    passed = session.results[0]
    failed = passed.model_copy(update={"verdict": Verdict.FAILED, "points": 0.0})
    other = failed.model_copy(update={"id": "another"})
    save_results(workspace, counting.exercise, [failed, other])
    results = read_progress(workspace.root).of(counting.exercise).results
    assert results[passed.id].verdict is Verdict.PASSED
    assert results["another"].verdict is Verdict.FAILED
