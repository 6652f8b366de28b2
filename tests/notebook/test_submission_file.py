"""The file to hand in: the same work gives the same bytes, nothing is overwritten, names are safe."""

from __future__ import annotations

import json
import zipfile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.notebook.submission_file import content_digest, pack, safe_name, write_submission
from labelwright.notebook.workspace import Workspace, WorkspaceError

SLUG = "count-the-labels"


def test_the_same_work_gives_the_same_bytes(counting: Any) -> None:
    members = {"notebook.ipynb": b"{}", "answers.csv": b"a,b"}
    turned = dict(reversed(members.items()))
    assert pack("ada", counting.exercise, members) == pack("ada", counting.exercise, turned)
    assert pack("ada", counting.exercise, members) != pack("grace", counting.exercise, members)


def test_handing_in_never_overwrites(counting: Any, workspace: Workspace) -> None:
    notebook = workspace.notebook(SLUG)
    first = write_submission(workspace, counting.exercise, notebook)
    assert first.name == f"{SLUG}--ada--1.labelwright.zip"
    assert write_submission(workspace, counting.exercise, notebook) == first
    before = first.read_bytes()
    notebook.write_bytes(counting.notebook())
    second = write_submission(workspace, counting.exercise, notebook)
    assert second.name == f"{SLUG}--ada--2.labelwright.zip"
    assert first.read_bytes() == before


def test_the_file_says_who_what_and_which_version(counting: Any, workspace: Workspace) -> None:
    path = write_submission(workspace, counting.exercise, workspace.notebook(SLUG))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["manifest.json", "notebook.ipynb"]
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest.pop("files").keys() == {"notebook.ipynb"}
    assert manifest == {
        "format": "labelwright-submission",
        "format_version": 1,
        "learner": "ada",
        "exercise": SLUG,
        "version": 1,
        "form": 1,
    }


def test_answer_files_come_along(counting: Any, workspace: Workspace) -> None:
    exercise = counting.exercise.model_copy(update={"files": ("labels.csv", "gone.csv")})
    (workspace.root / SLUG / "labels.csv").write_bytes(b"id,label\n")
    with zipfile.ZipFile(write_submission(workspace, exercise, workspace.notebook(SLUG))) as archive:
        assert archive.read("labels.csv") == b"id,label\n"
        assert "gone.csv" not in archive.namelist()


def test_a_missing_notebook_is_told(counting: Any, workspace: Workspace) -> None:
    workspace.notebook(SLUG).unlink()
    with pytest.raises(WorkspaceError, match=r"nothing to hand in\. Run `labelwright start`"):
        write_submission(workspace, counting.exercise, workspace.notebook(SLUG))


@given(st.text())
def test_every_learner_has_a_safe_name(learner: str) -> None:
    name = safe_name(learner)
    assert name
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")
    assert len(name) <= 80
    assert not name.startswith((".", "-"))


@given(st.text(max_size=12), st.text(max_size=12))
def test_two_learners_never_share_a_name_even_where_case_folds(one: str, other: str) -> None:
    assert (safe_name(one).lower() == safe_name(other).lower()) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"), [("Ada", "ada"), ("a b", "a-b"), ("a/b", "a\\b"), ("é", "e\u0301")]
)
def test_near_names_are_told_apart(one: str, other: str) -> None:
    assert safe_name(one).lower() != safe_name(other).lower()


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_a_digest_is_made_of_anything(learner: str, exercise: str, files: dict[str, str]) -> None:
    digest = content_digest(learner, exercise, files)
    assert len(digest) == 64
    assert content_digest(learner, exercise, dict(reversed(files.items()))) == digest
