"""A learner's folder in the small course, and a session over a namespace of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labelwright.notebook.workspace import Workspace, start


@pytest.fixture
def workspace(counting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Ada's folder, which is also the current folder."""
    made, _, _ = start(counting.course, tmp_path / "work", "ada")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return made
