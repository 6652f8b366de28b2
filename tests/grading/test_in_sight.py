"""Data outside Python's own folders reaches the sandbox, and nothing is copied where nothing is hidden."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

from labelwright.grading.sandbox.execution import Job
from labelwright.grading.sandbox.staging import in_sight


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
    warm = SimpleNamespace(walls=("bubblewrap",), scratch=tmp_path / "scratch")
    given = job(*files(tmp_path / "cache"))
    moved = in_sight(given, warm)
    one, two = map(Path, moved.readable)
    assert (one.read_text("utf-8"), two.read_text("utf-8")) == ("one.txt", "two.txt")
    assert one.parent == two.parent
    assert one.is_relative_to(warm.scratch)
    assert moved.session["files"] == {"data": str(one)}
    assert given.readable[0] == given.session["files"]["data"] == str(tmp_path / "cache" / "one.txt")


def test_a_changed_file_is_copied_again(tmp_path):
    warm = SimpleNamespace(walls=("bubblewrap",), scratch=tmp_path / "scratch")
    one, _ = files(tmp_path / "cache")
    in_sight(job(one), warm)
    one.write_text("changed", "utf-8")
    assert Path(in_sight(job(one), warm).readable[0]).read_text("utf-8") == "changed"


def test_what_python_s_folders_hold_and_what_nothing_hides_stays_where_it_is(tmp_path):
    inside = job(Path(sys.prefix) / "pyvenv.cfg")
    warm = SimpleNamespace(walls=("bubblewrap",), scratch=tmp_path)
    assert in_sight(inside, warm).readable == inside.readable
    outside = job(*files(tmp_path / "cache"))
    assert in_sight(outside, SimpleNamespace(walls=("limits",), scratch=tmp_path)) is outside
