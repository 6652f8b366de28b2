"""The log of labelwright: quiet unless it is shown, on standard error when it is.

Modules log with `logging.getLogger(__name__)`, whose name begins with `labelwright.`. INFO tells what happened to each
submission, DEBUG each step on the way.
"""

from __future__ import annotations

import logging
import sys


def show_log(level: int) -> None:
    """Write messages of labelwright at `level` and above to standard error, with the time and the process."""
    logging.basicConfig(
        stream=sys.stderr, format="%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("labelwright").setLevel(level)


def log_level() -> int:
    """Return the level that is shown in this process, so that a worker process can show the same."""
    return logging.getLogger("labelwright").getEffectiveLevel()
