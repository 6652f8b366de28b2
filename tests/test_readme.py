"""README's sessions run: each command is typed as it is shown, and its output is the output shown."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


def sessions() -> list[tuple[str, list[str]]]:
    """Every command of README with the output lines shown under it."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def matches(shown: list[str], printed: list[str]) -> bool:
    """Whether the printed lines are the shown ones; a line `...` stands for any number of lines."""
    if not shown:
        return not printed
    if shown[0] == "...":
        return any(matches(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    return bool(printed) and shown[0].rstrip() == printed[0].rstrip() and matches(shown[1:], printed[1:])


def test_matching_can_fail():
    assert matches(["a", "...", "z"], ["a", "b", "c", "z"])
    assert not matches(["a", "...", "z"], ["a", "b", "c"])
    assert not matches(["a"], ["b"])


@pytest.mark.slow("runs every command that README shows")
@pytest.mark.usefixtures("course_data")
def test_every_session_prints_what_readme_shows(tmp_path: Path) -> None:
    environment = {**os.environ, "LABELWRIGHT_COURSE": str(ROOT), "NO_COLOR": "1", "COLUMNS": "200"}
    assert len(sessions()) >= 6
    for command, shown in sessions():
        words = shlex.split(command)
        assert words[0] == "labelwright"
        done = subprocess.run(
            [sys.executable, "-m", "labelwright.cli", *words[1:]],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=180,
        )
        assert "Traceback" not in done.stderr, done.stderr
        printed = done.stdout.rstrip("\n").splitlines()
        assert matches(shown, printed), f"$ {command}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("name", ["course/assets/portfolio.png", "course/assets/check-card.png"])
def test_readme_pictures_are_there(name: str) -> None:
    assert name in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (ROOT / name).read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_readme_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
