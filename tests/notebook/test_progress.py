"""What a learner has reached is kept, survives a spoiled file, and hints go one step at a time."""

from __future__ import annotations

from typing import Any

import pytest

from labelwright.checks.verdicts import CheckResult, Verdict
from labelwright.notebook.progress import (
    next_exercise,
    next_hint,
    read_progress,
    record_submission,
    write_progress,
)
from labelwright.notebook.workspace import Workspace


def passed(counting: Any) -> list[CheckResult]:
    facts = {"sentence": "It is so.", "verdict": Verdict.PASSED}
    counts = CheckResult(id="a", task="counts", points=60, max_points=60, must=True, **facts)
    return [counts, CheckResult(id="b", task="share", points=40, max_points=40, **facts)]


def test_hints_go_one_step_at_a_time(counting: Any, workspace: Workspace) -> None:
    steps = [next_hint(workspace, counting.exercise, "counts") for _ in range(3)]
    assert [step[1:] for step in steps] == [(1, 2), (2, 2), (2, 2)]
    assert "Which container" in steps[0][0]
    assert "counts.get(label, 0)" in steps[1][0]
    assert next_hint(workspace, counting.exercise, "share")[1] == 1


def test_a_guest_gets_the_first_hint(counting: Any) -> None:
    assert [next_hint(None, counting.exercise, "counts")[1] for _ in range(2)] == [1, 1]


def test_a_task_without_hints_says_so(own_counting: Any, workspace: Workspace) -> None:
    (own_counting.exercise.folder / "hints.md").unlink()
    assert next_hint(workspace, own_counting.exercise, "counts") == ("This task has no hints.", 0, 0)


def test_results_are_kept_and_read_back(counting: Any, workspace: Workspace) -> None:
    progress = read_progress(workspace.root)
    assert not progress.of(counting.exercise).attempted()
    assert next_exercise(counting.course, progress) == counting.exercise
    progress.add(counting.exercise, passed(counting))
    write_progress(workspace.root, progress)
    again = read_progress(workspace.root)
    assert again.of(counting.exercise).score == 100
    assert again.passed(counting.exercise)
    assert next_exercise(counting.course, again) is None


def test_half_of_the_tasks_do_not_pass(counting: Any, workspace: Workspace) -> None:
    progress = read_progress(workspace.root)
    progress.add(counting.exercise, passed(counting)[:1])
    assert not progress.passed(counting.exercise)


def test_results_of_an_older_version_no_longer_count(counting: Any, workspace: Workspace) -> None:
    progress = read_progress(workspace.root)
    progress.add(counting.exercise, passed(counting))
    newer = counting.exercise.model_copy(update={"version": 2})
    assert progress.of(newer).results == {}
    assert not progress.passed(newer)


@pytest.mark.parametrize(
    "spoiled", [b"", b"{", b"[]", b'{"exercises": 5}', b"\xff\xfe\x00", b'{"exercises": {"a": 1}}']
)
def test_a_spoiled_file_is_set_aside_never_lost(workspace: Workspace, spoiled: bytes) -> None:
    folder = workspace.root / ".labelwright"
    folder.mkdir()
    (folder / "progress.json").write_bytes(spoiled)
    assert read_progress(workspace.root).exercises == {}
    assert (folder / "progress.unreadable.json").read_bytes() == spoiled
    assert not (folder / "progress.json").exists()


def test_nothing_half_written_is_left(counting: Any, workspace: Workspace) -> None:
    for _ in range(3):
        next_hint(workspace, counting.exercise, "counts")
    assert [path.name for path in (workspace.root / ".labelwright").iterdir()] == ["progress.json"]


def test_what_was_handed_in_is_noted_once(counting: Any, workspace: Workspace) -> None:
    for _ in range(2):
        record_submission(workspace, counting.exercise, workspace.root / "a.zip")
    assert read_progress(workspace.root).of(counting.exercise).submitted == ["a.zip"]


def test_a_check_that_had_to_wait_is_no_attempt(counting: Any, workspace: Workspace) -> None:
    progress = read_progress(workspace.root)
    waiting = [
        result.model_copy(update={"verdict": Verdict.NOT_RUN, "points": 0.0}) for result in passed(counting)
    ]
    progress.add(counting.exercise, waiting)
    assert not progress.of(counting.exercise).attempted()
