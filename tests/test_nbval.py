"""The learner notebooks run from top to bottom, untouched, in a real Jupyter kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from labelwright.course.course import Course
from labelwright.notebook.workspace import start


@pytest.mark.slow("waits for a Jupyter kernel for every notebook")
@pytest.mark.skipif(find_spec("nbval") is None, reason="nbval is not installed")
@pytest.mark.usefixtures("course_data")
@pytest.mark.skipif(find_spec("ipykernel") is None, reason="a Jupyter kernel is needed to run notebooks")
def test_every_learner_notebook_runs(course: Course, tmp_path: Path) -> None:
    _, copied, _ = start(course, tmp_path / "work", "ada")
    assert len(copied) == len(course.exercises) > 0
    environment = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        "--nbval-cell-timeout=120",
        "-p",
        "no:cacheprovider",
    ]
    done = subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(tmp_path), "-q", *map(str, copied)],
        cwd=tmp_path / "work",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]
    handed_in = sorted((tmp_path / "work").rglob("*.labelwright.zip"))
    assert len(handed_in) == len(copied)
    shutil.rmtree(tmp_path / "work")
