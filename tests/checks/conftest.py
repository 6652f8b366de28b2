"""Work over a namespace, asked in this process, and an exercise of two tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.work import Work
from labelwright.course.exercise import Exercise
from labelwright.data.material import Material
from labelwright.exchange.inspect import answer

MakeWork = Callable[..., Work]


@pytest.fixture
def work(counting: Any, tmp_path: Path) -> MakeWork:
    """Make the Work over the variables given by name."""

    def make(**namespace: Any) -> Work:
        material = Material(counting.course, counting.exercise, "ada", form=2)
        return Work(material, lambda question: answer(namespace, tmp_path, question))

    return make


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """Two tasks of 60 and 40 points, the first a must, passed with 70 percent."""
    return Exercise.model_validate(
        {
            "slug": "two-tasks",
            "folder": tmp_path / "two-tasks",
            "title": "Two tasks",
            "module": "m01",
            "summary": "s",
            "why": "w",
            "minutes": 5,
            "kind": "authored",
            "skills": ("label",),
            "tasks": (
                {"id": "first", "title": "First", "points": 60, "must": True},
                {"id": "second", "title": "Second", "points": 40},
            ),
        }
    )
