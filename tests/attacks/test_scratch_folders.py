"""Scratch folders are new for every child, and no folder tree of a learner remains after the run."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from labelwright.grading.sandbox.scratch import MAX_FILES, create_run_folder, is_too_large, remove_contents


def deep(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for name in ["d"] * 3_000:
        os.mkdir(name, dir_fd=here)
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)


def wide(folder: Path) -> None:
    for number in range(300):
        (folder / f"{number}" / "x").mkdir(parents=True)
        (folder / f"{number}" / "y").write_text("y", encoding="ascii")


def locked(folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "c").write_text("c", encoding="ascii")
    (folder / "a" / "b").chmod(0o500)
    (folder / "a").chmod(0)


def named_like_ours(folder: Path) -> None:
    for number in range(4):
        (folder / f".pulled-up-{number}" / f".pulled-up-{number}" / "x").mkdir(parents=True)


@pytest.mark.parametrize("write", [deep, wide, locked, named_like_ours])
def test_any_tree_can_be_cleared(tmp_path: Path, write: Callable[[Path], None]) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()
    write(create_run_folder(folder, 1))
    write(create_run_folder(folder, 2))
    remove_contents(folder)
    assert list(folder.iterdir()) == []


def large(folder: Path) -> None:
    for number in range(3):
        with (folder / str(number)).open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, 90 << 20)


def many(folder: Path) -> None:
    for number in range(MAX_FILES + 1):
        (folder / str(number)).touch()


def promised_only(folder: Path) -> None:
    with (folder / "sparse").open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.parametrize(
    ("write", "too_large"), [(deep, True), (large, True), (many, True), (wide, False), (promised_only, False)]
)
def test_a_folder_that_is_too_large_is_seen(
    tmp_path: Path, write: Callable[[Path], None], too_large: bool
) -> None:
    write(create_run_folder(tmp_path, 1))
    assert is_too_large(tmp_path) is too_large
    remove_contents(tmp_path)


def test_clearing_follows_no_link(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "scratch"
    for place in (outside, folder):
        place.mkdir()
    (outside / "kept").write_text("kept", encoding="ascii")
    outside.chmod(0o750)
    inside = create_run_folder(folder, 1)
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "file").symlink_to(outside / "kept")
    remove_contents(folder)
    assert (outside / "kept").read_text(encoding="ascii") == "kept"
    assert outside.stat().st_mode & 0o777 == 0o750
    assert list(folder.iterdir()) == []


def test_a_folder_is_never_given_twice(tmp_path: Path) -> None:
    assert create_run_folder(tmp_path, 1) != create_run_folder(tmp_path, 2)
    with pytest.raises(FileExistsError):
        create_run_folder(tmp_path, 1)


def test_clearing_what_is_not_there_is_no_fault(tmp_path: Path) -> None:
    remove_contents(tmp_path / "nowhere")
