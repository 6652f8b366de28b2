"""Data files outside Python's folders are copied for the sandbox if bubblewrap hides them, and only then."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

from labelwright.grading.sandbox.execution import Job
from labelwright.grading.sandbox.staging import stage_data_files


def job(*paths):
    names = [str(path) for path in paths]
    session = {"slug": "x", "files": {"data": names[0]}, "table": None}
    return Job([], "", session, names, {}, 1, 1, 256)


def files(folder):
    folder.mkdir()
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(name, "utf-8")
    return folder / "one.txt", folder / "two.txt"


def test_behind_bubblewrap_files_of_one_folder_are_copied_and_stay_together(tmp_path):
    server = SimpleNamespace(layers=("bubblewrap",), scratch=tmp_path / "scratch")
    given = job(*files(tmp_path / "cache"))
    moved = stage_data_files(given, server)
    one, two = map(Path, moved.readable)
    assert (one.read_text("utf-8"), two.read_text("utf-8")) == ("one.txt", "two.txt")
    assert one.parent == two.parent
    assert one.is_relative_to(server.scratch)
    assert moved.session["files"] == {"data": str(one)}
    assert given.readable[0] == given.session["files"]["data"] == str(tmp_path / "cache" / "one.txt")


def test_a_changed_file_is_copied_again(tmp_path):
    server = SimpleNamespace(layers=("bubblewrap",), scratch=tmp_path / "scratch")
    one, _ = files(tmp_path / "cache")
    stage_data_files(job(one), server)
    one.write_text("changed", "utf-8")
    assert Path(stage_data_files(job(one), server).readable[0]).read_text("utf-8") == "changed"


def test_a_copy_that_was_made_for_the_job_is_not_copied_again(tmp_path):
    server = SimpleNamespace(layers=("bubblewrap",), scratch=tmp_path / "scratch")
    server.scratch.mkdir()
    given = job(*files(server.scratch / "lent"))
    moved = stage_data_files(given, server)
    assert (moved.readable, moved.session) == (given.readable, given.session)
    assert [path.name for path in server.scratch.iterdir()] == ["lent"]


def test_files_that_are_visible_are_not_copied(tmp_path):
    inside = job(Path(sys.prefix) / "pyvenv.cfg")
    server = SimpleNamespace(layers=("bubblewrap",), scratch=tmp_path)
    assert stage_data_files(inside, server).readable == inside.readable
    outside = job(*files(tmp_path / "cache"))
    assert stage_data_files(outside, SimpleNamespace(layers=("limits",), scratch=tmp_path)) is outside
