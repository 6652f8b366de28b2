"""Handing out a private course on the command line, and the learner's commands in a folder without checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SLUG = "count-the-labels"


@pytest.fixture
def handed(command: Any, counting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`command`, in the folder that was handed out to ada."""
    (tmp_path / "class.csv").write_text("id,name\nada,Ada\nben,Ben\n", encoding="utf-8")
    at = ("--course", counting.course.root)
    said = command("author", "handout", "out", "--no-checks", "--roster", "class.csv", *at)
    assert said.code == 0
    assert "Give each learner only their own folder" in said.out
    assert "  ada: out/ada\n" in said.out
    monkeypatch.chdir(tmp_path / "out" / "ada")
    return command


def test_one_of_the_two_ways_has_to_be_chosen(command: Any, counting: Any, tmp_path: Path) -> None:
    at = ("--course", counting.course.root)
    said = command("author", "handout", "out", *at)
    assert (said.code, "Choose --checks" in said.err) == (2, True)
    (tmp_path / "class.csv").write_text("id\nada\n", encoding="utf-8")
    said = command("author", "handout", "out", "--checks", "--roster", "class.csv", *at)
    assert (said.code, "--roster goes with --no-checks" in said.err) == (2, True)
    assert not (tmp_path / "out").exists()


def test_what_the_folder_contains_is_said(command: Any, counting: Any) -> None:
    at = ("--course", counting.course.root)
    said = command("author", "handout", "out", "--checks", *at)
    assert (said.code, "contains reference answers and solutions" in said.out) == (0, True)
    said = command("author", "handout", "out", "--no-checks", *at)
    assert (said.code, "contains no solution, no check and no reference answer" in said.out) == (0, True)
    assert "Everyone gets the same rows" in said.out
    assert "and removed 3 from an earlier run" in said.out


def test_the_learners_commands_work_where_the_instructor_marks(
    handed: Any, tmp_path: Path, counting: Any
) -> None:
    said = handed("start")
    assert (said.code, "You are 'ada'" in said.out) == (0, True)
    said = handed("start", "--learner", "ben", "--work", "second")
    assert (said.code, "handed out to 'ada'" in said.err) == (1, True)
    for arguments in (("check",), ("check", SLUG, "share")):
        said = handed(*arguments)
        assert (said.code, "Your instructor marks this exercise" in said.out) == (0, True)
    assert "A share is a part" in handed("hint", SLUG, "share").out
    assert f"Next: Count the labels (15 min): labelwright lab {SLUG}" in handed("progress").out
    said = handed("submit", SLUG)
    assert (said.code, "Your instructor marks it; it was not checked here." in said.out) == (0, True)
    said = handed("progress")
    assert "your instructor marks it" in said.out
    assert said.out.endswith("Everything is handed in.\n")
    work = tmp_path / "out" / "ada" / "work"
    said = handed("grade", work)
    assert (said.code, "Name the instructor's course: --course DIR" in said.err) == (1, True)
    said = handed("author", "handout", tmp_path / "again", "--no-checks")
    assert (said.code, "was handed out itself" in said.err) == (1, True)
    place = ("--gradebook", tmp_path / "g.db", "--feedback", tmp_path / "f", "--json", tmp_path / "r.jsonl")
    said = handed("grade", work, "--course", counting.course.root, "--trust-learners", *place)
    assert said.code == 0
    lines = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {(line["learner"], line["outcome"]) for line in lines} == {("ada", "finished")}


def test_a_course_and_a_card_are_made_in_an_empty_folder(
    command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "rows.csv").write_text("id,text\na,good\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "own")
    said = command("author", "new", "first")
    assert (said.code, f"Made a course of your own in {tmp_path / 'own'}" in said.out) == (0, True)
    said = command("author", "card", "own-rows", "../rows.csv")
    assert said.code == 0
    assert "Replace every FILL IN in it" in said.out
    said = command("data", "verify", "own-rows")
    assert (said.code, "15 field(s) still say FILL IN" in said.err) == (1, True)
    said = command("author", "new", "second")
    assert "Made a course" not in said.out
