"""Make a course folder of exercises that are only an exercise.toml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.course.course import Course

TOML = """
title = "{title}"
module = "{module}"
summary = "s"
why = "w"
minutes = 5
kind = "authored"
skills = ["label"]
requires = {requires}

[[tasks]]
id = "first"
title = "First"
points = 60
must = true

[[tasks]]
id = "second"
title = "Second"
points = 40
"""
MakeCourse = Callable[..., Course]


@pytest.fixture
def make_course(tmp_path: Path) -> MakeCourse:
    """A course of exercises given as slug=(module, requires)."""

    def make(**exercises: Any) -> Course:
        (tmp_path / "datasets").mkdir(exist_ok=True)
        (tmp_path / "exercises").mkdir(exist_ok=True)
        for name, (module, requires) in exercises.items():
            slug = name.replace("_", "-")
            folder = tmp_path / "exercises" / slug
            folder.mkdir()
            text = TOML.format(title=slug, module=module, requires=requires)
            (folder / "exercise.toml").write_text(text, encoding="utf-8")
        return Course(tmp_path)

    return make
