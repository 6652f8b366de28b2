"""Zips of feedback, read as Canvas's and Moodle's importers read them: each learner gets their own, or is left out by name."""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest

from labelwright.cli import main
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.roster import Learner
from labelwright.grading.feedback_zips import canvas_zip, moodle_zip


def canvas_numbers(name: str) -> tuple[str, str]:
    """The user and the file that Canvas finds in a name (`infer_comment_context_from_filename`): by whole parts."""
    parts = [part for part in Path(name).name.split("_") if part != "LATE"]
    assert not parts[-1].startswith("link")
    if parts[0] == "anon":
        return parts[1], parts[2]
    user, file = [part for part in parts if re.fullmatch(r"\d+", part)][:2]
    return user, file


def moodle_number(path: str) -> tuple[int, str]:
    """The participant and the file name that Moodle finds in a path (`is_valid_filename_for_import`)."""
    parts = path.split("/")
    assert not parts[-1].startswith((".", "~"))
    for place, part in enumerate(parts):
        info = part.split("_", 4)
        if len(info) >= 4 and info[1].isdigit():
            assert info[2:4] == ["assignfeedback", "file"]
            return int(info[1]), "/".join([*info[4:], *parts[place + 1 :]]).lstrip("/")
    raise AssertionError(path)


@pytest.fixture
def book(open_book, tmp_path):
    return open_book(str(tmp_path / "gradebook.db"))


def members(payload: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_canvas_finds_each_learner_by_the_numbers_of_its_download(book, make):
    sources = {
        "ada": "class.zip/lovelaceada_LATE_101_9001_count.ipynb",
        "bo": "class.zip/libo_102_9002_count--bo--1.labelwright.zip",
        "carl": "class.zip/anon_aB3x_9003_count-2.ipynb",
        "dora": "class.zip/doradora_104_9004_count.ipynb.txt",
        "emil": "class.zip/emil_105_9005_count.html",
    }
    for learner, source in sources.items():
        book.record(make(learner, source_name=source))
    made = canvas_zip(book, "count")
    assert (made.packed, made.left_out) == (("ada", "bo", "carl", "dora", "emil"), ())
    files = members(made.payload)
    assert {canvas_numbers(name) for name in files} == {
        *(("101", "9001"), ("102", "9002"), ("aB3x", "9003"), ("104", "9004"), ("105", "9005"))
    }
    by_user = {canvas_numbers(name)[0]: (name, payload) for name, payload in files.items()}
    name, payload = by_user["101"]
    notebook = json.loads(payload)
    assert name.endswith(".ipynb")
    assert [cell["cell_type"] for cell in notebook["cells"]] == ["markdown"]
    assert "**20 of 20 points count, passed.**" in notebook["cells"][0]["source"]
    name, payload = by_user["102"]
    assert name.endswith(".zip")
    assert b"20 of 20 points count" in members(payload)["feedback.html"]
    assert by_user["104"][1].startswith(b"# Count the labels\n\n**20 of 20 points count, passed.**")
    assert by_user["105"][1].startswith(b"<!doctype html>")
    assert canvas_zip(book, "count").payload == made.payload


def test_moodle_finds_each_learner_by_the_participants_number(book, make):
    book.record(make("ada", source_name="class.zip/Ada Lovelace_5001_assignsubmission_file/count.ipynb"))
    book.record(make("bo", source_name="class.zip/Bo Li_5002_assignsubmission_file_/count.ipynb"))
    book.record(make("carl", source_name="class.zip/C_arl O'Hara_5003_assignsubmission_file_count.ipynb"))
    made = moodle_zip(book, "count")
    assert made.left_out == ()
    found = {moodle_number(name): payload for name, payload in members(made.payload).items()}
    assert set(found) == {
        (5001, "feedback-count.html"),
        (5002, "feedback-count.html"),
        (5003, "feedback-count.html"),
    }
    assert b"Feedback for ada" in found[5001, "feedback-count.html"]


def test_who_is_not_known_to_the_lms_is_left_out_and_named(book, make):
    book.record(make("ada", source_name="class.zip/lovelaceada_101_9001_count.ipynb"))
    book.record(make("bo", source_name="class.zip/libo_102_9002_count.ipynb"))
    book.record(make("eve", source_name="eve/libo_102_9009_count.ipynb"))
    book.record(make("fay", source_name="class.zip/fay_102_9010_count.pdf"))
    book.record(make("gil", source_name="gil/count.ipynb"))
    book.record(make("hal", source_name="class.zip/hal_108_9008_count.ipynb"))
    book.import_roster([Learner("hal", canvas_id="999"), Learner("ida"), Learner("jon")])
    book.mark(Mark("ida", "count", None, "Ill.", "Tutor", excused=True))
    made = canvas_zip(book, "count")
    assert made.packed == ("ada", "bo")
    left_out = dict(made.left_out)
    assert "not from a download of Canvas" in left_out["eve"]
    assert "fay_102_9010_count.pdf ends in none of .ipynb" in left_out["fay"]
    assert "not from a download of Canvas" in left_out["gil"]
    assert "has Canvas's number 108, and the class list has 999" in left_out["hal"]
    assert "no file was handed in" in left_out["ida"]
    assert "jon" not in left_out
    assert len(members(made.payload)) == 2


def test_one_number_for_two_learners_goes_to_neither(book, make):
    for learner, number in (("ada", 1), ("bo", 2), ("carl", 2)):
        name = f"class.zip/{learner}_{number}_assignsubmission_file_/count.ipynb"
        book.record(make(learner, source_name=name))
    made = moodle_zip(book, "count")
    assert made.packed == ("ada",)
    assert [learner for learner, _ in made.left_out] == ["bo", "carl"]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["labelwright", "feedback", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return call


def test_the_command_writes_a_zip_and_names_who_is_left_out(run, book, make):
    book.record(make("ada", source_name="class.zip/lovelaceada_101_9001_count.ipynb"))
    book.record(make("bo", source_name="class.zip/libo_102_9002_count.ipynb"))
    book.record(make("gil", source_name="gil/count.ipynb"))
    code, printed = run("--zip", "canvas", "out/back.zip", "--exercise", "count")
    assert code == 0
    assert "Left out: gil: gil/count.ipynb is not from a download of Canvas" in printed
    assert "Wrote out/back.zip. Learners: 2, left out: 1.\n" in printed
    assert len(members(Path("out/back.zip").read_bytes())) == 2
    code, printed = run("--zip", "moodle", "moodle.zip", "--exercise", "count")
    assert (code, "No zip was written" in printed, Path("moodle.zip").exists()) == (1, True, False)
    assert "belong together" in run("--zip", "canvas", "x.zip")[1]
    assert "no exercise 'cuont'. It has: count" in run("--zip", "canvas", "x.zip", "--exercise", "cuont")[1]
