"""The log of labelwright: quiet unless it is shown, on standard error when it is.

Modules log with `logging.getLogger(__name__)`, whose name begins with `labelwright.`. INFO tells what happened to each
submission, DEBUG each step on the way.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable


class _Cleaned(logging.Formatter):
    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
        self._clean = clean

    def format(self, record: logging.LogRecord) -> str:
        return self._clean(super().format(record))


def show_log(level: int, clean: Callable[[str], str]) -> None:
    """Write messages of labelwright at `level` and above to standard error, with the time and the process.

    `clean` replaces what could control the terminal: messages have names of files in them.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Cleaned(clean))
    logging.basicConfig(handlers=[handler])
    logging.getLogger("labelwright").setLevel(level)


def log_level() -> int:
    """Return the level that is shown in this process, so that a worker process can show the same."""
    return logging.getLogger("labelwright").getEffectiveLevel()
