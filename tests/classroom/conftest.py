"""The small course of the class, for the session."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

# importlib mode puts no test folder on the path; the generator next to this file is shared by name.
sys.path.insert(0, str(Path(__file__).parent))

from class_course import make_course
from works import Works

from labelwright.course.course import Course


@pytest.fixture(scope="session")
def class_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("classroom") / "course")


@pytest.fixture(scope="session")
def works(class_course: Course) -> Works:
    return Works(class_course)
