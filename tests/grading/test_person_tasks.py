"""A task that a person marks: what is captured when work is graded, within which limits, and what the report says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from labelwright.annotations.journal import Entry, append
from labelwright.annotations.values import Choice
from labelwright.authoring.handout import hand_out
from labelwright.authoring.learner_notebook import write_learner_notebook
from labelwright.authoring.lint import lint
from labelwright.authoring.prove import prove
from labelwright.checks.response_parts import MAX_ITEM_TEXT, MAX_ITEMS
from labelwright.checks.verdicts import MAX_TEXT, OutcomeKind, Report
from labelwright.course.course import Course
from labelwright.course.exercise import ExerciseError
from labelwright.feedback.text import report_text
from labelwright.grading.answer_files import answer_files_of
from labelwright.grading.batch import grade_all
from labelwright.grading.hand_ins import collect
from labelwright.notebook.progress import Progress, next_exercise
from labelwright.notebook.session import Session

JOURNAL = "reviews.annotations.jsonl"
TASK = f"""
[[tasks]]
id = "guideline"
title = "Write a guideline"
points = 50
marked_by = "person"
response = ["guideline", "notes.md", "{JOURNAL}", "rationales"]

[[tasks.criteria]]
id = "rules"
text = "The rules are clear."
points = 30
levels = [{{ points = 0, text = "None." }}, {{ points = 15, text = "Some." }}, {{ points = 30, text = "All." }}]

