"""A learner's commands, in a private course: start, check, hint, progress, submit, lab."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SLUG = "count-the-labels"


@pytest.fixture
def begun(command: Any, counting: Any) -> Any:
    """`command`, after `start` in the small course."""
    said = command("start", "--learner", "ada", "--course", counting.course.root)
    assert said.code == 0
    assert f"made {SLUG}/{SLUG}.ipynb" in said.out
    assert "You are 'ada'" in said.out
    return command


def notebook(tmp_path: Path) -> Path:
    return tmp_path / "work" / SLUG / f"{SLUG}.ipynb"


def test_the_course_is_remembered_and_nothing_is_overwritten(begun: Any, tmp_path: Path) -> None:
    notebook(tmp_path).write_text("mine", encoding="utf-8")
    said = begun("start", "--course", tmp_path / "nowhere")
    assert (said.code, notebook(tmp_path).read_text(encoding="utf-8")) == (1, "mine")
    assert "nowhere does not exist. Check the spelling of --course." in said.err


def test_an_untouched_notebook_is_not_passed(begun: Any) -> None:
    said = begun("check")
    assert said.code == 1
    assert "Count the labels  (ada)" in said.out
    assert "Not attempted yet: 0 of 100 points" in said.out


def test_a_solved_notebook_passes_and_is_handed_in(begun: Any, counting: Any, tmp_path: Path) -> None:
    notebook(tmp_path).write_bytes(counting.notebook())
    said = begun("check", SLUG)
    assert (said.code, "Passed: 100 of 100 points" in said.out) == (0, True)
    said = begun("submit", SLUG)
    assert said.code == 0
    assert f"{SLUG}--ada--1.labelwright.zip" in said.out
    assert "Its score now: Passed: 100 of 100 points." in said.out
    said = begun("progress")
    assert said.code == 0
    assert "passed, handed in" in said.out
    assert "Everything is passed." in said.out


def test_one_task_is_checked_alone(begun: Any, counting: Any, tmp_path: Path) -> None:
    notebook(tmp_path).write_bytes(counting.notebook([*counting.solved(), "ham_share = 62.5"]))
    said = begun("check", SLUG, "share")
    assert said.code == 1
    assert "This is a percentage" in said.out
    assert "counts_every" not in said.out
    assert "gives the right count" not in said.out


def test_the_learner_is_who_started_not_who_the_notebook_names(
    begun: Any, counting: Any, tmp_path: Path
) -> None:
    notebook(tmp_path).write_bytes(counting.notebook(learner="grace"))
    assert "Count the labels  (ada)" in begun("check").out


def test_hints_go_on(begun: Any) -> None:
    assert "hint 1 of 2" in begun("hint", SLUG, "counts").out
    assert "hint 2 of 2" in begun("hint", SLUG, "counts").out
    # Without a task, the tasks are listed and no hint is used up.
    assert "counts  Count each label" in begun("hint", SLUG).out
    assert "hint 1 of" in begun("hint", SLUG, "share").out


def test_progress_says_what_to_do_next(begun: Any) -> None:
    said = begun("progress")
    assert "Progress of ada" in said.out
    assert f"Next: Count the labels (15 min): labelwright lab {SLUG}" in said.out


MISUSE = [
    (("check", "count-lables"), 1, "Did you mean 'count-the-labels'?"),
    (("check", SLUG, "cuonts"), 1, "Its tasks are: counts, share."),
    (("hint", SLUG, "cuonts"), 1, "Its tasks are: counts, share."),
    (("submit",), 2, "Missing argument"),
    (("submit", "../../etc"), 1, "no exercise called '../../etc'"),
    (("start", "--learner", "grace"), 1, "belongs to the learner 'ada'"),
    (("check", "--what"), 2, "No such option"),
]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"), MISUSE, ids=lambda v: " ".join(v) if isinstance(v, tuple) else ""
)
def test_misuse_is_told(
    begun: Any,
    counting: Any,
    arguments: tuple[str, ...],
    code: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LABELWRIGHT_COURSE", str(counting.course.root))
    said = begun(*arguments)
    assert (said.code, sentence in said.err) == (code, True), said


@pytest.mark.parametrize("arguments", [("check",), ("progress",), ("submit", "x"), ("lab",)])
def test_without_a_folder_it_is_told_to_start(command: Any, arguments: tuple[str, ...]) -> None:
    said = command(*arguments)
    assert said.code == 1
    assert "labelwright start" in said.err or "JupyterLab is not installed" in said.err


def test_a_missing_notebook_is_told(begun: Any, tmp_path: Path) -> None:
    notebook(tmp_path).unlink()
    for arguments in (("check",), ("submit", SLUG)):
        said = begun(*arguments)
        assert (said.code, "labelwright start" in said.err) == (1, True)


@pytest.mark.parametrize("payload", [b"", b"{", b"\x80\x81", b"[]"])
def test_a_broken_notebook_is_told(begun: Any, tmp_path: Path, payload: bytes) -> None:
    notebook(tmp_path).write_bytes(payload)
    said = begun("check")
    assert (said.code, "Not graded" in said.out) == (1, True)


def test_the_course_may_come_from_the_environment(process: Any, counting: Any, tmp_path: Path) -> None:
    said = process("start", "--learner", "ada", LABELWRIGHT_COURSE=str(counting.course.root))
    assert said.code == 0
    stated = json.loads(notebook(tmp_path).read_text(encoding="utf-8"))
    assert stated["metadata"]["labelwright"]["learner"] == "ada"


def test_the_course_is_one_option_before_and_after_the_command(
    command: Any, counting: Any, tmp_path: Path
) -> None:
    root, gone = counting.course.root, tmp_path / "nowhere"
    assert command("--course", root, "start", "--learner", "ada").code == 0
    assert command("--course", gone, "progress", "--course", root).code == 0
    for said in (
        command("progress", "--course", gone),
        command("--course", gone, "progress"),
        command("--course", root, "progress", "--course", gone),
    ):
        assert (said.code, "nowhere does not exist" in said.err) == (1, True)
    assert command("progress").code == 0
