"""A learner with any name is recognised, and something that is not a plain file never stops the batch."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.grading.hand_ins import collect

K = OutcomeKind


def write(name: str, payload: bytes) -> Any:
    return lambda folder: (folder / name).write_bytes(payload)


def in_full(report: Report) -> bool:
    return (report.outcome.kind, report.score) == (K.FINISHED, 100.0)


def anonymous(counting: Any) -> bytes:
    """A solved notebook that does not say whose it is."""
    document = counting.document()
    del document["metadata"]["labelwright"]["learner"]
    return json.dumps(document).encode()


ODD_LEARNERS = [
    "a/b/../../c",
    "../../etc/passwd",
    "two words",
    "\N{ROBOT FACE} emoji",
    "=HYPERLINK(1)",
    "null\0inside",
    "x" * 400,
    "line\nbreak",
    "broken\ud800",
    "e\u0301",
    "-rf",
    "CON",
    "<b>bold</b>",
    "\u202ereversed",
]


@pytest.mark.mostly_slow(3, reason="each case grades three notebooks")
@pytest.mark.parametrize("learner", ODD_LEARNERS, ids=ascii)
def test_an_odd_learner_is_a_learner(batch: Any, learner: str) -> None:
    document = batch.counting.document()
    document["metadata"]["labelwright"]["learner"] = learner
    report = batch.one(write("case.ipynb", json.dumps(document).encode()))
    assert in_full(report), report.outcome
    assert 0 < len(report.learner) <= 320
    assert report.learner.isprintable()
    if learner.isprintable() and len(learner) <= 320:
        assert report.learner == learner
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.mostly_slow(2, reason="each case grades three notebooks")
@pytest.mark.parametrize("learner", [5, None, ["ada"], "", "   ", {"name": "ada"}])
def test_who_is_not_named_is_named_by_the_file(batch: Any, learner: object) -> None:
    document = batch.counting.document()
    document["metadata"]["labelwright"]["learner"] = learner
    assert batch.one(write("case.ipynb", json.dumps(document).encode())).learner == "case"


def test_links_and_folders_in_disguise(batch: Any, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(batch.counting.notebook())

    def put(folder: Path) -> None:
        (folder / "link.ipynb").symlink_to(secret)
        (folder / "dangling.ipynb").symlink_to(folder / "gone.ipynb")
        (folder / "round").symlink_to(folder)
        (folder / "folder.ipynb").mkdir()
        (folder / "folder.zip").mkdir()
        (folder / "folder.ipynb" / "inside.ipynb").write_bytes(anonymous(batch.counting))

    reports = {report.source_name: report for report in batch.grade(put)}
    assert set(reports) == {"link.ipynb", "dangling.ipynb", "folder.ipynb/inside.ipynb"}
    for name in ("link.ipynb", "dangling.ipynb"):
        assert reports[name].outcome.kind is K.REFUSED
        assert reports[name].outcome.sentence == "It is a symbolic link, not a file."
    assert in_full(reports["folder.ipynb/inside.ipynb"])


def test_a_path_that_is_not_there_is_a_report(batch: Any, tmp_path: Path) -> None:
    (submission,) = collect([tmp_path / "gone.ipynb"])
    assert submission.problem is not None
    assert submission.problem.kind is K.UNREADABLE
    assert "gone.ipynb does not exist." in submission.problem.sentence


def test_a_pipe_never_stops_the_batch(batch: Any) -> None:
    def hangs(number: int, frame: object) -> None:
        pytest.fail("reading a pipe that nobody writes to waits forever")

    old = signal.signal(signal.SIGALRM, hangs)
    signal.alarm(8)
    try:
        report = batch.one(lambda folder: os.mkfifo(folder / "pipe.ipynb"))
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, old)
    assert report.outcome.kind in (K.REFUSED, K.UNREADABLE)
