"""A watched folder: a file is taken once it no longer changes, and files that grow, vanish or get another name cost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.grading.drop_folder import PATIENCE, DropFolder
from labelwright.grading.hand_ins import Request, collect_folder
from labelwright.grading.submissions import Submission


class Watch:
    """Looks into a folder every five seconds of a clock of its own."""

    def __init__(self, folder: Path, notebook: bytes) -> None:
        folder.mkdir()
        self.now, self.folder, self.notebook = 0.0, folder, notebook
        self.drop = DropFolder(folder, clock=lambda: self.now)

    def put(self, name: str, payload: bytes | None = None) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(self.notebook if payload is None else payload)
        return path

    def look(self) -> list[str]:
        """The files that are graded now, each with `?` if it has a problem."""
        self.now += 5
        ready = self.drop.look()
        request = Request(lambda slug: ("labels.csv",), only=ready, still=self.drop.still)
        found: list[Submission] = (
            list(self.drop.complete(collect_folder(self.folder, request))) if ready else []
        )
        self.drop.done(ready)
        return [each.source_name + ("?" if each.problem else "") for each in found]


@pytest.fixture
def watch(small_course: Course, tmp_path: Path) -> Watch:
    from labelwright.authoring.learner_notebook import filled_notebook

    return Watch(tmp_path / "drop", filled_notebook(small_course.exercises[0], ["x = 1"], "ada"))


def test_a_file_is_taken_once_and_again_only_when_it_changed(watch: Watch) -> None:
    path = watch.put("ada.ipynb")
    assert [watch.look() for _ in range(4)] == [[], ["ada.ipynb"], [], []]
    path.write_bytes(watch.notebook + b"\n")
    assert [watch.look() for _ in range(3)] == [[], ["ada.ipynb"], []]


def test_a_file_that_grows_for_minutes_is_left_alone(watch: Watch) -> None:
    parts = [watch.notebook[:size] for size in range(1, len(watch.notebook), len(watch.notebook) // 40)]
    for part in parts:
        watch.put("ada.ipynb", part)
        assert watch.look() == []
    watch.put("ada.ipynb")
    assert [watch.look() for _ in range(2)] == [[], ["ada.ipynb"]]


def test_a_copy_that_pauses_is_not_called_damaged_until_it_stands_for_minutes(watch: Watch) -> None:
    watch.put("ada.ipynb", watch.notebook[:50])
    assert [watch.look() for _ in range(10)] == [[]] * 10
    watch.put("ada.ipynb")
    assert [watch.look() for _ in range(3)] == [[], ["ada.ipynb"], []]
    watch.put("bob.ipynb", watch.notebook[:50])
    looks = [watch.look() for _ in range(int(PATIENCE / 5) + 3)]
    assert [row for look in looks for row in look] == ["bob.ipynb?"]
    assert looks[5] == []


def test_a_file_that_vanishes_or_gets_another_name_is_not_a_row(watch: Watch) -> None:
    watch.put("ada.ipynb")
    watch.look()
    (watch.folder / "ada.ipynb").unlink()
    assert watch.look() == []
    part = watch.put("bob.ipynb.part")
    assert [watch.look() for _ in range(3)] == [[]] * 3
    part.rename(watch.folder / "bob.ipynb")
    assert [watch.look() for _ in range(3)] == [[], ["bob.ipynb"], []]


def test_a_file_that_vanishes_while_it_is_looked_at_is_not_a_row(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watch.put("ada.ipynb")
    watch.look()
    look = watch.drop.look

    def then_gone() -> set[str]:
        ready = look()
        path.unlink(missing_ok=True)
        return ready

    monkeypatch.setattr(watch.drop, "look", then_gone)
    assert [watch.look() for _ in range(3)] == [[]] * 3


def test_a_notebook_waits_for_the_answer_files_next_to_it(watch: Watch) -> None:
    watch.put("ada/ada.ipynb")
    for size in range(4):
        watch.put("ada/labels.csv", b"x" * size)
        assert watch.look() == []
    assert [watch.look() for _ in range(2)] == [["ada/ada.ipynb"], []]
    watch.put("ada/labels.csv", b"other")
    assert [watch.look() for _ in range(3)] == [[], ["ada/ada.ipynb"], []]


def test_a_folder_that_is_gone_for_a_while_ends_nothing(watch: Watch) -> None:
    watch.put("ada.ipynb")
    assert [watch.look() for _ in range(2)] == [[], ["ada.ipynb"]]
    away = watch.folder.rename(watch.folder.with_name("away"))
    assert watch.look() == []
    away.rename(watch.folder)
    assert [watch.look() for _ in range(2)] == [[], []]


def test_what_is_not_work_has_its_row_in_the_end(watch: Watch) -> None:
    watch.put("bob.pdf", b"%PDF")
    looks = [watch.look() for _ in range(int(PATIENCE / 5) + 3)]
    assert [row for look in looks for row in look] == ["bob.pdf?"]
