"""Hostile files: links, pipes, traversal, bombs, odd names, broken archives, and spoiled notebook metadata."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import time
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labelwright.checks.verdicts import OutcomeKind
from labelwright.grading import archives as unpack
from labelwright.grading.file_kinds import is_hidden
from labelwright.grading.hand_ins import collect
from labelwright.notebook.submission_file import pack

K = OutcomeKind
NEVER_RUN = {K.UNREADABLE, K.REFUSED, K.EMPTY, K.UNKNOWN_EXERCISE}


def zipped(members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, method)
    return out.getvalue()


def overlapping(count: int, size: int) -> bytes:
    """A flat bomb: many listed members that share one compressed body of `size` zeros."""
    payload = zipped({"a.ipynb": b"\0" * size})
    start = payload.index(b"PK\x01\x02")
    end = payload.index(b"PK\x05\x06")
    body, entry, last = payload[:start], payload[start:end], bytearray(payload[end:])
    listed = entry * count
    last[8:10] = last[10:12] = count.to_bytes(2, "little")
    last[12:16] = len(listed).to_bytes(4, "little")
    return body + listed + bytes(last)


LINKS: dict[str, Callable[[Path, Any], object]] = {
    "a link to another's notebook": lambda place, arena: place.symlink_to(
        arena.vault.folder / "aa-honest.ipynb"
    ),
    "a link to a key": lambda place, arena: place.symlink_to(arena.vault.root / "keys" / "issuer.pem"),
    "a link to nothing": lambda place, arena: place.symlink_to("/nowhere"),
    "a link to itself": lambda place, arena: place.symlink_to(place),
    "a link to endless zeros": lambda place, arena: place.symlink_to("/dev/zero"),
    "a pipe": lambda place, arena: os.mkfifo(place),
}


@pytest.mark.mostly_slow(
    "a link to a key", "a link to endless zeros", "a pipe", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("link", LINKS)
def test_what_is_no_plain_file_is_refused(arena: Any, link: str) -> None:
    (report,) = arena.grade(lambda folder: LINKS[link](folder / "mallory.ipynb", arena))
    assert report.outcome.kind in (K.REFUSED, K.UNREADABLE), report.outcome
    assert report.score == 0.0


def test_a_device_is_refused(arena: Any, tmp_path: Path) -> None:
    try:
        os.mknod(tmp_path / "probe", 0o020600, os.makedev(1, 5))
    except (OSError, AttributeError):
        pytest.skip("devices can be made by root only")
    place = arena.vault.folder / "mallory.ipynb"
    (report,) = arena.grade(lambda folder: os.mknod(place, 0o020600, os.makedev(1, 5)))
    assert report.outcome.kind is K.UNREADABLE


def test_a_folder_of_links_is_passed_over(arena: Any) -> None:
    def write(folder: Path) -> None:
        (folder / "up").symlink_to(folder, target_is_directory=True)
        (folder / "root").symlink_to("/", target_is_directory=True)
        (folder / "mallory.ipynb").mkdir()

    assert arena.grade(write) == []


def test_endless_depth_is_one_row(arena: Any) -> None:
    def write(folder: Path) -> None:
        here = os.open(folder, os.O_RDONLY)
        for _ in range(1500):
            os.mkdir("d", dir_fd=here)
            deeper = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
        os.close(here)

    try:
        (report,) = arena.grade(write)
        assert report.outcome.sentence == "The folder is more than 32 levels deep, so it is not opened."
    finally:
        from labelwright.grading.sandbox.scratch import remove_contents

        remove_contents(arena.vault.folder)
        assert list(arena.vault.folder.iterdir()) == []


NAMES = [
    "../../outside.ipynb",
    "/etc/cron.d/outside.ipynb",
    "..\\..\\outside.ipynb",
    "C:\\Windows\\outside.ipynb",
    "a/../../../outside.ipynb",
    "con.ipynb",
    "=cmd|' /C calc'!A0.ipynb",
    "+1+1.ipynb",
    "-rf.ipynb",
    "@SUM(1).ipynb",
    "\t=1.ipynb",
    "<script>alert(1)</script>.ipynb",
    "a\nb.ipynb",
    "a\x00b.ipynb",
    "\u202efdp.ipynb",
    "\u0430\u0430-honest.ipynb",
    "x" * 3000 + ".ipynb",
    " .ipynb",
    ".ipynb",
    "..ipynb",
    "%00.ipynb",
    "$(reboot).ipynb",
    "`id`.ipynb",
    "a;b.ipynb",
]


def test_names_in_an_archive_reach_nothing(arena: Any) -> None:
    good = arena.notebook(arena.solved(), "")
    members = dict.fromkeys(NAMES, good)
    write = lambda folder: (folder / "mallory.zip").write_bytes(zipped(members))  # noqa: E731
    reports = arena.grade(write, by_name=True)
    assert len(reports) >= len(NAMES) - 3
    (one,) = arena.grade(write)
    assert one.learner == "mallory"
    assert {report.outcome.kind for report in reports} <= {K.FINISHED, *NEVER_RUN}
    assert not list(arena.vault.root.parent.rglob("outside.ipynb"))
    assert not Path("/etc/cron.d/outside.ipynb").exists()


def test_odd_file_names_are_graded(arena: Any) -> None:
    names = [name for name in NAMES if "/" not in name and "\0" not in name and len(name) < 250]
    shown = [name for name in names if not is_hidden(name)]
    good = arena.notebook(arena.solved(), "")
    reports = arena.grade(lambda folder: [(folder / name).write_bytes(good) for name in names])
    assert [report.outcome.kind for report in reports] == [K.FINISHED] * len(shown)
    assert len(shown) > 12
    for report in reports:
        assert report.learner == report.learner.strip()
        assert report.learner.isprintable()


def test_a_bomb_in_an_archive_is_not_unpacked(arena: Any) -> None:
    bomb = zipped({"mallory.ipynb": b"\0" * 100_000_000})
    (report,) = arena.grade(lambda folder: (folder / "mallory.zip").write_bytes(bomb))
    assert report.outcome.kind is K.UNREADABLE
    assert "unpacks to more than" in report.outcome.sentence


def test_a_nested_bomb_is_not_opened(arena: Any) -> None:
    bomb = zipped({"mallory.ipynb": b"\0" * 1_000_000})
    for _ in range(5):
        bomb = zipped({f"{i}.zip": bomb for i in range(4)})
    reports = arena.grade(lambda folder: (folder / "mallory.zip").write_bytes(bomb))
    assert reports
    assert {report.outcome.kind for report in reports} <= NEVER_RUN


def test_an_archive_that_holds_itself_ends(arena: Any) -> None:
    inner = zipped({"self.zip": b"PK\x03\x04" + bytes(100)})
    reports = arena.grade(lambda folder: (folder / "mallory.zip").write_bytes(inner))
    assert {report.outcome.kind for report in reports} <= NEVER_RUN


@pytest.mark.parametrize("named", ["bomb.zip", "."])
def test_a_bomb_whose_members_overlap_has_a_bound(tmp_path: Path, named: str) -> None:
    (tmp_path / "bomb.zip").write_bytes(overlapping(5_000, 4_000_000))
    began = time.process_time()
    (found,) = collect([tmp_path / named])
    assert time.process_time() - began < 2
    assert found.problem is not None
    assert "its files share the same bytes" in found.problem.sentence


def test_a_bomb_of_many_members_costs_one_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "MAX_UNPACKED", 10_000_000)
    (tmp_path / "bomb.zip").write_bytes(zipped({f"{n}.ipynb": b"\0" * 4_000_000 for n in range(300)}))
    began = time.process_time()
    (found,) = collect([tmp_path])
    assert time.process_time() - began < 4
    assert "and 291 more" in found.notes[0]


def test_a_submission_file_of_many_large_members_is_refused(arena: Any) -> None:
    zeros = b"\0" * 40_000_000
    packed = pack("mallory", arena.exercise, {f"f{i}": zeros for i in range(3)})
    began = time.process_time()
    (report,) = arena.grade(lambda folder: (folder / "mallory.labelwright.zip").write_bytes(packed))
    assert report.outcome.kind is K.UNREADABLE
    assert "unpacks to more than" in report.outcome.sentence
    assert time.process_time() - began < 8


def test_a_manifest_of_many_names_is_refused(arena: Any) -> None:
    packed = pack("mallory", arena.exercise, {f"f{i}": b"" for i in range(500)})
    (report,) = arena.grade(lambda folder: (folder / "mallory.labelwright.zip").write_bytes(packed))
    assert report.outcome.kind is K.UNREADABLE
    assert "names 500 files" in report.outcome.sentence


def test_an_archive_that_lists_too_many_files_is_not_opened(arena: Any) -> None:
    marks = b"PK\x01\x02" * (unpack.learner_limits().members + 1)
    end = b"PK\x05\x06" + bytes(8) + len(marks).to_bytes(4, "little") + (4).to_bytes(4, "little") + bytes(2)
    listed = b"PK\x03\x04" + marks + end
    (report,) = arena.grade(lambda folder: (folder / "mallory.zip").write_bytes(listed))
    assert "at most 20,000 are read" in report.outcome.sentence


def test_a_manifest_cannot_place_files(arena: Any) -> None:
    notebook = arena.notebook(arena.solved())
    members = {"notebook.ipynb": notebook, "../../outside.ipynb": b"x", "/tmp/outside.ipynb": b"x"}
    manifest = {
        "format": "labelwright-submission",
        "format_version": 1,
        "learner": "mallory",
        "exercise": "count-the-labels",
        "version": 1,
        "form": 1,
        "files": {name: sha256(data).hexdigest() for name, data in members.items()},
        "score": 600,
        "passed": True,
    }
    packed = zipped({"manifest.json": json.dumps(manifest).encode(), **members})
    (report,) = arena.grade(lambda folder: (folder / "mallory.labelwright.zip").write_bytes(packed))
    assert report.max_score == 100.0
    assert report.score <= 100.0
    assert not Path("/tmp/outside.ipynb").exists()


METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(METHODS), st.integers(0, 2**32), st.integers(1, 12), st.booleans())
def test_damaged_archives_are_named_never_raised(
    arena: Any, method: int, seed: int, hits: int, packed: bool
) -> None:
    chance = random.Random(seed)
    members = {"a/b.ipynb": b'{"cells": []}' * 50, "c.zip": zipped({"d.ipynb": b"x"}, method=method)}
    payload = bytearray(
        pack("x", arena.exercise, {"notebook.ipynb": b"{}"}) if packed else zipped(members, method=method)
    )
    for _ in range(hits):
        payload[chance.randrange(4, len(payload))] = chance.randrange(256)
    folder = arena.vault.folder
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "mallory.zip").write_bytes(bytes(payload[: chance.choice([len(payload), len(payload) // 2])]))
    found = list(collect([folder]))
    assert found
    assert all(submission.problem is not None or submission.code is not None for submission in found)
