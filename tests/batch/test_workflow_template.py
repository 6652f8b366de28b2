"""The GitHub Actions template of the instructors' page: it parses, and its grading steps run unchanged."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from batch_course import hand_in

PAGE = Path(__file__).resolve().parents[2] / "course" / "instructors" / "github.md"


def template() -> str:
    found = re.search(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_template_is_a_workflow() -> None:
    import yaml

    workflow = yaml.safe_load(template())
    steps = workflow["jobs"]["grade"]["steps"]
    assert workflow["permissions"] == {"contents": "read"}
    assert [step["with"]["path"] for step in steps[:2]] == ["learner", "course"]
    assert all(step["with"]["persist-credentials"] is False for step in steps[:2])


@pytest.mark.slow("runs the template's commands")
def test_its_commands_grade_a_repository(small_course, tmp_path):
    import yaml

    hand_in(small_course, tmp_path / "learner" / "notebooks", 2)
    (tmp_path / "course").symlink_to(small_course.root)
    steps = yaml.safe_load(template())["jobs"]["grade"]["steps"]
    commands = [step["run"] for step in steps if step.get("run", "").startswith("labelwright")]
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command)
        done = subprocess.run(
            [sys.executable, "-m", "labelwright.cli", *words[1:]],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert len((tmp_path / "grades" / "grades.jsonl").read_text().splitlines()) == 2
    assert len(list((tmp_path / "grades" / "feedback").glob("*.html"))) == 2
