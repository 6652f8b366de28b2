"""The shell that runs a notebook's cells; what only a terminal could do does nothing and costs no marks."""

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
    """A display that nobody looks at; IPython's own keeps everything that is shown, without bound."""

    def publish(self, data: Any, *args: Any, **options: Any) -> None:
        """Keep nothing."""


class NotebookShell(InteractiveShell):  # type: ignore[misc]
    """IPython without programs to run: `!pip install ...` above an answer must not cost the answer."""

    display_pub_class = Type(_Unseen)

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        # IPython 9 keeps all that is printed here, for a history that does not exist; a flood would fill memory.
        yield

    def system(self, cmd: str) -> None:
        """Run nothing; there is no other program in the sandbox."""

    system_piped = system_raw = system

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Leave out what concerns the learner's own machine, and extensions that are not here."""
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
        """Leave out cells that are scripts for another program."""
        return None if magic_name in _SCRIPTS else super().run_cell_magic(magic_name, line, cell)


def new_shell() -> NotebookShell:
    """This process's shell, without history and without printed tracebacks."""
    # A history would start a thread and write a file.
    shell: NotebookShell = NotebookShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.showtraceback = lambda *args, **kwargs: None
    shell.user_ns["__name__"] = "__main__"
    return shell
