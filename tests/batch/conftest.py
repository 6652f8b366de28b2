"""Fixtures for batches: one small course for the session."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from labelwright.course.course import Course

# importlib mode puts no test folder on the path; the generator next to this file is shared by name.
sys.path.insert(0, str(Path(__file__).parent))

from batch_course import make_course


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_course(tmp_path_factory.mktemp("batch") / "course")
