"""Run the command line as a person does: a process, a folder, exit code, what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from labelwright import cli as commands


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str = ""

    @property
    def all(self) -> str:
        return self.out + self.err


Run = Callable[..., Said]


def checked(said: Said) -> Said:
    assert "Traceback" not in said.all
    assert "did not foresee" not in said.all, said.all
    return said


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, through the same `main` that the console script calls."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["labelwright", *map(str, arguments)])
        before = dict(os.environ)
        result = CliRunner().invoke(_Main(), list(map(str, arguments)), standalone_mode=False)
        os.environ.clear()
        os.environ.update(before)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        code = result.exception.code if isinstance(result.exception, SystemExit) else result.exit_code
        return checked(Said(int(code or 0), result.stdout, result.stderr))

    return run


class _Main(click.Command):
    """What CliRunner can invoke, while the arguments go to the real `main`."""

    def __init__(self) -> None:
        super().__init__("labelwright")

    def main(self, *args: Any, **kwargs: Any) -> Any:
        return commands.main()


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Run a command in a process of its own."""

    def run(*arguments: object, **environment: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-c", "from labelwright.cli import main; main()", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        return checked(Said(done.returncode, done.stdout, done.stderr))

    return run
