"""What an LMS, a learner or a stranger packs: folders, archives, submission files, and traps among them."""

from __future__ import annotations

import io
import json
import stat
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.grading.batch import grade_all
from labelwright.grading.executors import parse_executor
from labelwright.grading.hand_ins import collect
from labelwright.grading.notebooks import MAX_BYTES
from labelwright.notebook.submission_file import MANIFEST, NOTEBOOK, pack

K = OutcomeKind


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, payload in members.items():
            archive.writestr(name, payload)
    return out.getvalue()


def write(name: str, payload: bytes) -> Any:
    def put(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(payload)

    return put


def anonymous(counting: Any) -> bytes:
    """A solved notebook that does not say whose it is."""
    document = counting.document()
    del document["metadata"]["labelwright"]["learner"]
    return json.dumps(document).encode()


def in_full(report: Report) -> bool:
    return (report.outcome.kind, report.score) == (K.FINISHED, 100.0)


def test_folders_of_an_lms_tell_who_handed_in(batch: Any) -> None:
    payload = anonymous(batch.counting)
    members = {
        "Ada Lovelace_123456_assignsubmission_file_/count.ipynb": payload,
        "Grace Hopper_99_assignsubmission_file_/deep/er/count.ipynb": payload,
        "hamiltonmargaret_4711_815_count.ipynb": payload,
        "perlmanradia_LATE_4712_816_count.ipynb": payload,
        "mary/count.ipynb": payload,
        "annie.ipynb": payload,
        "mary/notes.txt": b"hello",
        "__MACOSX/mary/._count.ipynb": b"\0\1",
        "mary/.ipynb_checkpoints/count-checkpoint.ipynb": payload,
    }
    reports = batch.grade(write("course.zip", packed(members)), by_name=True)
    assert all(in_full(report) for report in reports), [report.outcome for report in reports]
    assert {report.learner for report in reports} == {
        "Ada Lovelace",
        "Grace Hopper",
        "hamiltonmargaret",
        "perlmanradia",
        "mary",
        "annie",
    }
    assert len(reports) == 6


def test_two_submissions_by_one_learner_are_two_reports(batch: Any) -> None:
    other = [*batch.counting.solved(), "ham_share = 5"]
    members = {"ada/one.ipynb": batch.counting.notebook(), "ada/two.ipynb": batch.counting.notebook(other)}
    reports = batch.grade(write("two.zip", packed(members)), by_name=True)
    assert [(report.learner, report.score) for report in reports] == [("ada", 100.0), ("ada", 60.0)]
    assert reports[0].submission_sha256 != reports[1].submission_sha256


def test_a_submission_file_is_graded_and_named_by_its_manifest(batch: Any) -> None:
    payload = pack("ada", batch.counting.exercise, {NOTEBOOK: batch.counting.notebook(learner="somebody")})
    report = batch.one(write("x.labelwright.zip", payload))
    assert in_full(report)
    assert (report.learner, report.source_name) == ("ada", "x.labelwright.zip")


def test_submission_files_inside_an_archive_are_graded(batch: Any) -> None:
    inner = pack("ada", batch.counting.exercise, {NOTEBOOK: batch.counting.notebook()})
    report = batch.one(write("all.zip", packed({"some/one.labelwright.zip": inner})))
    assert in_full(report)
    assert report.learner == "ada"


def rewritten(payload: bytes, change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return packed(members)


def spoil_manifest(**facts: Any) -> Any:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        members[MANIFEST] = json.dumps(
            {name: value for name, value in {**manifest, **facts}.items() if value is not None}
        ).encode()

    return change


DAMAGED = {
    "a changed notebook": (
        lambda m: m.update({NOTEBOOK: m[NOTEBOOK] + b" "}),
        "was changed after it was packed",
    ),
    "no notebook": (lambda m: m.pop(NOTEBOOK), "submission file is damaged"),
    "a manifest of words": (lambda m: m.update({MANIFEST: b"hello"}), "its manifest cannot be read"),
    "a manifest not of text": (
        lambda m: m.update({MANIFEST: b"\xff\xfe\x00"}),
        "its manifest cannot be read",
    ),
    "no learner": (spoil_manifest(learner=None), "its manifest cannot be read"),
    "no files": (spoil_manifest(files=None), "its manifest cannot be read"),
    "files without the notebook": (spoil_manifest(files={}), "it has no notebook"),
    "files that are not there": (spoil_manifest(files={"gone.csv": "0" * 64}), "submission file is damaged"),
    "another format": (spoil_manifest(format="other"), "its manifest is not labelwright's"),
    "a version of words": (spoil_manifest(version="two"), "its manifest cannot be read"),
}


@pytest.mark.mostly_slow(
    "a changed notebook", "no learner", "another format", reason="each case grades three notebooks"
)
@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_submission_file_says_how(batch: Any, name: str) -> None:
    change, sentence = DAMAGED[name]
    whole = pack("ada", batch.counting.exercise, {NOTEBOOK: batch.counting.notebook()})
    report = batch.one(write("case.labelwright.zip", rewritten(whole, change)))
    assert report.outcome.kind is K.UNREADABLE
    assert report.outcome.sentence.startswith("The submission file is damaged: ")
    assert sentence in report.outcome.sentence
    assert "labelwright submit" in report.outcome.advice


def encrypted(members: dict[str, bytes]) -> bytes:
    """The archive with the flag of encryption set in every header."""
    payload = bytearray(packed(members))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = payload.find(signature)
        while start >= 0:
            payload[start + place] |= 1
            start = payload.find(signature, start + 4)
    return bytes(payload)


def method_unknown(payload: bytes) -> bytes:
    spoiled = bytearray(payload)
    for signature, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", spoiled, spoiled.find(signature) + place, 77)
    return bytes(spoiled)


def claims(payload: bytes, size: int) -> bytes:
    """The archive whose first member claims to unpack to `size` bytes."""
    spoiled = bytearray(payload)
    struct.pack_into("<I", spoiled, spoiled.find(b"PK\x03\x04") + 22, size)
    struct.pack_into("<I", spoiled, spoiled.find(b"PK\x01\x02") + 24, size)
    return bytes(spoiled)


def linked() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("mary/count.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


BOMB = {"mary/bomb.ipynb": b" " * (MAX_BYTES + 1)}
TRAPS: dict[str, tuple[Any, OutcomeKind, str]] = {
    "zip in zip": (
        lambda p: packed({"inner.zip": packed({"a.ipynb": p})}),
        K.REFUSED,
        "It is an archive inside an archive.",
    ),
    "cut off": (lambda p: packed({"a.ipynb": p})[:-30], K.UNREADABLE, "The archive is damaged or locked"),
    "only a head": (lambda p: b"PK\x03\x04hello", K.UNREADABLE, "The archive is damaged or locked"),
    "spoiled in the middle": (
        lambda p: packed({"a.ipynb": p}).replace(packed({"a.ipynb": p})[100:140], b"\0" * 40),
        K.UNREADABLE,
        "It cannot be unpacked",
    ),
    "encrypted": (lambda p: encrypted({"a.ipynb": p}), K.UNREADABLE, "locked with a password"),
    "an unknown method": (
        lambda p: method_unknown(packed({"a.ipynb": p})),
        K.UNREADABLE,
        "It cannot be unpacked",
    ),
    "no notebook": (
        lambda p: packed({"readme.txt": b"hi"}),
        K.EMPTY,
        "has no notebook and no submission file",
    ),
    "nothing": (lambda p: packed({}), K.EMPTY, "has no notebook and no submission file"),
    "a bomb": (lambda p: packed(BOMB), K.UNREADABLE, f"unpacks to more than {MAX_BYTES:,} bytes"),
    "a bomb that claims little": (lambda p: claims(packed(BOMB), 10), K.UNREADABLE, ""),
    "a symbolic link": (lambda p: linked(), K.REFUSED, "It is a symbolic link, not a file."),
}


@pytest.mark.mostly_slow(
    "zip in zip",
    "cut off",
    "encrypted",
    "a bomb",
    "a symbolic link",
    reason="each case grades three notebooks",
)
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_named_and_springs_on_nobody(batch: Any, name: str) -> None:
    make, kind, sentence = TRAPS[name]
    report = batch.one(write("case.zip", make(batch.counting.notebook())))
    assert report.outcome.kind is kind, report.outcome
    assert sentence in report.outcome.sentence
    assert report.outcome.advice
    assert not report.passed


def test_a_giant_claim_is_not_believed(batch: Any) -> None:
    payload = claims(packed({"mary/count.ipynb": anonymous(batch.counting)}), 0xFFFFFFF0)
    report = batch.one(write("case.zip", payload), by_name=True)
    assert (report.learner, in_full(report)) == ("mary", True)


def test_a_spoiled_member_costs_the_others_nothing(batch: Any) -> None:
    document = batch.counting.document()
    document["metadata"]["labelwright"]["exercise"] = "broken\ud800"
    members = {
        "a/one.ipynb": batch.counting.notebook(learner="one"),
        "b/two.ipynb": json.dumps(document).encode(),
        "c/three.ipynb": b"PK\x03\x04 not an archive",
        "d/four.ipynb": b"{",
        "e/five.ipynb": batch.counting.notebook(learner="five"),
    }
    reports = batch.grade(write("all.zip", packed(members)), by_name=True)
    assert [report.outcome.kind for report in reports] == [
        K.FINISHED,
        K.UNKNOWN_EXERCISE,
        K.UNREADABLE,
        K.UNREADABLE,
        K.FINISHED,
    ]


SLIPPING = [
    "../../slip.ipynb",
    "/slip/slip.ipynb",
    "a/../../slip.ipynb",
    "C:\\slip\\slip.ipynb",
    "..\\slip.ipynb",
]


@pytest.mark.mostly_slow("../../slip.ipynb", reason="each case grades three notebooks")
@pytest.mark.parametrize("name", SLIPPING)
def test_a_name_that_leads_out_writes_nothing_outside(batch: Any, name: str, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if "slip" in path.name}
    report = batch.one(write("case.zip", packed({name: anonymous(batch.counting)})))
    assert in_full(report)
    assert ".." not in report.learner
    assert "/" not in report.learner
    assert {path for path in tmp_path.rglob("*") if "slip" in path.name} == before
    assert not Path("/slip").exists()


@pytest.mark.slow("starts a pool of processes")
def test_workers_grade_the_same(batch: Any) -> None:
    members = {f"{n}/count.ipynb": batch.counting.notebook(learner=f"learner-{n}") for n in range(3)}
    members["3/count.ipynb"] = b""
    members["4/count.ipynb"] = batch.counting.notebook(
        [*batch.counting.solved(), "import os; os._exit(1)"], "last"
    )
    payload = packed(members)
    alone = batch.grade(write("all.zip", payload), by_name=True)
    together = list(_with_workers(batch, payload))
    assert sorted(map(plain, together)) == sorted(map(plain, alone))


def _with_workers(batch: Any, payload: bytes) -> list[Report]:
    path = batch.folder / "all.zip"
    path.write_bytes(payload)
    chosen = parse_executor("processes:2")
    submissions = collect([path])
    return list(grade_all(submissions, batch.counting.course, executor=chosen.open, workers=chosen.workers))


def plain(report: Report) -> tuple[Any, ...]:
    return report.learner, report.outcome.kind, report.score, report.digest
