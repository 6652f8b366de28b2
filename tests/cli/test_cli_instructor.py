"""An instructor's commands: grade a folder, JSON lines, the gradebook as table and CSV, feedback pages."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from labelwright.gradebook.book import Gradebook

LINE = {
    "learner": str,
    "exercise": str,
    "version": int,
    "outcome": str,
    "outcome_sentence": str,
    "cell": int | None,
    "score": float,
    "max_score": float,
    "passed": bool,
    "waiting_points": float,
    "sandbox_level": str,
    "grader_version": str,
    "submission_sha256": str,
    "source": str,
    "notes": list,
    "checks": list,
}
CHECK = {
    "id": str,
    "task": str,
    "verdict": str,
    "points": float,
    "max_points": float,
    "must": bool,
    "measured": int | float | str | None,
    "expected": str,
    "message": str,
}


@pytest.fixture(scope="module")
def graded_folder(counting: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which four submissions were graded by the command."""
    here = tmp_path_factory.mktemp("graded")
    (here / "in").mkdir()
    (here / "in" / "ada.ipynb").write_bytes(counting.notebook(learner="ada"))
    spoiled = [*counting.solved(), "ham_share = 62.5", "1 / 0"]
    (here / "in" / "grace.ipynb").write_bytes(counting.notebook(spoiled, "grace"))
    (here / "in" / "empty.ipynb").write_bytes(b"")
    (here / "in" / "odd.ipynb").write_bytes(counting.notebook(learner="=cmd|' /C calc'!A0"))
    arguments = [
        "grade",
        "in",
        "--course",
        str(counting.course.root),
        "--json",
        "lines.jsonl",
        "--trust-learners",
    ]
    code = "from labelwright.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, *arguments], cwd=here, capture_output=True, text=True)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done
    assert "4 submissions: 1 empty, 2 finished, 1 raised." in done.stdout
    return here


@pytest.fixture
def graded(command: Any, graded_folder: Path, tmp_path: Path) -> Any:
    """`command`, standing in a copy of that folder."""
    shutil.copytree(graded_folder, tmp_path, dirs_exist_ok=True)
    return command


def lines(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (tmp_path / "lines.jsonl").read_text(encoding="utf-8").splitlines()]


def of_shape(record: dict[str, Any], shape: dict[str, Any]) -> None:
    assert set(shape) <= set(record)
    for name, kind in shape.items():
        assert isinstance(record[name], kind | int if kind is float else kind), (name, record[name])


def test_each_line_has_the_documented_shape(graded: Any, tmp_path: Path) -> None:
    found = {line["learner"]: line for line in lines(tmp_path)}
    assert len(found) == 4
    for line in found.values():
        of_shape(line, LINE)
        for check in line["checks"]:
            of_shape(check, CHECK)
    assert (found["ada"]["score"], found["ada"]["passed"], found["ada"]["cell"]) == (100, True, None)
    assert (found["grace"]["outcome"], found["grace"]["score"], found["grace"]["cell"]) == ("raised", 60, 8)
    assert "This is a percentage" in found["grace"]["checks"][-1]["message"]
    assert (found["empty"]["outcome"], found["empty"]["checks"]) == ("empty", [])


def test_every_learner_has_a_page(graded: Any, tmp_path: Path) -> None:
    pages = {path.name for path in (tmp_path / "feedback").iterdir()}
    assert {"ada.html", "grace.html", "empty.html"} < pages
    assert len(pages) == 4
    assert "division by zero" in (tmp_path / "feedback" / "grace.html").read_text(encoding="utf-8")


def test_the_gradebook_is_shown_and_exported(graded: Any, tmp_path: Path) -> None:
    said = graded("gradebook")
    assert said.code == 0
    assert "100 of 100" in said.out
    said = graded("gradebook", "export", "csv", "grades.csv")
    assert (said.code, "the names of files only: empty." in said.err) == (0, True)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "grades.csv").read_text(encoding="utf-8-sig"))))
    assert {row["learner"] for row in rows} == {"ada", "grace", "'=cmd|' /C calc'!A0"}


