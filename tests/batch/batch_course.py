"""A small course and many generated notebooks for it: right, partly wrong, raising; seeded."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.authoring.new import new_exercise
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells

SLUG = "count-the-labels"


def make_course(root: Path) -> Course:
    """A course of one small exercise, made from the author's template."""
    (root / "exercises").mkdir(parents=True)
    (root / "datasets").mkdir()
    new_exercise(Course(root), SLUG, module="m01-new")
    return Course(root)


def hand_in(course: Course, folder: Path, count: int, seed: int = 0) -> Path:
    """Write `count` notebooks of as many learners: three in five right, the others wrong or raising."""
    exercise = course.exercise(SLUG)
    solved = solution_cells(exercise)
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        kind = draw.choice(["right", "right", "right", "wrong", "raises"])
        extra = {"right": "", "wrong": "ham_share = 62.5", "raises": "raise ValueError('stop')"}[kind]
        learner = f"learner-{number:05}"
        cells = [*solved, f"{extra}\nnumber = {number}"]
        (folder / f"{learner}.ipynb").write_bytes(filled_notebook(exercise, cells, learner))
    return folder


def expected_scores(count: int, seed: int = 0) -> dict[str, float]:
    """The score of each learner of `hand_in` with the same arguments."""
    draw = random.Random(seed)
    kinds = [draw.choice(["right", "right", "right", "wrong", "raises"]) for _ in range(count)]
    return {f"learner-{n:05}": 60.0 if kind == "wrong" else 100.0 for n, kind in enumerate(kinds)}


def labelwright(course: Course, cwd: Path, *arguments: object) -> str:
    """What a command prints; it has to end well."""
    done = subprocess.run(
        [sys.executable, "-m", "labelwright.cli", "--course", str(course.root), *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
