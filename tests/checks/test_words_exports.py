"""Every word can be imported by name, and a check that needs none of them loads no tables."""

from __future__ import annotations

import subprocess
import sys

import pytest

import labelwright.checks as checks


def test_a_name_that_does_not_exist_is_refused() -> None:
    with pytest.raises(AttributeError, match="labels_agre"):
        _ = checks.labels_agre


def test_the_door_to_the_words_loads_no_tables() -> None:
    code = "import labelwright.checks, sys; print(sorted({'pandas', 'numpy', 'scipy', 'rapidfuzz'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
