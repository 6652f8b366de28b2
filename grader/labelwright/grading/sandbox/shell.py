"""The shell that runs a notebook's cells; commands that need a terminal do nothing and cost no points."""

from __future__ import annotations

import ast
import importlib.util
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import LSString, SList
from traitlets import Type
from traitlets.config import Config

_OUTWARD = frozenset(("matplotlib", "pip", "conda", "mamba", "micromamba", "uv", "system"))
_NEEDS_LOOP = re.compile(r"\b(?:create_task|ensure_future|get_running_loop|TaskGroup)\b")
_PYLAB = (
    "import numpy as np",
    "from numpy import *",
    "from matplotlib.pylab import *",
    "import matplotlib.pyplot as plt",
)
"""What `%pylab` does, as far as its packages are here; IPython's own needs a window."""
_SCRIPTS = frozenset(
    ("!", "bash", "cmd", "perl", "pypy", "python", "python2", "python3", "ruby", "script", "sh")
)


class Discard(io.TextIOBase):
    """A stream that drops all text, so that printing never costs memory."""

    def write(self, text: str) -> int:
        """Drop the text."""
        return len(text)

    def isatty(self) -> bool:
        """Be no terminal."""
        return False


class _Unseen(DisplayPublisher):  # type: ignore[misc]
    """A display that drops everything; IPython's own keeps everything, without a limit."""

    def publish(self, data: Any, *args: Any, **options: Any) -> None:
        """Drop the output."""


class NotebookShell(InteractiveShell):  # type: ignore[misc]
    """IPython without other programs: `!pip install ...` above an answer must not lose the answer."""

    display_pub_class = Type(_Unseen)

    def init_ipython_dir(self, ipython_dir: object) -> None:
        """Wait for `start_in`: the fork server makes the shell before there is a folder that may be written."""

    def init_profile_dir(self, profile_dir: object) -> None:
        """Have no profile: nothing of one run may reach the next."""

    def start_in(self, folder: Path) -> None:
        """Use `folder` for what IPython writes."""
        self.ipython_dir = str(folder / ".ipython")
        # What `%cd` and `%bookmark` remember; IPython's own would be files of a profile.
        self.db: dict[str, Any] = {}

    @contextmanager
    def _tee(self, channel: str) -> Iterator[None]:
        # IPython 9 keeps all output here for a history that is switched off; much output would fill the memory.
        yield

    def run_past_missing_packages(self, source: str) -> list[BaseException]:
        """Run a cell and return its errors: at most one, and one more for each package that is not here.

        An import at the top of a cell that finds no such package does not stop the statements after it. The learner's
        machine may have packages that the grader lacks, and most answers do not need them.
        """
        errors: list[BaseException] = []
        rest: str | None = source
        while rest is not None:
            try:
                result = self.run_cell(rest, store_history=False, silent=False)
                error = result.error_before_exec or result.error_in_exec
            except Exception as problem:
                error = problem
            if error is not None:
                errors.append(error)
            rest = self._after_import(rest, error) if isinstance(error, ModuleNotFoundError) else None
        return errors

    def _after_import(self, source: str, error: ModuleNotFoundError) -> str | None:
        """Return the statements after the import that failed; None if `error` came from anything else."""
        trace = error.__traceback__
        while trace is not None and not (
            trace.tb_frame.f_globals is self.user_ns and trace.tb_frame.f_code.co_name == "<module>"
        ):
            trace = trace.tb_next
        if trace is None:
            return None
        try:
            statements = ast.parse(self.transform_cell(source)).body
        except (SyntaxError, ValueError):
            return None
        for place, statement in enumerate(statements):
            if not statement.lineno <= trace.tb_lineno <= (statement.end_lineno or statement.lineno):
                continue
            if not isinstance(statement, ast.Import | ast.ImportFrom):
                return None
            following: list[ast.stmt] = statements[place + 1 :]
            if isinstance(statement, ast.Import):
                # `import numpy, absent, pandas as pd`: each name is an import of its own.
                missing = next(
                    (at for at, name in enumerate(statement.names) if not _is_found(name.name)),
                    len(statement.names),
                )
                following = [ast.Import(names=[name]) for name in statement.names[missing + 1 :]] + following
            return ast.unparse(ast.Module(body=following, type_ignores=[])) if following else None
        return None

    def system(self, cmd: str) -> None:
        """Do nothing: the sandbox has no other programs."""

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        """Return nothing for `files = !ls`: the sandbox has no other programs."""
        return SList([]) if split else LSString("")

    def ask_exit(self) -> None:
        """Do nothing for `exit` and `quit` in a cell: the cells below still count, as they did for the learner."""

    def should_run_async(self, raw_cell: str, **options: Any) -> bool:
        """Run a cell in the event loop if it needs one; Jupyter runs every cell in one."""
        return bool(super().should_run_async(raw_cell, **options) or _NEEDS_LOOP.search(raw_cell))

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Skip commands for the learner's own machine, and extensions that are not installed."""
        if magic_name in _OUTWARD:
            return None
        if magic_name == "pylab":
            for imports in _PYLAB:
                self.run_past_missing_packages(imports)
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


def _is_found(name: str) -> bool:
    try:
        return name in sys.modules or importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


@cache
def prepared_shell() -> NotebookShell:
    """Return this process's shell, without history and printed tracebacks.

    It takes a third of the time of a small notebook, so the fork server makes it once and every child inherits it.
    """
    path = list(sys.path)
    # A history would start a thread and write a file.
    history = {"enabled": False, "hist_file": ":memory:"}
    shell: NotebookShell = NotebookShell.instance(config=Config({"HistoryManager": history}))
    shell.showtraceback = lambda *args, **kwargs: None
    shell.user_ns["__name__"] = "__main__"
    # The first cell of a shell costs more than a later one.
    shell.run_cell("pass", store_history=False)
    # IPython adds the current folder, from which the fork server must import nothing.
    sys.path[:] = path
    return shell
