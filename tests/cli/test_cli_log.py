"""The log of the command line: nothing by default; with -v how each child and submission ended, from workers too."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from labelwright.cli import cli
from labelwright.grading.run import RunOptions, Stop, open_grader


@pytest.fixture
def graded(process: Any, counting: Any, tmp_path: Path) -> Any:
    """A function that grades three notebooks in two worker processes, with options before the command."""
    (tmp_path / "in").mkdir()
    for learner in ("ada", "bo", "cy"):
        (tmp_path / "in" / f"{learner}.ipynb").write_bytes(counting.notebook(learner=learner))

    def grade(*options: str) -> Any:
        return process(*options, "--course", counting.course.root, "grade", "in", "--trust-learners")

    return grade


@pytest.mark.slow("runs the grader's command several times")
def test_the_log_is_quiet_unless_it_is_asked_for(graded: Any) -> None:
    quiet = graded()
    assert (quiet.code, quiet.err) == (0, "")
    unchanged = graded("-vv")
    assert unchanged.err.count("DEBUG labelwright.grading.run: ") == 3
    assert "ada.ipynb: unchanged, not graded again" in unchanged.err


@pytest.mark.slow("runs the grader's command several times")
def test_v_tells_how_children_and_submissions_ended(graded: Any) -> None:
    shown = graded("-v")
    assert "3 submissions: 3 finished." in shown.out
    assert "INFO labelwright.grading.run: ada.ipynb: ada, finished" in shown.err
    children = re.findall(
        r" (\d+) INFO labelwright\.grading\.sandbox\.execution: Child \d+: done, .* after [\d.]+ s", shown.err
    )
    runs = re.findall(r" (\d+) INFO labelwright\.grading\.run: ", shown.err)
    assert len(children) == 3
    assert not set(children) & set(runs), "the workers log their children themselves"
    assert "DEBUG" not in shown.err


OF_A_WATCH = ("labelwright.grading.run", "labelwright.grading.drop_folder")


def test_watch_tells_what_it_saw_and_what_it_waits_for(
    counting: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "labelwright")
    folder = tmp_path / "in"
    folder.mkdir()
    file = folder / "ada.ipynb"
    file.write_bytes(counting.notebook(learner="ada")[:50])

    class Looks(Stop):
        """Between the first two looks the file grows; after four looks it is Ctrl-C."""

        count = 0

        def wait(self, seconds: float) -> None:
            self.count += 1
            if self.count == 1:
                file.write_bytes(counting.notebook(learner="ada"))
            self.requested = self.count == 4

    options = RunOptions(tmp_path / "feedback", executor="processes:1", trust_learners=True)
    with open_grader(counting.course.root, str(tmp_path / "gradebook.db"), options) as grader:
        reports = list(grader.watch(folder, 0.0, Looks(lambda: None)))
    assert [report.learner for report in reports] == ["ada"]
    messages = [record.getMessage() for record in caplog.records if record.name in OF_A_WATCH]
    assert len(messages) == 3
    assert messages[0].endswith("ada.ipynb: seen, 50 bytes; waiting until it no longer changes")
    assert "ada.ipynb: still changing" in messages[1]
    assert messages[2] == "ada.ipynb: ada, finished"


def test_verbose_is_an_option_of_the_whole_command_line() -> None:
    assert any("-v" in parameter.opts for parameter in cli.params)
