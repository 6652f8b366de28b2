"""A learner's folder: copied once, never written over, one learner's alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from labelwright.notebook.workspace import Workspace, WorkspaceError, find_workspace, need_workspace, start

SLUG = "count-the-labels"


def test_start_copies_and_stamps_the_learner(counting: Any, workspace: Workspace) -> None:
    path = workspace.notebook(SLUG)
    document = json.loads(path.read_text(encoding="utf-8"))
    published = json.loads((counting.exercise.folder / "learner.ipynb").read_text(encoding="utf-8"))
    assert document["metadata"]["labelwright"] == {"exercise": SLUG, "version": 1, "learner": "ada"}
    assert document["cells"] == published["cells"]
    assert path == workspace.root / SLUG / f"{SLUG}.ipynb"


def test_start_never_overwrites(counting: Any, workspace: Workspace) -> None:
    path = workspace.notebook(SLUG)
    path.write_text("my own work", encoding="utf-8")
    again, copied, kept = start(counting.course, workspace.root, "ada")
    assert (again.learner, copied, kept) == ("ada", [], [path])
    assert path.read_text(encoding="utf-8") == "my own work"


def test_start_brings_back_what_was_moved_away(counting: Any, workspace: Workspace) -> None:
    path = workspace.notebook(SLUG)
    path.rename(path.with_name("old.ipynb"))
    _, copied, kept = start(counting.course, workspace.root, "")
    assert (copied, kept) == ([path], [])


def test_a_second_learner_is_refused(counting: Any, workspace: Workspace) -> None:
    before = workspace.notebook(SLUG).read_bytes()
    with pytest.raises(
        WorkspaceError,
        match=r"belongs to the learner 'ada'\. Use another folder: labelwright start --work DIR",
    ):
        start(counting.course, workspace.root, "grace")
    assert workspace.notebook(SLUG).read_bytes() == before
    assert need_workspace().learner == "ada"


LEARNERS = [
    "ada@example.org",
    "José Ñandú",
    "\N{ROBOT FACE}",
    'quote " and \\ back',
    "tab\tin",
    "a=b # c",
    "\x7f",
    "=",
]


@pytest.mark.parametrize("learner", LEARNERS, ids=ascii)
def test_any_learner_is_read_back_as_written(counting: Any, tmp_path: Path, learner: str) -> None:
    start(counting.course, tmp_path / "work", learner)
    found = need_workspace(tmp_path / "work")
    assert (found.learner, found.course) == (learner, counting.course.root)
    assert start(counting.course, tmp_path / "work", learner)[1] == []


def test_a_folder_with_an_emoji_holds_a_course(counting: Any, tmp_path: Path) -> None:
    from shutil import copytree

    from labelwright.course.course import Course

    root = tmp_path / "cours \N{ROBOT FACE} é"
    copytree(counting.course.root, root)
    start(Course(root), tmp_path / "work", "ada")
    assert need_workspace(tmp_path / "work").course == root


def test_the_folder_is_found_from_inside_and_from_above(workspace: Workspace) -> None:
    for start_at in (workspace.root, workspace.root / SLUG, workspace.root.parent):
        assert find_workspace(start_at) == workspace


def test_no_folder_is_told_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="Run `labelwright start` first"):
        need_workspace(tmp_path)


@pytest.mark.parametrize("text", ["", "learner = ", "name = 'x'", "\0", "learner = [", "\ufffe"])
def test_a_broken_folder_file_is_told(workspace: Workspace, text: str) -> None:
    (workspace.root / "labelwright.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"labelwright\.toml cannot be read .*learner = "):
        need_workspace()


@pytest.mark.parametrize("course", ["5", '"/gone/away"', "[1]", '""'])
def test_a_course_that_moved_is_left_out(workspace: Workspace, course: str) -> None:
    (workspace.root / "labelwright.toml").write_text(
        f'learner = "ada"\ncourse = {course}\n', encoding="utf-8"
    )
    assert need_workspace() == Workspace(workspace.root, "ada", None)
