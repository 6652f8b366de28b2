"""Odd names, files that vanish, closed folders and archives that lie: one row each, and everybody else has theirs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from ways import CANVAS, in_archive, in_folder, packed, said

from labelwright.grading import hand_ins, members
from labelwright.grading.archives import MAX_UNPACKED, class_limits
from labelwright.grading.hand_ins import collect
from labelwright.grading.notebooks import MAX_BYTES


@pytest.mark.parametrize(
    "name", ["x" * 240 + ".ipynb", "a\nb\x1b[31m.ipynb", b"caf\xe9.ipynb", "\u202ex.ipynb"]
)
def test_an_odd_name_is_one_row(tmp_path: Path, notebook: Any, name: Any) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for each, payload in ((name, notebook()), ("ada.ipynb", notebook("ada"))):
        (folder / os.fsdecode(each)).write_bytes(payload)
    found = list(collect([folder]))
    assert len(found) == 2
    assert all(each.learner.isprintable() and each.problem is None for each in found)


def test_a_file_that_vanishes_and_a_folder_that_is_closed(
    tmp_path: Path, notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a/x.ipynb", "b/x.ipynb", "closed/x.ipynb", "d/x.pdf"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(notebook(name[0]))
    opened = members.open_plain_file

    def open_file(path: Path) -> Any:
        if path.parent.name in ("b", "d"):
            path.unlink(missing_ok=True)
        return opened(path)

    scan = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(members, "open_plain_file", open_file)
    monkeypatch.setattr(members.os, "scandir", scandir)
    assert said(list(collect([tmp_path]))) == {
        "a/x.ipynb": "graded",
        "b/x.ipynb": "It cannot be read: No such file or directory.",
        "closed": "The folder cannot be opened: Permission denied.",
        "d/x.pdf": "It is a PDF, not a notebook.",
    }


def test_a_folder_without_an_end_is_named(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d"] * (members.MAX_FOLDERS + 3))
    deep.mkdir(parents=True)
    (row,) = collect([tmp_path])
    assert row.problem is not None
    assert "levels deep" in row.problem.sentence


def test_a_class_folder_inside_a_thousand_folders_is_read(tmp_path: Path, notebook: Any) -> None:
    deep = "d/" * 5_000
    found, _ = in_archive(tmp_path, {f"{deep}{who}/x.ipynb": notebook(who) for who in ("ada", "bob")})
    assert {each.learner for each in found} == {"ada", "bob"}


def test_a_path_that_cannot_be_asked_for_is_a_row(tmp_path: Path) -> None:
    found = list(collect([tmp_path / ("x" * 300), tmp_path / "gone", tmp_path / "nul\0"]))
    assert ["cannot be read" in each.problem.sentence for each in found if each.problem] == [
        True,
        False,
        True,
    ]


def test_damaged_metadata_of_gradescope_costs_nobody_the_row(tmp_path: Path, notebook: Any) -> None:
    files = {f"e/submission_{number}/x.ipynb": notebook() for number in (1, 2)}
    for payload in (b"a: 2026-13-45 10:00:00", b"\xff\xfe\x00", b"a: [", b"a: 9999-12-31 23:59:59 -05:00"):
        found, leftovers = in_archive(tmp_path, files | {"e/submission_metadata.yml": payload})
        assert [each.learner for each in found] == ["submission_1", "submission_2"]
        assert leftovers == ["e/submission_metadata.yml (names of people were not read from it)"]


def test_a_learner_s_archive_that_is_named_itself_is_still_one_person_s(
    tmp_path: Path, notebook: Any
) -> None:
    path = tmp_path / CANVAS
    path.write_bytes(
        packed(
            {name: notebook(more=f"\nname = {name[0]!r}") for name in ("bob_1_2_x.ipynb", "eve_3_4_x.ipynb")}
        )
    )
    assert [each.learner for each in collect([path])] == ["lovelaceada"]


def test_archives_that_lie_are_refused_before_they_cost_anything(tmp_path: Path, notebook: Any) -> None:
    whole = packed({f"{number}/x.ipynb": notebook() for number in range(4)})
    end = whole.rindex(b"PK\x05\x06")
    start = int.from_bytes(whole[end + 16 : end + 20], "little")
    one = whole[start : whole.index(b"PK\x01\x02", start + 4)]
    # Every entry of the list names the same bytes.
    count = 40_000
    listed = one * count
    tail = bytearray(whole[end:])
    tail[8:12] = (count % 65536).to_bytes(2, "little") * 2
    tail[12:16] = len(listed).to_bytes(4, "little")
    path = tmp_path / "class.zip"
    path.write_bytes(whole[:start] + listed + bytes(tail))
    (row,) = collect([path])
    assert row.problem is not None
    assert "share the same bytes" in row.problem.sentence
    (tmp_path / "in").mkdir()
    path.rename(tmp_path / "in" / CANVAS)
    (row,) = collect([tmp_path / "in"])
    assert row.problem is not None
    assert "it lists 40,000 files; at most 20,000 are read" in row.problem.sentence


def test_one_learner_s_share_of_a_class_archive_is_limited(tmp_path: Path, notebook: Any) -> None:
    blank = b" " * (MAX_BYTES - 1)
    files = {f"bob_1_{number}_x.ipynb": blank for number in range(6)}
    files["zoe_2_9_x.ipynb"] = notebook("zoe")
    found, _ = in_archive(tmp_path, files)
    sentences = [each.problem.sentence for each in found if each.problem]
    assert [
        sentence.startswith("It cannot be unpacked: it unpacks to more than") for sentence in sentences
    ] == [
        False,
        False,
        False,
        False,
        True,
        True,
    ]
    assert found[-1].learner == "zoe"
    assert found[-1].problem is None
    assert class_limits().unpacked >= 2_000 * MAX_BYTES > MAX_UNPACKED


def test_nothing_that_goes_wrong_while_reading_ends_the_collection(
    tmp_path: Path, notebook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*given: Any) -> Any:
        if "bob" in given[1]:
            raise MemoryError("too much")
        return read(*given)

    read = hand_ins.read_work
    monkeypatch.setattr(hand_ins, "read_work", breaks)
    found, _ = in_folder(tmp_path, {f"{who}/x.ipynb": notebook(who) for who in ("ada", "bob", "carl")})
    assert [each.problem is None for each in found] == [True, False, True]