[[tasks.criteria]]
id = "examples"
text = "Each rule has an example"
points = 20
"""
MESSAGES = "id,text\n" + "".join(f"m{n},Message number {n} <b>bold</b>\n" for n in range(1, 9))
ANSWERS = [
    "guideline = 'Rule 1: <script>alert(1)</script> is spam.'",
    "rationales = {'m1': 'It asks for money.'}",
]


def with_task(course: Course, task: str = TASK) -> Course:
    """The same course, whose exercise has one more task."""
    path = course.exercises[0].folder / "exercise.toml"
    text = path.read_text(encoding="utf-8").replace(
        "\nskills", f'\nfiles = ["notes.md", "{JOURNAL}"]\nskills'
    )
    assert JOURNAL in text
    path.write_text(text + task, encoding="utf-8")
    return Course(course.root)


@pytest.fixture
def marked(sampled: Callable[..., Any]) -> Any:
    made = sampled('dataset = "own-messages"\nn = 8\nkey = "id"', {"messages.csv": MESSAGES})
    course = with_task(made.course)
    return type(made)(course, course.exercises[0])


def entry(number: int, **fields: Any) -> Entry:
    stated = {"id": f"e{number}", "item": f"m{number}", "annotator": "ada-the-learner", "task": "reviews"}
    when = datetime(2026, 5, 1, tzinfo=UTC)
    return Entry(**{**stated, "status": "done", "value": Choice(label="spam"), "at": when, **fields})


def graded(
    marked: Any, folder: Path, cells: list[str], notes: str = "", journal: list[Entry] | None = None
) -> Report:
    folder.mkdir()
    (folder / "work.ipynb").write_bytes(marked.notebook([*marked.solved(), *cells], "ada-the-learner"))
    if notes:
        (folder / "notes.md").write_text(notes, encoding="utf-8")
    append(folder / JOURNAL, journal or [])
    (report,) = grade_all(collect([folder], answer_files_of(marked.course)), marked.course)
    assert report.outcome.kind is OutcomeKind.FINISHED, report.outcome.sentence
    return report


def test_what_the_marker_reads_is_captured_as_plain_text(marked: Any, tmp_path: Path) -> None:
    journal = [
        entry(1, reason="", note="Sure."),
        entry(2, status="skipped", value=None, reason="Not English"),
        entry(3, flag="Two readings"),
    ]
    report = graded(marked, tmp_path / "in", ANSWERS, "# Notes\n\nHard ones.", journal)
    assert (report.score, report.max_score, report.passed) == (100.0, 150.0, False)
    assert (report.person_points, report.can_still_pass) == (50.0, True)
    (response,) = report.responses
    parts = {part.name: part for part in response.parts}
    assert parts["guideline"].text == "Rule 1: <script>alert(1)</script> is spam."
    assert parts["notes.md"].text == "# Notes\n\nHard ones."
    first, second, third = parts[JOURNAL].items
    assert (first.id, first.label, first.note) == ("m1", "spam", "Sure.")
    assert first.text == "Message number 1 <b>bold</b>"
    assert first.also == (("rationales", "It asks for money."),)
    assert (second.label, second.reason) == ("skipped", "Not English")
    assert third.flag == "Two readings"
    assert "rationales" not in parts
    assert "ada-the-learner" not in response.model_dump_json()


def test_the_report_tells_what_waits_and_does_not_contain_the_response(marked: Any, tmp_path: Path) -> None:
    report = graded(marked, tmp_path / "in", ANSWERS)
    assert "Not decided yet: 100 of 100 points marked so far; 50 points wait for a person" in report_text(
        report
    )
    assert "alert(1)" not in report.model_dump_json()
    assert Report.model_validate_json(report.model_dump_json()).digest == report.digest
    assert "a person gives 50 of them" in report.facts.criteria


def test_without_an_answer_there_is_nothing_to_mark(marked: Any, tmp_path: Path) -> None:
    report = graded(marked, tmp_path / "in", ["guideline = ..."])
    assert [task.answered for task in report.person_tasks] == [False]
    assert (report.person_points, report.can_still_pass) == (0.0, False)
    problems = [part.problem for part in report.responses[0].parts]
    assert problems[0] == "`guideline` is still `...`, as in the starter. Replace it with your answer."
    assert all(problems)


def test_a_cell_that_failed_leaves_the_decision_to_a_person(marked: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cells = [*marked.solved(), "guideline = undefined_name"]
    (folder / "work.ipynb").write_bytes(marked.notebook(cells, "ada"))
    (report,) = grade_all(collect([folder], answer_files_of(marked.course)), marked.course)
    assert report.person_points == 50.0
    assert "because the cell that makes it failed" in report.responses[0].parts[0].problem


def test_what_is_too_large_is_cut_and_says_so(marked: Any, tmp_path: Path) -> None:
    journal = [
        entry(n, item=f"item-{n}", note="x" * 3000 if n == 1 else "") for n in range(1, MAX_ITEMS + 21)
    ]
    report = graded(marked, tmp_path / "in", ["guideline = 'y' * 50_000"], journal=journal)
    guideline, _, _, items = sorted(
        report.responses[0].parts, key=lambda part: (len(part.items), not part.text)
    )
    assert len(guideline.text) == MAX_TEXT
    assert guideline.cut == f"{50_000 - MAX_TEXT:,} of 50,000 characters are left out."
    assert len(items.items) == MAX_ITEMS
    assert items.cut == f"20 of {MAX_ITEMS + 20} items are left out."
    assert len(items.items[0].note) == MAX_ITEM_TEXT


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("guideline = lambda: 1", "It is a function, which is not data and cannot be shown."),
        ("guideline = object()", "It is object, which is not data and cannot be shown."),
        ("guideline = {1: 'one', 'two': [2, 2]}", '{\n "1": "one",\n "two": [\n  2,\n  2\n ]\n}'),
    ],
)
def test_any_value_is_shown_or_named(marked: Any, tmp_path: Path, cell: str, said: str) -> None:
    report = graded(marked, tmp_path / "in", [cell])
    part = report.responses[0].parts[0]
    assert said in (part.cut, part.text)
    assert report.person_points == 50.0


FAULTS = {
    "no response": (
        f'response = ["guideline", "notes.md", "{JOURNAL}", "rationales"]',
        "response = []",
        "needs `response`",
    ),
    "wrong total": ("points = 20\n", "points = 25\n", "have 55 points together, and the task has 50"),
    "marked by checks": ('marked_by = "person"\n', "", 'add marked_by = "person"'),
    "required": ('marked_by = "person"', 'marked_by = "person"\nmust = true', "`must` cannot decide a pass"),
    "a strange name": ('"notes.md"', '"other.md"', "neither a variable nor one of `files`"),
    "twice": ('id = "examples"', 'id = "rules"', "the same id"),
    "levels": ("points = 30, text", "points = 29, text", "the highest needs 30"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_rubric_that_does_not_fit_is_named(counting: Any, tmp_path: Path, fault: str) -> None:
    old, new, sentence = FAULTS[fault]
    root = shutil.copytree(counting.course.root, tmp_path / "course")
    assert old in TASK
    task = TASK.replace(old, new, 1)
    with pytest.raises(ExerciseError) as caught:
        with_task(Course(root), task).exercise("count-the-labels")
    assert sentence in str(caught.value)


def test_a_check_on_a_task_that_a_person_marks_is_refused(marked: Any) -> None:
    path = marked.exercise.folder / "checks.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('task="share"', 'task="guideline"').replace('"share"', '"guideline"'), encoding="utf-8"
    )
    faults = list(lint(marked.course, marked.exercise))
    assert any("which a person marks. Give the check a task of its own" in fault for fault in faults)


def test_lint_and_the_proof_know_such_a_task(marked: Any) -> None:
    folder = marked.exercise.folder
    hints = folder / "hints.md"
    hints.write_text(
        hints.read_text(encoding="utf-8") + "\n## guideline\n\nOne.\n\n---\n\nTwo.\n", encoding="utf-8"
    )
    write_learner_notebook(marked.exercise)
    assert any(
        "names 'guideline', which the solution in notebook.py never makes" in each
        for each in faults_of(marked)
    )
    first, second = (next(steps) for steps in [prove(marked.course, marked.exercise)] for _ in range(2))
    assert first.holds, first.faults
    assert second.faults == ("the solution has no response for the task guideline, which a person marks",)
    notebook = folder / "notebook.py"
    text = notebook.read_text(encoding="utf-8")
    answers = "\n".join(ANSWERS)
    notebook.write_text(
        f"{text}\n\n# %%\nguideline = ...\nrationales = ...\n# solution\n{answers}\n", encoding="utf-8"
    )
    write_learner_notebook(marked.exercise)
    assert faults_of(marked) == []
    steps = prove(marked.course, marked.exercise)
    assert [next(steps).faults, next(steps).faults] == [(), ()]


def faults_of(marked: Any) -> list[str]:
    return list(lint(marked.course, marked.exercise))


def test_the_learner_reads_the_rubric_in_the_notebook(
    marked: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    session = Session(marked.course, marked.exercise, None, {})
    session.check("guideline")
    said = capsys.readouterr().out
    assert "A person marks this task, with up to 50 points, after you hand in" in said
    assert "The rules are clear. (30 points)" in said
    session.check()
    assert "0 of 100 points so far; a person gives up to 50 more after you hand in" in capsys.readouterr().out


def test_progress_waits_for_a_person_and_goes_on_after_handing_in(marked: Any, tmp_path: Path) -> None:
    report = graded(marked, tmp_path / "in", ANSWERS)
    assert report.facts.pass_percent == 70
    progress = Progress()
    progress.add(marked.exercise, report.checks)
    # 100 of 150 points are 66.7 %: only with the person's points can it be passed.
    assert not progress.passed(marked.exercise)
    assert progress.waits_for_person(marked.exercise)
    assert next_exercise(marked.course, progress) == marked.exercise
    progress.of(marked.exercise).submitted.append("work.zip")
    assert next_exercise(marked.course, progress) is None


def test_a_handout_without_checks_keeps_the_rubric(marked: Any, tmp_path: Path) -> None:
    made = hand_out(marked.course, tmp_path / "out", checks=False)
    (folder,) = made.folders
    task = Course(folder).exercise(marked.exercise.slug).task("guideline")
    assert task == marked.exercise.task("guideline")
