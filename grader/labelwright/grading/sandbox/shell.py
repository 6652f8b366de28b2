"""The shell that runs a notebook's cells; commands that need a terminal do nothing and cost no points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

_OUTWARD = frozenset(("matplotlib", "pip", "conda", "mamba", "micromamba", "uv", "system"))
_SCRIPTS = frozenset(
    ("!", "bash", "cmd", "perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh")
)


class _Unseen(DisplayPublisher):  # type: ignore[misc]
    """A display that drops everything; IPython's own keeps everything, without a limit."""

    def publish(self, data: Any, *args: Any, **options: Any) -> None:
        """Drop the output."""


class NotebookShell(InteractiveShell):  # type: ignore[misc]
    """IPython without other programs: `!pip install ...` above an answer must not lose the answer."""

    display_pub_class = Type(_Unseen)

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        # IPython 9 keeps all output here for a history that is switched off; much output would fill the memory.
        yield

    def system(self, cmd: str) -> None:
        """Do nothing: the sandbox has no other programs."""

    system_piped = system_raw = system

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Skip commands for the learner's own machine, and extensions that are not installed."""
        if magic_name in _OUTWARD:
            return None
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except UsageError:
            return None
        except ModuleNotFoundError:
            if magic_name == "load_ext":
                return None
            raise

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Skip cells that are scripts for another program."""
        return None if magic_name in _SCRIPTS else super().run_cell_magic(magic_name, line, cell)


def new_shell() -> NotebookShell:
    """Return this process's shell, without history and printed tracebacks."""
    # A history would start a thread and write a file.
    shell: NotebookShell = NotebookShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.showtraceback = lambda *args, **kwargs: None
    shell.user_ns["__name__"] = "__main__"
    return shell