def test_feedback_is_written_again(graded: Any, tmp_path: Path) -> None:
    said = graded("feedback", "--learner", "ada", "--out", "again")
    assert (said.code, "Wrote 1 feedback page to again." in said.out) == (0, True)
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["ada.html"]
    assert "Wrote 4 feedback pages" in graded("feedback", "--out", "all").out


def test_grading_again_records_nothing_twice(graded: Any, counting: Any, tmp_path: Path) -> None:
    before = (tmp_path / "feedback" / "ada.html").read_text(encoding="utf-8")
    assert graded("grade", "in", "--course", counting.course.root, "--trust-learners").code == 0
    with Gradebook(tmp_path / "gradebook.db") as book:
        assert len(book.reports()) == 4
    assert (tmp_path / "feedback" / "ada.html").read_text(encoding="utf-8") == before


def test_an_empty_folder_is_told(command: Any, counting: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    said = command("grade", "in", "--course", counting.course.root, "--trust-learners")
    assert "No notebook, submission file or archive was found there." in said.out


def test_a_path_that_is_not_there_is_an_outcome(command: Any, counting: Any) -> None:
    said = command("grade", "gone.ipynb", "--course", counting.course.root, "--trust-learners")
    assert "1 submission: 1 unreadable." in said.out


MISUSE = [
    (("grade",), 2, "Missing argument"),
    (("grade", "x", "--executor", "sheep:2"), None, "sheep"),
    (("grade", "x", "--gradebook", "nonsense://x"), 1, "cannot be opened as a database"),
    (("grade", "x", "--course", "nowhere"), 1, "nowhere does not exist"),
    (("gradebook",), 2, "No gradebook was found at gradebook.db. Run `labelwright grade` first"),
    (("feedback",), 2, "No gradebook was found at gradebook.db."),
    (("portfolio", "build"), 2, "No gradebook was found at gradebook.db."),
    (("portfolio", "verify", "gone"), 2, "gone does not exist."),
    (("data", "card", "gone"), 2, "No dataset is called 'gone'. The course has: "),
    (("author", "new", "Bad Name"), 1, "cannot be an exercise's name"),
    (("author", "lint", "gone"), 1, "no exercise called 'gone'"),
    (("garde",), 2, "No command is called 'garde'. Did you mean 'grade'?"),
    (("--what",), 2, "No such option"),
    (("author", "nwe"), 2, "No such command"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"), MISUSE, ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_misuse_is_told(command: Any, arguments: tuple[str, ...], code: int | None, sentence: str) -> None:
    said = command(*arguments)
    assert said.code in (1, 2) if code is None else said.code == code, said
    assert sentence in said.err, said


@pytest.mark.parametrize("payload", [b"not a database at all" * 99, b"SQLite format 3\0" + b"\xff" * 5_000])
def test_a_file_that_is_no_gradebook_is_told_and_left_as_it_is(
    command: Any, tmp_path: Path, payload: bytes
) -> None:
    (tmp_path / "gradebook.db").write_bytes(payload)
    said = command("gradebook")
    assert said.code == 1
    assert "The gradebook gradebook.db cannot be used:" in said.err
    assert (tmp_path / "gradebook.db").read_bytes() == payload


def test_passed_work_becomes_a_verified_portfolio(graded: Any, tmp_path: Path) -> None:
    said = graded("portfolio", "build", "--learner", "ada", "--key", "key.pem", "--out", "page")
    assert said.code == 0, said
    assert "with 1 credentials" in said.out
    said = graded("portfolio", "verify", "page")
    assert (said.code, "Everything that was checked holds." in said.out) == (0, True)
    page = tmp_path / "page" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("100", "999"), encoding="utf-8")
    assert graded("portfolio", "verify", "page").code == 1


def test_a_portfolio_needs_to_know_whose(graded: Any) -> None:
    said = graded("portfolio", "build")
    assert (said.code, "Say whose work with --learner." in said.err) == (2, True)
