"""The commands of authors and of those who look around: author, data, site, demo, doctor, help."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from labelwright.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def test_help_lists_every_command_by_reader(process: Any) -> None:
    said = process("--help")
    assert said.code == 0
    for reader, commands in COMMANDS.items():
        assert f"{reader}:" in said.out
        for name, line in commands.items():
            assert name in said.out
            assert line in said.out


@pytest.mark.parametrize("name", [name for section in COMMANDS.values() for name in section])
def test_every_command_has_help(command: Any, name: str) -> None:
    said = command(name, "--help")
    assert said.code == 0
    assert f"labelwright {name} [OPTIONS]" in said.out.splitlines()[0]


def test_the_version_is_told(command: Any) -> None:
    from labelwright import __version__

    assert command("--version").out == f"labelwright {__version__}\n"


def test_an_exercise_is_made_built_linted_and_proved(command: Any, own_counting: Any) -> None:
    at = ("--course", own_counting.course.root)
    said = command("author", "new", "label-things", "--module", "m03-new", *at)
    assert said.code == 0
    assert "Next: labelwright author build && labelwright author lint label-things" in said.out
    assert command("author", "build", "--check", *at).code == 0
    said = command("author", "lint", "label-things", *at)
    assert (said.code, said.out) == (0, "label-things: no findings\n")
    said = command("author", "prove", "label-things", "--learner", "ada", *at)
    assert said.code == 0
    assert said.out.endswith("Proved.\n")
    assert "NO" not in said.out


def test_what_is_out_of_date_is_told_and_built(command: Any, own_counting: Any) -> None:
    at = ("--course", own_counting.course.root)
    source = own_counting.exercise.folder / "notebook.py"
    source.write_text(source.read_text(encoding="utf-8") + "\n# %%\nmore = 1\n", encoding="utf-8")
    said = command("author", "build", "--check", *at)
    assert said.code == 1
    assert "out of date: exercises/count-the-labels/learner.ipynb" in said.out
    said = command("author", "lint", *at)
    assert (said.code, "Run: labelwright author build" in said.out) == (1, True)
    assert "1 file changed." in command("author", "build", *at).out
    assert command("author", "build", "--check", *at).code == 0


def test_a_proof_that_does_not_hold_exits_with_one(command: Any, own_counting: Any) -> None:
    mistakes = own_counting.exercise.folder / "mistakes.py"
    text = mistakes.read_text(encoding="utf-8").replace("should be a single number", "something else")
    mistakes.write_text(text, encoding="utf-8")
    said = command("author", "prove", "--learner", "ada", "--course", own_counting.course.root)
    assert said.code == 1
    assert "does not contain 'something else'; it is:" in said.out
    assert "1 of the runs did not end as they must." in said.out


def test_datasets_are_listed_verified_and_shown(command: Any) -> None:
    at = ("--course", ROOT)
    assert "vader-lexicon" in command("data", "list", *at).out
    said = command("data", "verify", "vader-lexicon", *at)
    assert (said.code, "holds  vader-lexicon  sha256 " in said.out) == (0, True)
    assert "VADER" in command("data", "card", "vader-lexicon", *at).out
    assert '"@context"' in command("data", "card", "vader-lexicon", "--json", *at).out


def test_a_course_without_a_book_has_no_site(command: Any, counting: Any) -> None:
    for arguments in (("site", "build"), ("site", "serve")):
        said = command(*arguments, "--course", counting.course.root)
        assert (said.code, "has no mkdocs.yml, so it has no site to build" in said.err) == (1, True)


def test_the_demo_goes_the_whole_way(command: Any, counting: Any, tmp_path: Path) -> None:
    said = command("demo", "--out", "demo", "--course", counting.course.root)
    assert said.code == 0, said
    assert "findings, all of which hold." in said.out
    assert (tmp_path / "demo" / "portfolio" / "index.html").is_file()
    assert len(list((tmp_path / "demo" / "feedback").iterdir())) == 3
    said = command("demo", "--out", "demo", "--course", counting.course.root)
    assert (said.code, "is not empty. Name a new folder" in said.err) == (2, True)


def test_the_demo_leaves_out_what_has_no_data_here(
    command: Any, counting: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("LABELWRIGHT_DATA", str(tmp_path / "nothing fetched"))
    root = tmp_path / "course"
    shutil.copytree(counting.course.root, root)
    shutil.copytree(ROOT / "datasets" / "hutto-amazon-snippets", root / "datasets" / "hutto-amazon-snippets")
    again = root / "exercises" / "with-fetched-data"
    shutil.copytree(root / "exercises" / counting.exercise.slug, again)
    description = (again / "exercise.toml").read_text(encoding="utf-8")
    with_data, found = re.subn(r"(?m)^datasets = .*$", 'datasets = ["hutto-amazon-snippets"]', description)
    (again / "exercise.toml").write_text(
        with_data if found else 'datasets = ["hutto-amazon-snippets"]\n' + description
    )
    said = command("demo", "--out", "demo", "--course", root)
    assert said.code == 0, said
    assert "Grading 3 notebooks" in said.out
    assert "labelwright data fetch hutto-amazon-snippets" in said.out
    assert "not graded" not in said.out


@pytest.mark.slow("tries every forbidden action")
def test_the_doctor_sees_what_is_missing(command: Any, counting: Any, tmp_path: Path) -> None:
    said = command("doctor", "--course", counting.course.root)
    assert said.code == 0, said
    assert "Course: " in said.out
    said = command("doctor", "--course", tmp_path / "nowhere")
    assert (said.code, "nowhere does not exist" in said.out) == (1, True)
